import type { Generated } from 'kysely'
import type { CustomerTables } from '../customers/index.ts'

/** What a kind declares of its facts: name → type; a code without a list may take up to 200 values. */
export type Attributes = { [name: string]: { type: 'number' | 'time' | 'boolean' | 'code'; codes?: readonly string[]; title?: { [language: string]: string } } }

export type InteractionTables = {
  'keep.event_type': {
    code: string
    version: number
    title: { [language: string]: string }
    sensitive: Generated<boolean>
    attributes: Attributes
    purposes: string[]
    retired_at: Date | null
  }
  'keep.fact_code': { kind: string; attribute: string; value: string; first_seen: Date }
  'keep.seen': { digest: Buffer; customer_id: number; interaction_id: number; import_id: number | null }
  'keep.content': { customer_id: number; kind: string; id: number; category: 'content' | 'sensitive'; sealed: Buffer }
  'keep.idempotency': { digest: Buffer; body: Buffer; at: Date }
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
  'fact.change': { batch: number; xid: Generated<string>; at: Date; what: string[]; customers: number[] | null }
}

/** Everything recording writes: its own tables and, by their verbs and in bulk, the customers'. */
export type RecordTables = InteractionTables & CustomerTables
