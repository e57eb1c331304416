import { z } from 'zod'
import type { Credential, Text } from '../../keep/door/contract.ts'
import { pagesOf } from '../../platform/http/index.ts'
import { byChannel, type Moment, timelineOf } from '../catalogue/index.ts'
import type { House } from '../house.ts'
import type { KindTitles } from '../kinds.ts'
import type { readTimeline } from './contract.ts'
import type { moment } from './shapes.ts'

type Shown = z.input<typeof moment>
type Page = z.input<typeof readTimeline.output>

export type TimelineQuery = {
  cursor?: string | undefined
  limit?: number | undefined
  channels?: string | undefined
  kinds?: string | undefined
  only?: string | undefined
  before?: string | undefined
}

/** Where a page of a timeline ends. */
export const timelinePlace = z.object({ id: z.int(), customer: z.int() })

/** One page of a person's timeline; what was said is opened by the door, and what this purpose does not cover says so. */
export async function timelinePage(
  house: House,
  as: Credential,
  at: { customer: number; members: readonly number[]; purpose: string; staff: number | null },
  query: TimelineQuery,
): Promise<Page> {
  const limit = query.limit ?? 50
  const filter = {
    channels: list(query.channels),
    kinds: list(query.kinds),
    only: list(query.only)?.map(pairOf),
    before: query.before ? new Date(query.before) : undefined,
  }
  const pages = pagesOf(house.ids, `timeline ${at.customer}`, timelinePlace)
  const after = pages.after(query.cursor) ?? null
  const whole = after === null && !query.channels && !query.kinds && !query.only && !query.before
  const page = { members: at.members, limit: limit + 1 }
  const [found, kinds] = await Promise.all([
    whole ? house.figures.newest(page) : timelineOf(house.db, at.members, { after, limit: limit + 1, ...filter }),
    house.figures.kinds(at.members),
  ])
  const { rows: shown, next_cursor } = pages.page(found, limit, ({ id, customer }) => ({ id, customer }))
  const [titles, texts] = await Promise.all([
    house.kindTitles(),
    shown.length > 0
      ? house.door.ask(as, 'texts', {
          customer: at.customer,
          purpose: at.purpose,
          reason: { kind: 'card' },
          items: shown.map((m) => ({ kind: 'interaction' as const, customer: m.customer, id: m.id })),
        })
      : [],
  ])
  const byId = new Map(texts.map((t) => [`${t.customer} ${t.id}`, t]))
  return {
    items: shown.map((m) => momentOf(house, m, byId.get(`${m.customer} ${m.id}`), titles, at.staff)),
    next_cursor,
    channels: byChannel(kinds),
    kinds: kinds.map((k) => ({ ...k, title: titles.get(k.kind) ?? null })),
  }
}

/** A moment with its words. */
export function momentOf(house: House, m: Moment, text: Text | undefined, titles: KindTitles, staff: number | null): Shown {
  const said = (part: string) => {
    const value = text?.content?.[part]
    return typeof value === 'string' ? value : null
  }
  return {
    id: house.ids.show('interaction', m.id),
    at: m.at.toISOString(),
    kind: m.kind,
    title: titles.get(m.kind) ?? null,
    channel: m.channel,
    direction: m.direction,
    by: byHand.has(m.kind) ? authorOf(said('by')) : null,
    unit: null,
    ...(text?.hidden?.reason === 'kind_not_covered' ? noFacts : factsOf(m)),
    subject: said('subject'),
    // What has a subject has been said; only what came as bare parts (a web event) is shown as them.
    text: said('text') ?? (said('subject') === null && !byHand.has(m.kind) ? rest(text) : null),
    message: null,
    hidden: text?.hidden ?? null,
    rewritten: byHand.has(m.kind) ? rewrittenOf(text) : null,
    own: staff !== null && byHand.has(m.kind) && m.kind !== 'entered' && text?.content?.['by_id'] === staff,
  }
}

const version = z.object({ text: z.string(), until: z.iso.datetime() })
const rewrittenShape = z.object({ changed_at: z.iso.datetime(), versions: z.array(version) })

function rewrittenOf(text: Text | undefined): Shown['rewritten'] {
  const read = rewrittenShape.safeParse(text?.content)
  return read.success ? { at: read.data.changed_at, versions: read.data.versions } : null
}

/** A record that is kept for other purposes shows that it is there, when, and by which channel. */
const noFacts = { amount: null, duration_s: null, outcome: null, items: [] }

const factsOf = (m: Moment) => ({
  amount: moneyOf(m.amount, m.currency),
  duration_s: m.duration_s,
  outcome: m.outcome,
  items: m.items.map((i) => ({ sku: i.sku, title: i.title, quantity: i.quantity, amount: moneyOf(i.amount, m.currency) })),
})

export const moneyOf = (minor: number | null, currency: string | null) => (minor === null || currency === null ? null : { minor, currency })

/** What staff write about somebody carries its author among its words. */
const byHand = new Set(['note', 'call', 'meeting', 'entered'])

const authorOf = (name: string | null): Shown['by'] => (name === null ? null : { kind: 'staff', role: 'staff', name, unit: null })

const wordless = new Set(['subject', 'text'])

/** Content without a text of its own (properties of a web event, say) is shown as its parts. */
function rest(text: Text | undefined): string | null {
  const parts = Object.entries(text?.content ?? {}).filter(([part, value]) => !wordless.has(part) && value !== null && typeof value !== 'object')
  return parts.length > 0
    ? parts
        .slice(0, 12)
        .map(([part, value]) => `${part}: ${String(value)}`)
        .join('\n')
    : null
}

const list = (text: string | undefined) => text?.split(',').filter(Boolean)

function pairOf(text: string): { kind: string; channel: string | null } {
  const [kind = '', channel = null] = text.split('@')
  return { kind, channel }
}
