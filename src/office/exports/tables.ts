export type ExportWhoTables = { 'office.export_who': { export_id: number; who: unknown; columns: string[]; made_at: Date } }
