export type ListTables = {
  /** One row a known person: what lists are filtered and sorted by. */
  'office.figures': {
    customer_id: number
    kind: string
    role: string
    language: string | null
    country: string | null
    region: string | null
    age_band: string | null
    birthday: number | null
    has_email: boolean
    has_phone: boolean
    created: Date | null
    first_at: Date | null
    last_contact_at: Date | null
    last_kind: string | null
    last_channel: string | null
    last_direction: string | null
    purchases: number
    spent: number | null
    currency: string | null
    last_purchase_at: Date | null
    own: { [field: string]: number | string | boolean } | null
    changed_at: Date
  }
  'office.figures_due': { customer_id: number }
  'office.figures_follow': {
    one_row: boolean
    mark: string | null
    mark_said: string | null
    marked_at: Date | null
    walk: number | null
    again: boolean
    walked_at: Date | null
  }
}
