import type { Template } from '../courier/index.ts'
import type { SlotTypes, StoredSlots } from './template/slots.ts'

type By = { by_kind: string; by_id: number }

/** `asked`: it waits for its person's answer. */
export type MessageState = 'asked' | 'queued' | 'handing' | 'sent' | 'failed' | 'unknown' | 'dropped'

/** What chose a customer: a code with its figures, put into words on their own page. */
export type Because = { code: string; count: number | null; days: number | null; amount: { minor: number; currency: string } | null; value: string | null }

export type MessageRow = {
  customer_id: number
  message_id: number
  person: number
  purpose: string
  topic: string
  unit: string | null
  channel: string
  template: string
  template_version: number
  slots: StoredSlots
  sealed: Buffer | null
  subject: Buffer | null
  language: string | null
  campaign_id: number | null
  campaign_title: string | null
  content_key: string
  because: Because[] | null
  once: boolean
  discreet: boolean
  state: MessageState
  why: string | null
  status: string | null
  mark: number | null
  queued_at: Date
  due_at: Date
  latest: Date
  lease_until: Date | null
  handed_at: Date | null
  done_at: Date | null
  attempts: number
  recorded: boolean
  by_role: string
  activity: string
  activity_id: number | null
} & By

export type ChannelTables = {
  'keep.template': {
    template: string
    version: number
    channel: string
    fields: string[]
    slots: SlotTypes
    words: Template
    sha256: Buffer
    registered_at: Date
  } & By
  'keep.channel_account': { account_id: number; channel: string; title: string; sealed: Buffer; registered_at: Date; retired_at: Date | null } & By
  'keep.message': MessageRow
  'keep.link': { digest: Buffer; kind: 'stop' | 'why'; customer_id: number; message_id: number; made_at: Date; expires_at: Date }
  'keep.mailbox_message': { id: number; recipient: Buffer; sealed: Buffer; size: number; at: Date }
}
