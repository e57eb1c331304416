export type OwnershipTables = {
  'office.tag': {
    tag_id: number
    title: string
    colour: string
    made_by: number
    created_at: Date
    retired_at: Date | null
    merged_into: number | null
  }
  'office.customer_tag': { customer_id: number; tag_id: number; at: Date; made_by: number }
}
