import type { Facts, Kind } from './kinds.ts'

export type WebhookTables = {
  'office.webhook': {
    webhook_id: number
    title: string
    url: string
    kinds: string[]
    key_id: number | null
    secret_version: number
    old_secret_until: Date | null
    state: 'on' | 'paused' | 'off'
    off_because: 'gone' | 'failing' | null
    failing_since: Date | null
    failures: number
    held_until: Date | null
    version: number
    made_by: number
    made_at: Date
    changed_at: Date
  }
  'office.webhook_event': { customer_id: number; event_id: number; kind: Kind; at: Date; facts: Facts }
  'office.webhook_delivery': {
    customer_id: number
    event_id: number
    webhook_id: number
    state: 'waiting' | 'delivered' | 'failed' | 'dropped'
    tries: number
    next_at: Date
    at: Date
    status: number | null
    trouble: string | null
    took_ms: number | null
  }
}
