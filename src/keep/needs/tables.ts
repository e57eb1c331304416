import type { AccessTables } from '../access/index.ts'
import type { CustomerTables } from '../customers/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { answerStates, NeedKind, needRoads, needStates } from './shapes.ts'

export type NeedTables = {
  'keep.need': {
    customer_id: number
    need_id: number
    kind: NeedKind
    unnamed: boolean
    named_at: Date | null
    topic: string | null
    budget: number | null
    currency: string | null
    until: string | null
    sealed: Buffer | null
    road: (typeof needRoads)[number]
    evidence: Buffer | null
    state: (typeof needStates)[number]
    said_at: Date
    moved_at: Date
    expires_at: Date
    by_kind: string
    by_id: number
    by_role: string
  }
  'keep.need_answer': {
    customer_id: number
    need_id: number
    answer_id: number
    sealed: Buffer | null
    price: number | null
    currency: string | null
    state: (typeof answerStates)[number]
    at: Date
    moved_at: Date
    by_kind: string
    by_id: number
    by_role: string
  }
  'keep.ready_answer': {
    answer: string
    title: { [language: string]: string }
    words: { [language: string]: string }
    changed_at: Date
    by_kind: string
    by_id: number
    retired_at: Date | null
  }
  'fact.need': { need_id: number; kind: NeedKind; topic: string | null; band: string | null; week: string; state: string }
}

/** What this slice reads besides. */
export type UsedTables = NeedTables & CustomerTables & TermsTables & AccessTables

export type NeedRow = NeedTables['keep.need']
export type AnswerRow = NeedTables['keep.need_answer']
