import type { Generated } from 'kysely'
import type { ConsentState } from './consentStates.ts'
import type { Need } from './register/contract.ts'

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
    notice: string | null
    consent_for: string | null
    ask_again: string
    recipients: string[]
    needs: Need[]
    context: string | null
    weighs: boolean
    title: Words
    explanation: Words
    registered_at: Date
    retired: boolean
  } & By
  'keep.purpose_tree': { purpose: string; above: string[] }
  'keep.topic': { topic: string; version: number; number: number; title: Words; registered_at: Date; retired: boolean } & By
  'keep.notice': { notice: string; version: number; language: string; sha256: Buffer; body: string; registered_at: Date; asks_more: Generated<boolean> } & By
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
    purpose_version: number
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
    evidence: Buffer | null
  } & By
  'keep.proof': {
    customer_id: number
    proof_id: number
    name: Buffer
    media_type: string
    size: number
    sha256: Buffer
    sealed: Buffer
    at: Date
    by_role: string
  } & By
  'keep.proof_of': { customer_id: number; proof_id: number; kind: 'consent' | 'rule' | 'stop'; ref: string }
  'keep.rule': {
    customer_id: number
    rule_id: number
    kind: 'cap' | 'pause' | 'hours' | 'ask'
    channel: string
    topic: string
    contacts: number | null
    window_s: number | null
    open: number[] | null
    ends_at: Date | null
    since: Date
    method: string
    evidence: Buffer | null
    by_role: string
    ended_at: Date | null
    ended_method: string | null
  } & By
  'keep.suppression': { kind: string; digest: Buffer; reason: string; since: Date; import_id: number | null } & By
  'keep.lease': { customer_id: number; lease_id: number; lease_until: Date; closed_at: Date | null }
}
