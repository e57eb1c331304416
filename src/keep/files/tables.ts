export type FileTables = {
  'keep.file': {
    customer_id: number
    id: number
    sealed_name: Buffer
    media_type: string
    size: number
    at: Date
    by_kind: string
    by_id: number
    /** Null while it is being uploaded. */
    done_at: Date | null
    about_kind: 'interaction' | 'case' | null
    about_id: number | null
  }
  'keep.file_chunk': { customer_id: number; file_id: number; part: number; sealed: Buffer }
}
