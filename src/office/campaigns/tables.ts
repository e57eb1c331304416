export type CampaignTables = {
  'office.campaign': {
    campaign_id: number
    title: string
    audience_id: number
    purpose: string
    topic: string | null
    unit: string | null
    channel: string
    template: string
    slots: { [name: string]: unknown }
    made_by: number
    created_at: Date
    stopped_at: Date | null
  }
  'office.campaign_run': {
    run_id: number
    campaign_id: number
    started_at: Date
    started_by: number
    ended_at: Date | null
    audience_count: number
    handed_over: number
    left_out: { [reason: string]: number }
    left_since: { [reason: string]: number }
    /** Which rule of its audience it goes by: the one of when it began. */
    audience_version: number
    /** The last customer dealt with, in the order of ids. */
    position: number
    /** Until then a process works on it; past it another may. */
    leased_until: Date | null
  }
  'office.campaign_member': { customer_id: number; run_id: number; decision: string; reason: string | null; message_id: number | null }
}
