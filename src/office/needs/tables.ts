/** For counting; the keep writes it. */
export type NeedFactTables = {
  'fact.need': { need_id: number; kind: string; topic: string | null; band: string | null; week: string; state: string }
}
