export type LeadTables = {
  'office.lead': {
    /** The card they came as. */
    customer_id: number
    source: 'form' | 'import' | 'hand' | 'api'
    form: string | null
    campaign: string | null
    state: LeadState
    reason: string | null
    owner: number | null
    unit: string | null
    came_at: Date
    due_at: Date
    answered_at: Date | null
    answered_by: number | null
    moved_at: Date
    moved_by: number | null
    converted_at: Date | null
    converted_by: number | null
    joined_to: number | null
    /** Order of the list: who waits for an answer first, by when it is due, then the newest. */
    place: number
  }
  'office.lead_change': {
    customer_id: number
    change_id: number
    at: Date
    by_staff: number | null
    what: 'came' | 'state' | 'owner' | 'unit' | 'answered'
    was: string | null
    became: string | null
    reason: string | null
  }
  'office.lead_rule': { one_row: boolean; answer_minutes: number; followed: string | null; followed_at: Date | null }
}

export type LeadState = 'new' | 'working' | 'qualified' | 'disqualified' | 'converted' | 'joined'
export type Lead = LeadTables['office.lead']
