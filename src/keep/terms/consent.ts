import { sql, type Tx } from '../../platform/db/index.ts'
import { consentFor } from './consentRule.ts'
import { permits } from './consentStates.ts'
import { after } from './period.ts'
import { lockPersons } from './persons.ts'
import { partsOf, purposesNow, usualAskAgain } from './purposes.ts'
import { publishReach } from './reach.ts'
import { type By, type ConsentDeps, type ConsentKey, type ConsentWish, recordConsents } from './recordConsents.ts'
import type { TermsTables } from './tables.ts'
import type { DatedConsent } from './wider.ts'

// Asking, giving, refusing, withdrawing. Each locks the person first, so the gate sees either all of it or nothing.

type Said = Omit<ConsentWish, 'wish'>

/** The identities of one person: what is withdrawn for one is withdrawn for all, so that an un-merge brings no yes back. */
export async function identitiesOf(tx: Tx<TermsTables>, customers: readonly number[]): Promise<Map<number, number[]>> {
  const rows = await sql<{ asked: number; member: number }>`
    with roots as (select customer_id as asked, coalesce(merged_into, customer_id) as person from keep.customer where customer_id = any(${[...customers]}::bigint[]))
    select asked, person as member from roots
    union select r.asked, m.customer_id from roots r join keep.customer m on m.merged_into = r.person`.execute(tx)
  const out = new Map<number, number[]>()
  for (const { asked, member } of rows.rows) out.set(asked, [...(out.get(asked) ?? []), member])
  return out
}

/**
 * Records that these customers were asked, or (an imported "yes") that somebody claims they agreed. Who said no is
 * left alone for as long as the purpose says (the database holds to it too). Gives how many events were added.
 */
export async function requestConsent(deps: ConsentDeps, tx: Tx<TermsTables>, asked: readonly Said[], by: By): Promise<number> {
  const customers = asked.map((a) => a.customer)
  await lockPersons(tx, customers)
  const purposes = await purposesNow(tx)
  const { rows: noes } = await sql<ConsentKey & { customer_id: number; since: Date }>`
    select customer_id, purpose, category, channel, topic, since from keep.consent_state
    where customer_id = any(${customers}::bigint[]) and state in ('ConsentRefused', 'ConsentWithdrawn')`.execute(tx)
  const open = asked.filter((a) => {
    const alone = purposes.get(a.purpose)?.askAgain ?? usualAskAgain
    const of = [a.purpose, ...(purposes.get(a.purpose)?.above ?? [])]
    return !noes.some(
      (no) =>
        no.customer_id === a.customer && of.includes(no.purpose) && no.category === a.category && covers(no, a) && after(no.since, alone) > (a.at ?? by.now),
    )
  })
  return recordConsents(
    deps,
    tx,
    open.map((a) => ({ ...a, wish: 'request' as const })),
    by,
  )
}

/** Records a yes with its evidence and the notice that was shown, for the person with all identities that have said no. */
export async function giveConsent(deps: ConsentDeps, tx: Tx<TermsTables>, said: Said, by: By): Promise<void> {
  await lockPersons(tx, [said.customer])
  const members = (await identitiesOf(tx, [said.customer])).get(said.customer) ?? [said.customer]
  const states = await statesOf(tx, members, said.purpose)
  const others = states.filter(
    (s) => s.customer !== said.customer && s.category === said.category && s.channel === said.channel && s.topic === said.topic && !permits(s.state),
  )
  await recordConsents(
    deps,
    tx,
    [said.customer, ...others.map((o) => o.customer)].map((customer) => ({ ...said, customer, wish: 'give' as const })),
    by,
  )
  await publishReach(tx, [said.customer], by.now)
}

/**
 * Records a no: every yes within the scope is withdrawn ('*' reaches all narrower ones), and where a wider yes would still
 * cover the scope a refusal is written beside it; the same for all that is part of the purpose. Commit, then wait (lastLeasePast) before acknowledging.
 */
export async function withdrawConsent(deps: ConsentDeps, tx: Tx<TermsTables>, said: Said, by: By): Promise<void> {
  await lockPersons(tx, [said.customer])
  await takeBack(deps, tx, said, by)
  await takeParts(deps, tx, said, by)
  await publishReach(tx, [said.customer], by.now)
}

/**
 * A no to a purpose takes every yes to what is part of it that is not newer. Of one that is said now every yes is older, also where the clock was
 * set back since.
 */
export async function takeParts(deps: ConsentDeps, tx: Tx<TermsTables>, said: Said, by: By): Promise<void> {
  for (const purpose of partsOf(await purposesNow(tx), said.purpose)) await takeBack(deps, tx, { ...said, purpose }, by, said.at)
}

async function takeBack(deps: ConsentDeps, tx: Tx<TermsTables>, said: Said, by: By, notAfter?: Date): Promise<void> {
  const old = (s: DatedConsent) => notAfter === undefined || s.saidAt <= notAfter.getTime()
  const members = (await identitiesOf(tx, [said.customer])).get(said.customer) ?? [said.customer]
  const states = await statesOf(tx, members, said.purpose)
  const within = states.filter((s) => old(s) && s.category === said.category && covers(said, s) && (permits(s.state) || s.state === 'ConsentRequested'))
  await recordConsents(
    deps,
    tx,
    within.map((s) => ({ ...said, customer: s.customer, channel: s.channel, topic: s.topic, wish: 'withdraw' as const })),
    by,
  )
  const left = await statesOf(tx, members, said.purpose)
  const wider = members.filter(
    (m) =>
      consentFor(
        left.filter((s) => s.customer === m && old(s)),
        said,
        by.now.getTime(),
      ) === 'given',
  )
  await recordConsents(
    deps,
    tx,
    wider.map((customer) => ({ ...said, customer, wish: 'refuse' as const })),
    by,
  )
}

/** Records that the person was asked and said no. */
export async function refuseConsent(deps: ConsentDeps, tx: Tx<TermsTables>, said: Said, by: By): Promise<void> {
  await lockPersons(tx, [said.customer])
  await recordConsents(deps, tx, [{ ...said, wish: 'refuse' }], by)
  await takeParts(deps, tx, said, by)
  await publishReach(tx, [said.customer], by.now)
}

/**
 * Ends the consents whose time has run out by `now`, of at most `limit` customers in one call; gives of how many it has
 * looked at, 0 when none is left.
 */
export async function expireConsents(deps: ConsentDeps, tx: Tx<TermsTables>, by: By, limit = 1000): Promise<number> {
  const due = sql`expires_at <= ${by.now} and state in ('ConsentGiven', 'RenewedConsentGiven')`
  const found = await sql<{ customer_id: number }>`
    select distinct customer_id from keep.consent_state where ${due} order by customer_id limit ${limit}`.execute(tx)
  const customers = found.rows.map((r) => r.customer_id)
  if (customers.length === 0) return 0
  await lockPersons(tx, customers)
  // Only now: until the lock was ours they may have been renewed.
  const ended = await sql<{ customer_id: number } & ConsentKey>`
    select customer_id, purpose, category, channel, topic from keep.consent_state where ${due} and customer_id = any(${customers}::bigint[])`.execute(tx)
  await recordConsents(
    deps,
    tx,
    ended.rows.map(({ customer_id, ...key }) => ({ ...key, customer: customer_id, wish: 'expire' as const, method: 'time' })),
    by,
  )
  await publishReach(tx, customers, by.now)
  return customers.length
}

const covers = (scope: { channel: string; topic: string }, row: { channel: string; topic: string }) =>
  (scope.channel === '*' || scope.channel === row.channel) && (scope.topic === '*' || scope.topic === row.topic)

async function statesOf(tx: Tx<TermsTables>, customers: readonly number[], purpose: string): Promise<DatedConsent[]> {
  const rows = await tx
    .selectFrom('keep.consent_state')
    .select(['customer_id', 'category', 'channel', 'topic', 'state', 'since', 'expires_at'])
    .where('purpose', '=', purpose)
    .where('customer_id', 'in', [...customers])
    .execute()
  return rows.map((r) => ({
    customer: r.customer_id,
    category: r.category,
    channel: r.channel,
    topic: r.topic,
    state: r.state,
    expiresAt: r.expires_at?.getTime() ?? null,
    saidAt: r.since.getTime(),
  }))
}
