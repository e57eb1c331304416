export type DuplicateTables = {
  'keep.duplicate': {
    customer_id: number
    other_id: number
    reasons: string[]
    cautions: string[]
    weight: number
    found_at: Date
    dismissed_at: Date | null
    dismissed_by: number | null
  }
  'keep.duplicate_look': { customer_id: number; first: boolean }
  'keep.duplicate_mark': { one_row: boolean; position: number; followed: string | null; looked: number }
  'keep.claim': { customer_id: number; kind: string; digest: Buffer; sealed: Buffer | null; why: string; at: Date }
}
