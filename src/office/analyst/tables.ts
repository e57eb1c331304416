export type AnalystTables = {
  'office.analysis_question': { question_id: number; staff_id: number; at: Date; sql: string; rows: number | null; ms: number; refused: string | null }
}
