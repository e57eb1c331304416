// Facts, which the keep writes and this wing reads.

export type FactTables = {
  'fact.interaction': {
    customer_id: number
    id: number
    batch: number
    at: Date
    kind: string
    channel: string
    direction: 'in' | 'out' | 'none'
    source: string
    unit_id: number | null
    amount: number | null
    currency: string | null
    duration_s: number | null
    outcome: string | null
    attrs: { [name: string]: number | boolean | string } | null
    sealed: boolean
    import_id: number | null
  }
  'fact.interaction_item': {
    customer_id: number
    interaction_id: number
    line: number
    batch: number
    sku: string
    quantity: number
    price: number
    amount: number
  }
  'fact.product': { sku: string; title: string; category: string | null; price: number | null; currency: string | null; batch: number; added_at: Date | null }
  'fact.derived': {
    customer_id: number
    person: number
    kind: string
    role: string
    status: string
    language: string | null
    country: string | null
    since: Date | null
  }
}
