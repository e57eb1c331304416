import type { Generated } from 'kysely'
import type { ConsentState } from './consentStates.ts'

type Words = { [language: string]: string }
type By = { by_kind: string; by_id: number }

export type TermsTables = {
  'keep.purpose': {
    purpose: string
    version: number
    number: number
    parent: string | null
    dpv_name: string
    dpv_iri: string
    legal_basis: 'consent' | 'contract' | 'legal_obligation' | 'legitimate_interest'
    categories: string[]
    fields: string[]
    channels: string[]
    checks: string[]
    roles: string[]
    retention: string
    title: Words
    explanation: Words
    registered_at: Date
    retired: boolean
  } & By
  'keep.topic': { topic: string; version: number; number: number; title: Words; registered_at: Date; retired: boolean } & By
  'keep.notice': { notice: string; version: number; language: string; sha256: Buffer; body: string; registered_at: Date } & By
  'keep.person_state': { customer_id: number; recent: Generated<number[]> }
  'keep.consent_state': {
    customer_id: number
    purpose: string
    category: string
    channel: string
    topic: string
    seq: number
    state: ConsentState
    since: Date
    expires_at: Date | null
    hash: Buffer
  }
  'keep.stop': {
    customer_id: number
    stop_id: number
    purpose: string
    channel: string
    topic: string
    since: Date
    method: string
    by_role: string
    lifted_at: Date | null
    lifted_method: string | null
    lifted_kind: string | null
    lifted_by: number | null
  } & By
  'keep.preference': {
    customer_id: number
    preference_id: number
    kind: 'channel' | 'topic' | 'cap'
    code: string
    value: number
    days: number | null
    since: Date
    method: string
    until: Date | null
  } & By
  'keep.suppression': { kind: string; digest: Buffer; reason: string; since: Date; import_id: number | null } & By
  'keep.lease': { customer_id: number; lease_id: number; lease_until: Date; closed_at: Date | null }
}
