import type { Evidence, Reason, State, StepName } from './shapes.ts'

/** A card as it stood before an erasure was asked for. */
export type Stood = { id: number; status: 'anonymous' | 'known' | 'restricted' | 'erased' }

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
  'keep.erasure_gone': { customer_id: number; erasure_id: number; part: string; gone: number }
}
