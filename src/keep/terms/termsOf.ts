import { type Db, sql } from '../../platform/db/index.ts'
import { type ConsentVerdict, givingRecord } from './consentRule.ts'
import type { ConsentState } from './consentStates.ts'
import { type Purpose, purposesNow } from './purposes.ts'
import { type HeldRule, rulesOfPerson } from './rules/index.ts'
import { type SealedEvidence, stopEvidencePlace } from './stop.ts'
import { prohibits, type Stop, stopsChannel, stopsTopic } from './stopRule.ts'
import type { TermsTables } from './tables.ts'
import { byGuardian } from './wards.ts'
import { consentWithin, type DatedConsent, refusedWider } from './wider.ts'

// The terms of one person as they stand, for a reader: the customer, a clerk, the privacy officer.

export type Term = {
  purpose: string
  channel: string
  topic: string | null
  allowed: boolean
  /** The consent's verdict; for other bases 'stopped' or the basis. */
  state: ConsentVerdict | 'stopped' | Purpose['legalBasis']
  since: Date | null
  /** Until when a yes holds; null: until it is taken back. */
  expiresAt: Date | null
  /** Whose words stop it, where any do. */
  stoppedBy: { guardian: boolean; own: boolean } | null
  /** Whether the customer may change it, and why not. */
  changeable: boolean
  because: string | null
}

export type HeldStop = Stop & { since: Date; method: string; byKind: string; guardian: boolean; sealed: SealedEvidence | null }
export type HeldConsent = { purpose: string; category: string; channel: string; topic: string; state: ConsentState; since: Date; expiresAt: Date | null }

export type Terms = {
  /** All ids of the person. */
  members: number[]
  items: Term[]
  consents: HeldConsent[]
  stops: HeldStop[]
  /** Since when everything is stopped that is no answer to the person's own request. */
  stoppedAt: Date | null
  /** What the person says of how often, when and not now; those that ended lately too. */
  rules: HeldRule[]
  /** Topics they want to hear nothing of, by whatever channel. */
  stoppedTopics: { topic: string; since: Date }[]
}

/** So many rules that ended are told with those that stand. */
const endedShown = 20

const isTopicStop = (s: Stop) => s.purpose === '*' && s.channel === '*' && s.topic !== '*'

/** The terms of the person this customer is an identity of, at `now`. */
export async function termsOf(db: Db<TermsTables>, customer: number, now: Date): Promise<Terms> {
  const members = await sql<{ customer_id: number }>`
    with me as (select coalesce(merged_into, customer_id) as person from keep.customer where customer_id = ${customer})
    select c.customer_id from me join keep.customer c on c.customer_id = me.person
    union select c.customer_id from me join keep.customer c on c.merged_into = me.person`.execute(db)
  const ids = [...members.rows.map((m) => m.customer_id), -1]
  const consents = await db.selectFrom('keep.consent_state').selectAll().where('customer_id', 'in', ids).orderBy('since').execute()
  const stops = await db
    .selectFrom('keep.stop')
    .select(['customer_id', 'stop_id', 'purpose', 'channel', 'topic', 'since', 'method', 'by_kind', 'by_role', 'evidence'])
    .where('customer_id', 'in', ids)
    .where('lifted_at', 'is', null)
    .orderBy('since')
    .execute()
  const rules = await rulesOfPerson(db, ids, endedShown)
  const held: Held = {
    now: now.getTime(),
    stops: distinct(stops.map(heldStop)),
    consents: consents.map((c) => ({ ...c, customer: c.customer_id, expiresAt: c.expires_at?.getTime() ?? null, saidAt: c.since.getTime() })),
  }
  return {
    members: members.rows.map((m) => m.customer_id),
    items: [...(await purposesNow(db)).values()].flatMap((purpose) => itemsOf(purpose, held)),
    consents: consents.map((c) => ({
      purpose: c.purpose,
      category: c.category,
      channel: c.channel,
      topic: c.topic,
      state: c.state,
      since: c.since,
      expiresAt: c.expires_at,
    })),
    stops: held.stops,
    stoppedAt: held.stops.find((s) => s.purpose === '*' && s.channel === '*' && s.topic === '*')?.since ?? null,
    rules,
    stoppedTopics: held.stops.filter(isTopicStop).map((s) => ({ topic: s.topic, since: s.since })),
  }
}

type Held = { now: number; stops: HeldStop[]; consents: (DatedConsent & { purpose: string; since: Date })[] }

function itemsOf(purpose: Purpose, held: Held): Term[] {
  const mine = held.consents.filter((c) => c.purpose === purpose.purpose)
  const topics = new Set([...mine.map((c) => c.topic), ...held.stops.filter((s) => !isTopicStop(s)).map((s) => s.topic)].filter((t) => t !== '*'))
  return purpose.channels.flatMap((channel) => [
    termFor(purpose, held, channel, '*'),
    ...[...topics]
      .filter((t) => [...mine, ...held.stops.filter((s) => !isTopicStop(s))].some((r) => r.topic === t && (r.channel === channel || r.channel === '*')))
      .map((t) => termFor(purpose, held, channel, t)),
  ])
}

function termFor(purpose: Purpose, held: Held, channel: string, topic: string): Term {
  const mine = held.consents.filter((c) => c.purpose === purpose.purpose)
  const applies = (check: 'prohibition' | 'channel' | 'topic', hit: boolean) => purpose.checks.has(check) && hit
  const stopping = held.stops.filter(
    (s) =>
      applies('prohibition', prohibits(s, purpose, true)) ||
      applies('channel', stopsChannel(s, purpose, channel)) ||
      applies('topic', stopsTopic(s, purpose, channel, topic)),
  )
  const [stop] = stopping
  const wanted = { category: 'contact', channel, topic }
  const wider = purpose.above.map((code) => held.consents.filter((c) => c.purpose === code))
  const verdict = purpose.legalBasis === 'consent' ? consentWithin(mine, wider, wanted, held.now) : purpose.legalBasis
  const refused = purpose.legalBasis !== 'consent' && applies('prohibition', refusedWider(wider, wanted, held.now))
  // A stop of the wider purpose is lifted where it was set; a yes of one's own is taken up again by a newer one.
  const byWider = refused || (stop !== undefined && purpose.above.includes(stop.purpose))
  const record = mine.filter((c) => (c.channel === channel || c.channel === '*') && (c.topic === topic || c.topic === '*')).at(-1)
  const giving = purpose.legalBasis === 'consent' ? givingRecord(mine, wanted, held.now) : undefined
  const own = purpose.legalBasis === 'consent' || purpose.checks.has('channel')
  return {
    purpose: purpose.purpose,
    channel,
    topic: topic === '*' ? null : topic,
    allowed: !stop && !refused && (verdict === 'given' || verdict === purpose.legalBasis),
    state: stop || refused ? 'stopped' : verdict,
    since: stop?.since ?? record?.since ?? null,
    expiresAt: giving?.expiresAt ? new Date(giving.expiresAt) : null,
    stoppedBy: stop ? { guardian: stopping.some((s) => s.guardian), own: stopping.some((s) => !s.guardian) } : null,
    changeable: own && !byWider,
    because: own ? (byWider ? 'wider' : null) : purpose.legalBasis,
  }
}

type StopRow = Pick<
  TermsTables['keep.stop'],
  'customer_id' | 'stop_id' | 'purpose' | 'channel' | 'topic' | 'since' | 'method' | 'by_kind' | 'by_role' | 'evidence'
>

const heldStop = ({ customer_id, stop_id, by_kind, by_role, evidence, ...stop }: StopRow): HeldStop => ({
  ...stop,
  byKind: by_kind,
  guardian: byGuardian({ kind: by_kind, role: by_role }),
  sealed: evidence && { customer: customer_id, place: stopEvidencePlace(customer_id, stop_id), evidence },
})

const distinct = (stops: readonly HeldStop[]): HeldStop[] => [...new Map(stops.map((s) => [`${s.purpose}|${s.channel}|${s.topic}|${s.guardian}`, s])).values()]
