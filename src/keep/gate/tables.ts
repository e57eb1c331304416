export type GateTables = {
  'keep.cap': {
    cap: string
    version: number
    scope: 'all' | 'channel' | 'topic' | 'unit' | 'household'
    key: string | null
    contacts: number
    window_s: number
    registered_at: Date
    by_kind: string
    by_id: number
    retired: boolean
  }
  'keep.contact_hours': {
    hours: string
    version: number
    basis: 'law' | 'company'
    country: string | null
    dpv: string[] | null
    channels: string[] | null
    open: number[]
    source: string | null
    source_url: string | null
    valid_from: Date | null
    registered_at: Date
    by_kind: string
    by_id: number
    retired: boolean
  }
  'keep.contact': {
    customer_id: number
    content_key: string
    addressed_id: number
    purpose: string
    channel: string
    topic: string
    campaign_id: number | null
    state: 'reserved' | 'made' | 'released' | 'refused'
    reason: string | null
    mark: number | null
    unit: string | null
    at: Date
  }
  'keep.question': {
    customer_id: number
    question_id: number
    purpose: string
    channel: string
    topic: string
    content_key: string
    asked_at: Date
    not_before: Date
    ends_at: Date
    written_at: Date | null
    answered_at: Date | null
    answer: 'yes' | 'no' | 'none' | null
    method: string | null
  }
}
