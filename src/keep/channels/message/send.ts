import { type Column, type CopyValue, copyRows, inTransaction, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import { type ContactAsk, largestReservation, questionsPut, type ReasonCode, reserveMany } from '../../gate/index.ts'
import { purposesNow } from '../../terms/index.ts'
import type { ChannelDeps, SendTables } from '../deps.ts'
import type { Because, MessageState } from '../tables.ts'
import { checkSlots, type StoredSlots } from '../template/slots.ts'
import { findTemplate, openedBy, type StoredTemplate } from '../template/template.ts'

/** A message to many customers. Texts and addresses never come in or go out: words are the template's, names are opened here. */
export type SendOrder = {
  purpose: string
  /** null: about nothing in particular. */
  topic: string | null
  /** In the order of preference; those the template does not speak are passed over. */
  channels: readonly string[]
  template: string
  customers: readonly { customer: number; slots?: { [name: string]: unknown } }[]
  /** Values for everyone; a customer's own go before them. */
  slots?: { [name: string]: unknown }
  /** In whose name: a brand or a unit below one. */
  unit?: string | undefined
  /** What is said: nobody gets the same twice. */
  contentKey: string
  campaign?: { id: number; title: string }
  /** What chose these customers, for their own page. */
  because?: readonly Because[]
  earliest?: Date
  /** Of no use after; three days when not said. */
  latest?: Date
  /** Only its customer is told that it goes: no colleague finds it on a timeline or in the journal. */
  discreet?: boolean
  /** Values of url slots: from the keep's own callers only. */
  urls?: { [name: string]: string }
}

/** `at`: when it will go, when that is later than now. The office learns only codes. */
export type SendResult = { customer: number; decision: 'allow' | 'deny' | 'later' | 'ask'; reason: ReasonCode | null; at: Date | null; message: number | null }

const usefulMs = 3 * 86_400_000
/** People have longer to answer than a message waits of itself. */
const answeredInMs = 7 * 86_400_000

/**
 * Decides for each customer, reserves what may go and puts it into the queue, a thousand in a transaction. Gives a result for
 * each customer in the order given. Repeating the call sends nothing twice: the content key stands.
 */
export async function sendMany(deps: ChannelDeps, order: SendOrder, by: { actor: Actor; now: Date }): Promise<SendResult[]> {
  const template = await findTemplate(deps.db, order.template)
  if (!template) throw new AppError('not_found', `There is no template "${order.template}".`, { place: 'template' })
  const purpose = (await purposesNow(deps.db)).get(order.purpose)
  if (!purpose) throw new AppError('not_found', `There is no purpose "${order.purpose}" in use.`, { place: 'purpose' })
  const channels = order.channels.filter((c) => c === template.channel)
  if (channels.length === 0) throw badInput(`The template "${order.template}" is for ${template.channel}.`, 'channels')
  const common = checkedSlots(template, order)
  const out: SendResult[] = []
  for (let i = 0; i < order.customers.length; i += largestReservation) {
    const part = order.customers.slice(i, i + largestReservation)
    const slots = part.map((c, k) =>
      c.slots
        ? checkSlots(template.slots, { ...order.slots, ...c.slots }, `customers[${i + k}].slots`)
        : (common ?? checkSlots(template.slots, order.slots ?? {}, 'slots')),
    )
    const ids = await deps.rowIds.next(part.length)
    out.push(
      ...(await inTransaction(deps.db, (tx) => sendPart(deps, tx, { order, template, channels, once: purpose.checks.has('pressure'), part, slots, ids }, by))),
    )
  }
  deps.soon()
  return out
}

/** The slots that all share, checked once; undefined when each customer brings some. */
function checkedSlots(template: StoredTemplate, order: SendOrder): StoredSlots | undefined {
  return order.customers.every((c) => c.slots) && order.customers.length > 0 ? undefined : checkSlots(template.slots, order.slots ?? {}, 'slots')
}

type Part = {
  order: SendOrder
  template: StoredTemplate
  channels: readonly string[]
  once: boolean
  part: SendOrder['customers']
  slots: readonly StoredSlots[]
  ids: readonly number[]
}

async function sendPart(deps: ChannelDeps, tx: Tx<SendTables>, p: Part, by: { actor: Actor; now: Date }): Promise<SendResult[]> {
  const { order } = p
  const latest = order.latest ?? new Date((order.earliest ?? by.now).getTime() + usefulMs)
  const fields = openedBy(p.template.fields)
  const asks = p.part.map(
    ({ customer }, i): ContactAsk => ({
      customer,
      purpose: order.purpose,
      categories: ['contact'],
      fields,
      channels: p.channels,
      topic: order.topic ?? '*',
      unit: order.unit,
      contentKey: order.contentKey,
      campaign: order.campaign?.id,
      earliest: order.earliest,
      latest,
      message: p.ids[i],
      discreet: order.discreet,
    }),
  )
  const activity = order.campaign ? { kind: 'campaign', id: order.campaign.id } : { kind: 'message' }
  const verdicts = await reserveMany(tx, asks, { ...by, activity })
  const rows: CopyValue[][] = []
  const waiting: Held[] = []
  const results = verdicts.map((verdict, i): SendResult => {
    const [ask, message] = [asks[i], p.ids[i]]
    if (!ask || message === undefined || !verdict.chosen) {
      if (ask && message !== undefined && !verdict.chosen && verdict.refusal.decision === 'ask' && mayWait(order))
        waiting.push({
          ask,
          message,
          slots: p.slots[i] ?? {},
          verdict: { channel: verdict.channel, person: ask.customer, mark: null, at: verdict.at ?? by.now },
        })
      return {
        customer: p.part[i]?.customer ?? 0,
        decision: verdict.chosen ? 'deny' : verdict.refusal.decision,
        reason: verdict.chosen ? null : verdict.refusal.reason,
        at: !verdict.chosen && verdict.refusal.decision === 'later' ? verdict.refusal.at : null,
        message: null,
      }
    }
    rows.push(messageRow(deps, p, { ask, message, verdict, slots: p.slots[i] ?? {}, latest, state: 'queued' }, by))
    return { customer: ask.customer, decision: 'allow', reason: null, at: verdict.at > by.now ? verdict.at : null, message }
  })
  rows.push(...(await asked(deps, tx, p, waiting, by)))
  await copyRows(tx, 'keep.message', columns, rows)
  return results
}

/** What a link of the keep's own leads to is not kept waiting, and what only the customer is told of is not asked about by letter. */
const mayWait = (order: SendOrder) => order.urls === undefined && order.discreet !== true

/** Rows of the messages whose persons are asked, each with its question; of the others nothing is kept but the refusal. */
async function asked(deps: ChannelDeps, tx: Tx<SendTables>, p: Part, waiting: readonly Held[], by: { actor: Actor; now: Date }): Promise<CopyValue[][]> {
  if (waiting.length === 0) return []
  const latest = p.order.latest ?? new Date((p.order.earliest ?? by.now).getTime() + answeredInMs)
  const { rows } = await questionsPut(
    waiting.map(({ ask, message, verdict }) => ({
      customer: ask.customer,
      question: message,
      purpose: ask.purpose,
      channel: verdict.channel,
      topic: ask.topic,
      contentKey: ask.contentKey,
      notBefore: verdict.at,
      endsAt: latest,
    })),
    by.now,
  ).execute(tx)
  const put = new Set(rows.map(({ question }) => question))
  return waiting.filter(({ message }) => put.has(message)).map((held) => messageRow(deps, p, { ...held, latest, state: 'asked' }, by))
}

const columns: readonly Column[] = [
  { name: 'customer_id', type: 'int8' },
  { name: 'message_id', type: 'int8' },
  { name: 'person', type: 'int8' },
  { name: 'purpose', type: 'text' },
  { name: 'topic', type: 'text' },
  { name: 'channel', type: 'text' },
  { name: 'template', type: 'text' },
  { name: 'template_version', type: 'int4' },
  { name: 'slots', type: 'jsonb' },
  { name: 'sealed', type: 'bytea' },
  { name: 'campaign_id', type: 'int8' },
  { name: 'campaign_title', type: 'text' },
  { name: 'content_key', type: 'text' },
  { name: 'because', type: 'jsonb' },
  { name: 'once', type: 'bool' },
  { name: 'discreet', type: 'bool' },
  { name: 'state', type: 'text' },
  { name: 'mark', type: 'int8' },
  { name: 'queued_at', type: 'timestamptz' },
  { name: 'due_at', type: 'timestamptz' },
  { name: 'latest', type: 'timestamptz' },
  { name: 'by_kind', type: 'text' },
  { name: 'by_id', type: 'int8' },
  { name: 'by_role', type: 'text' },
  { name: 'activity', type: 'text' },
  { name: 'activity_id', type: 'int8' },
  { name: 'unit', type: 'text' },
]

type Held = { ask: ContactAsk; message: number; verdict: { channel: string; person: number; mark: number | null; at: Date }; slots: StoredSlots }
type Chosen = Held & { latest: Date; state: Extract<MessageState, 'asked' | 'queued'> }

function messageRow(deps: ChannelDeps, p: Part, m: Chosen, by: { actor: Actor; now: Date }): CopyValue[] {
  const { order, template } = p
  const urls = order.urls ? deps.keyring.sealRecord(urlsPlace(m.message), JSON.stringify(order.urls)) : null
  return [
    m.ask.customer,
    m.message,
    m.verdict.person,
    order.purpose,
    m.ask.topic,
    m.verdict.channel,
    template.template,
    template.version,
    JSON.stringify(m.slots),
    urls,
    order.campaign?.id ?? null,
    order.campaign?.title ?? null,
    order.contentKey,
    order.because ? JSON.stringify(order.because) : null,
    p.once,
    order.discreet ?? false,
    m.state,
    m.verdict.mark,
    by.now,
    m.verdict.at,
    m.latest,
    by.actor.kind,
    by.actor.id,
    by.actor.role,
    order.campaign ? 'campaign' : 'message',
    order.campaign?.id ?? null,
    order.unit ?? null,
  ]
}

/** What the sealed urls of a message are bound to. */
export const urlsPlace = (message: number) => `message urls\0${message}`
