import type { AgreementTables } from '../agreements/index.ts'
import type { GateTables } from '../gate/index.ts'
import type { TermsTables } from '../terms/index.ts'
import type { PolicySaid } from './contract.ts'

/** What everybody came to: by purpose whom any of its channels reaches now, and by channel how often the gate said what. */
export type Counted = {
  people: number
  /** `topics`: the same on each topic, where the purpose asks about topics; not in counts of before there were any. */
  purposes: (Column & { purpose: string; topics?: (Column & { topic: string })[] })[]
}
type Column = { reachable: number; channels: { channel: string; said: { [code: string]: number } }[] }

/** Of how many people, now, or of how many contacts, in the days before, the gate would say something else. Codes as in Counted. */
export type Change = { when: 'now' | 'past'; purpose: string; channel: string; before: string; after: string; count: number }

/**
 * How many people's offers would be answered otherwise (`offers`, before and after as 'agreed ID', 'counter ID' or 'refused'); how many would become wards, or
 * be wards no more (`wards`, of a country, before and after as 'ward' or 'own'); of how many the
 * time to keep data for a purpose would be over, or would go on (`kept`, of a purpose or null for all of them together, before and after as 'kept' or 'over'), and how many data.
 */
export type Beside = { what: 'offers' | 'wards' | 'kept'; of: string | null; before: string; after: string; count: number; data?: number }

export type PolicyTables = {
  'keep.policy_draft': {
    draft_id: number
    title: string
    body: PolicySaid
    revision: number
    made_at: Date
    changed_at: Date
    changed_by: number
    state: 'open' | 'on' | 'dropped'
    ended_at: Date | null
    ended_by: number | null
  }
  'keep.policy_trial': {
    trial_id: number
    draft_id: number
    revision: number
    body: PolicySaid
    days: number
    asked_at: Date
    asked_by: number
    ended_at: Date | null
    policy: string | null
    people: number | null
    contacts: number | null
    changes: Change[] | null
    more: Beside[] | null
  }
  'keep.policy_sample': { customer_id: number; trial_id: number; change: number }
  'keep.reach_board': {
    board_id: number
    asked_at: Date
    by_kind: string
    by_id: number
    counted_at: Date | null
    took_ms: number | null
    policy: string | null
    counts: Counted | null
  }
}

export type PolicyDb = PolicyTables & GateTables & TermsTables & AgreementTables
