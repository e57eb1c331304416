export type ValueClass = 'first' | 'second' | 'third'

export type InsightTables = {
  'office.value_class': {
    customer_id: number
    class: ValueClass
    previous: ValueClass | null
    changed_on: Date | null
    computed_at: Date
    days_since_last: number
    last_at: Date | null
    purchases: number
    spent: number
    currency: string
    window_days: number
  }
}
