import { sql, type Tx } from '../../platform/db/index.ts'
import type { ConsentWanted } from './consentRule.ts'
import { type Purpose, purposesNow } from './purposes.ts'
import { prohibits, type Stop, stopsChannel, stopsTopic } from './stopRule.ts'
import type { TermsTables } from './tables.ts'
import { fitsUses, leftByGpc, narrowed } from './uses.ts'
import { allowedOfWards, mayAllow } from './wards.ts'
import { consentWithin, type DatedConsent, refusedWider, type Wider } from './wider.ts'

// What the office may count audiences by: whether this person may be reached for a purpose that one can say no to. Written by
// the transactions that change the terms. It says nothing of pressure, addresses or the hour; only the gate decides.

/** Whether customers can say no to what is done for this purpose: whom it reaches is published, and it reaches nobody else. */
export const mayBeRefused = (p: Pick<Purpose, 'channels' | 'checks'>): boolean => p.channels.length > 0 && p.checks.has('prohibition')

/** `ward`: of a child, the purposes that a guardian allows. */
type Held = { consents: (DatedConsent & { purpose: string })[]; stops: Stop[]; status: string; uses?: readonly string[]; ward?: readonly string[] }

/** Publishes the reach of these customers' persons anew, with a change row. At most 1,000 customers in one call. */
export async function publishReach(tx: Tx<TermsTables>, customers: readonly number[], now: Date): Promise<void> {
  if (customers.length === 0) return
  // A purpose that changes waits for us, and we for it: nobody publishes by a register that is no more once `reachAnew` goes through.
  await sql`select pg_advisory_xact_lock_shared(hashtext('keep.purpose'))`.execute(tx)
  const all = [...(await purposesNow(tx)).values()]
  const purposes = all.filter(mayBeRefused)
  const persons = await termsOfPersons(tx, customers, now)
  const batch = await sql<{ batch: number }>`select nextval('keep.batch_seq') as batch`.execute(tx)
  const rows = [...persons].flatMap(([person, held]) => purposes.flatMap((p) => reachOf(p, held, now).map((r) => ({ person, purpose: p.purpose, ...r }))))
  const roots = [...persons.keys()]
  await sql`delete from fact.reach where customer_id in (
    select customer_id from keep.customer where customer_id = any(${roots}::bigint[]) or merged_into = any(${roots}::bigint[]))`.execute(tx)
  await sql`
    insert into fact.reach (customer_id, purpose, channel, topic, reach, batch)
    select c, p, ch, t, r, ${batch.rows[0]?.batch ?? 0}
    from unnest(${rows.map((r) => r.person)}::bigint[], ${rows.map((r) => r.purpose)}::text[], ${rows.map((r) => r.channel)}::text[],
      ${rows.map((r) => r.topic)}::text[], ${rows.map((r) => r.reach)}::bool[]) as t(c, p, ch, t, r)`.execute(tx)
  await publishObjections(tx, all.filter(isQuiet), persons, now)
  await sql`insert into fact.change (batch, at, what, customers) values (${batch.rows[0]?.batch ?? 0}, ${now}, '{reach}', ${roots}::bigint[])`.execute(tx)
}

/** What is done without writing to anybody, and can be objected to: counting and comparing. */
const isQuiet = (p: Purpose) => p.channels.length === 0 && p.checks.has('prohibition')

async function publishObjections(tx: Tx<TermsTables>, purposes: readonly Purpose[], persons: ReadonlyMap<number, Held>, now: Date): Promise<void> {
  const objected = [...persons].flatMap(([person, held]) =>
    purposes
      .filter(
        (p) =>
          held.stops.some((s) => prohibits(s, p, false)) ||
          refusedWider(widerOf(p, held), undefined, now.getTime()) ||
          !fitsUses(held.uses, p) ||
          !mayOf(held, p),
      )
      .map((p) => ({ person, purpose: p.purpose })),
  )
  const roots = [...persons.keys()]
  await sql`delete from fact.objection where customer_id in (
    select customer_id from keep.customer where customer_id = any(${roots}::bigint[]) or merged_into = any(${roots}::bigint[]))`.execute(tx)
  await sql`insert into fact.objection (customer_id, purpose) select * from unnest(${objected.map((o) => o.person)}::bigint[], ${objected.map((o) => o.purpose)}::text[])`.execute(
    tx,
  )
}

/** Of a child: only what a guardian allows, as the gate decides. */
const mayOf = ({ ward }: Held, p: Purpose): boolean => ward === undefined || (ward.includes(p.purpose) && mayAllow(p))

/** What was said of the wider purposes this one is part of. */
const widerOf = (purpose: Purpose, held: Held): Wider => purpose.above.map((wider) => held.consents.filter((c) => c.purpose === wider))

/** What agreements and signals that stand leave, of each who said any. */
async function usesLeft(tx: Tx<TermsTables>, ids: readonly number[]): Promise<{ customer_id: number; uses: string[] }[]> {
  const { rows } = await sql<{ customer_id: number; uses: string[] }>`
    select customer_id, uses from keep.agreement where customer_id = any(${[...ids]}::bigint[]) and ended_at is null
    union all select customer_id, ${[...leftByGpc]}::text[] from keep.signal where customer_id = any(${[...ids]}::bigint[]) and ended_at is null`.execute(tx)
  return rows
}

/** One row a channel that is open, and one for each topic that differs from it. */
function reachOf(purpose: Purpose, held: Held, now: Date): { channel: string; topic: string; reach: boolean }[] {
  if (held.status === 'erased' || held.status === 'restricted' || held.status === 'trashed' || held.stops.some((s) => prohibits(s, purpose, true))) return []
  if (!fitsUses(held.uses, purpose) || !mayOf(held, purpose)) return []
  const consents = held.consents.filter((c) => c.purpose === purpose.purpose)
  const wider = widerOf(purpose, held)
  const topics = new Set([...[...wider, consents].flatMap((said) => said.map((c) => c.topic)), ...held.stops.map((s) => s.topic)].filter((t) => t !== '*'))
  const byConsent = (wanted: ConsentWanted) =>
    purpose.legalBasis === 'consent' ? consentWithin(consents, wider, wanted, now.getTime()) === 'given' : !refusedWider(wider, wanted, now.getTime())
  const open = (channel: string, topic: string) =>
    !held.stops.some((s) => stopsChannel(s, purpose, channel) || stopsTopic(s, purpose, channel, topic)) && byConsent({ category: 'contact', channel, topic })
  return purpose.channels.flatMap((channel) => {
    const all = open(channel, '*')
    const differing = [...topics].filter((topic) => open(channel, topic) !== all).map((topic) => ({ channel, topic, reach: !all }))
    return all ? [{ channel, topic: '*', reach: true }, ...differing] : differing
  })
}

async function termsOfPersons(tx: Tx<TermsTables>, customers: readonly number[], now: Date): Promise<Map<number, Held>> {
  const members = await sql<{ member: number; person: number; status: string }>`
    with roots as (select distinct coalesce(merged_into, customer_id) as person from keep.customer where customer_id = any(${[...customers]}::bigint[]))
    select c.customer_id as member, r.person, case when c.trashed_at is not null and c.status in ('known', 'anonymous') then 'trashed' else c.status end as status from roots r join keep.customer c on c.customer_id = r.person
    union all select c.customer_id, r.person, c.status from roots r join keep.customer c on c.merged_into = r.person`.execute(tx)
  const personOf = new Map(members.rows.map((m) => [m.member, m.person]))
  const held = new Map<number, Held>(members.rows.map((m) => [m.person, { consents: [], stops: [], status: 'known' }]))
  for (const m of members.rows) {
    const of = held.get(m.person)
    if (of && (m.member === m.person || m.status === 'restricted')) of.status = m.status
  }
  const ids = [...personOf.keys()]
  const [consents, stops] = [
    await tx
      .selectFrom('keep.consent_state')
      .selectAll()
      .where('customer_id', 'in', ids.length > 0 ? ids : [-1])
      .execute(),
    await tx
      .selectFrom('keep.stop')
      .select(['customer_id', 'purpose', 'channel', 'topic'])
      .where('customer_id', 'in', ids.length > 0 ? ids : [-1])
      .where('lifted_at', 'is', null)
      .execute(),
  ]
  for (const c of consents) {
    held.get(personOf.get(c.customer_id) ?? 0)?.consents.push({
      customer: c.customer_id,
      purpose: c.purpose,
      category: c.category,
      channel: c.channel,
      topic: c.topic,
      state: c.state,
      expiresAt: c.expires_at?.getTime() ?? null,
      saidAt: c.since.getTime(),
    })
  }
  for (const s of stops) held.get(personOf.get(s.customer_id) ?? 0)?.stops.push(s)
  for (const { customer_id, uses } of await usesLeft(tx, ids)) {
    const of = held.get(personOf.get(customer_id) ?? 0)
    if (of) of.uses = narrowed(of.uses === undefined ? [uses] : [of.uses, uses])
  }
  for (const { customer_id, allowed } of await allowedOfWards(tx, ids, now)) {
    const of = held.get(personOf.get(customer_id) ?? 0)
    if (of) of.ward = of.ward === undefined ? allowed : of.ward.filter((purpose) => allowed.includes(purpose))
  }
  return held
}
