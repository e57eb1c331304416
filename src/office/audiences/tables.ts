import type { Rule } from './rule.ts'

export type AudienceTables = {
  'office.audience': {
    audience_id: number
    title: string
    rule: Rule
    made_by: number
    created_at: Date
    deleted_at: Date | null
    version: number
    changed_at: Date | null
    changed_by: number | null
  }
}

export type LivingTables = {
  'office.audience_live': LiveRow
  'office.audience_member': { customer_id: number; audience_id: number; since: Date }
  'office.audience_turn': { customer_id: number; audience_id: number; at: Date }
  'office.audience_move': { customer_id: number; move_id: number; audience_id: number; what: 'entered' | 'left'; at: Date }
  'office.audience_due': { customer_id: number }
}

/** Why everybody is gone through. */
export type WalkWhy = 'made' | 'rule' | 'facts' | 'classes' | 'time' | 'check'

export type LiveRow = {
  audience_id: number
  purpose: string
  since: Date
  /** When everybody had been gone through for the first time: from then on somebody enters and leaves. */
  complete_at: Date | null
  asked_as: string | null
  classes_as: string | null
  /** Why the rule cannot be asked: nobody is in it then. */
  trouble: string | null
  known_until: Date | null
  day_at: Date | null
  /** Everybody is gone through: up to this person so far. */
  walk: number | null
  walk_why: WalkWhy | null
  walk_until: Date | null
  again: boolean
  differing: number
  checked_at: Date | null
  found: number
}
