import type { AboutKind, CaseKind, CaseState, Ground, Law, Outcome, Power, Road } from './cases/shapes.ts'
import type { Datum, DecisionKind, DecisionOutcome, MadeBy } from './decisions/shapes.ts'
import type { Evidence, Reason, State, StepName } from './shapes.ts'

/** A card as it stood before an erasure was asked for. */
export type Stood = { id: number; status: 'anonymous' | 'known' | 'restricted' | 'erased' }

type By = { by_kind: string; by_id: number; by_role: string }

export type RightsTables = {
  'keep.erasure': {
    customer_id: number
    erasure_id: number
    covers: unknown
    reason: Reason
    evidence_kind: Evidence
    evidence: Buffer | null
    by_id: number
    by_role: string
    asked_at: Date
    due_at: Date
    state: State
    step: StepName | null
    waits_for: 'import' | 'writers' | null
    stood: Stood[]
    members: number[]
    after_xid: string | null
    moved_at: Date
    ended_at: Date | null
    ended_by: number | null
    statement: number | null
  }
  'keep.rights_case': {
    customer_id: number
    case_id: number
    number: number
    kind: CaseKind
    about_kind: AboutKind | null
    about: string | null
    road: Road
    law: Law
    asked_at: Date
    due_at: Date
    most_at: Date | null
    extended: boolean
    state: CaseState
    outcome: Outcome | null
    ground: Ground | null
    said: Buffer | null
    answer: Buffer | null
    evidence: Buffer | null
    file_id: number | null
    mandate_id: number | null
    erasure_id: number | null
    ended_at: Date | null
    ended_kind: string | null
    ended_id: number | null
    ended_role: string | null
    reminded_at: Date | null
    late_at: Date | null
  } & By
  'keep.rights_event': {
    customer_id: number
    case_id: number
    seq: number
    what: 'asked' | 'extended' | 'answered' | 'taken_back'
    at: Date
    facts: { [name: string]: string | number | boolean | null }
    before_hash: Buffer | null
    hash: Buffer
  } & By
  'keep.mandate': {
    customer_id: number
    mandate_id: number
    holder: Buffer
    powers: Power[]
    since: Date
    until: Date
    road: Road
    evidence: Buffer | null
    file_id: number | null
    ended_at: Date | null
    ended_kind: string | null
  } & By
  'keep.contest': {
    customer_id: number
    contest_id: number
    about_kind: Exclude<AboutKind, 'purpose' | 'decision'>
    about: string
    kind: 'wrong' | 'note'
    case_id: number | null
    state: 'open' | 'granted' | 'refused' | 'stands' | 'ended'
    said: Buffer | null
    at: Date
    ended_at: Date | null
  }
  'keep.decision': {
    customer_id: number
    decision_id: number
    digest: Buffer
    purpose: string
    purpose_version: number
    context: string
    kind: DecisionKind
    outcome: DecisionOutcome
    made_by: MadeBy
    data: Datum[]
    said: Buffer
    decided_at: Date
    at: Date
  } & By
  'fact.contest': { customer_id: number; about: string; at: Date }
  'keep.erasure_gone': { customer_id: number; erasure_id: number; part: string; gone: number }
}
