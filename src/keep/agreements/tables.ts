import type { Use } from './known.ts'

export type AgreementTables = {
  'keep.accept_list': { version: number; position: number; agreement: string; sha256: Buffer; at: Date; by_kind: string; by_id: number }
  'keep.agreement': {
    customer_id: number
    since: Date
    agreement: string
    sha256: Buffer
    uses: Use[]
    portability: boolean
    offers: string[]
    method: string
    document: string
    company_signature: string
    customer_key: string | null
    customer_signature: string | null
    ended_at: Date | null
    ended_method: string | null
    stated: number | null
    ended_stated: number | null
  }
  'keep.counter_offer': { customer_id: number; agreement: string | null; at: Date; offers: string[] }
  'keep.signal': { customer_id: number; since: Date; method: 'browser' | 'portal'; ended_at: Date | null }
}
