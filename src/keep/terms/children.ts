import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import { identitiesOf } from './consent.ts'
import { lockPersons } from './persons.ts'
import { guardianProven, type Proven } from './proofs.ts'
import { purposesNow } from './purposes.ts'
import { publishReach } from './reach.ts'
import { type By, type ConsentDeps, type ConsentKey, recordConsents } from './recordConsents.ts'
import { type Saying, sealing } from './stop.ts'
import type { TermsTables } from './tables.ts'
import { firstZone, isGuardian, mayAllow } from './wards.ts'

// Children below the age at which their own yes counts (keep.child): what a guardian allows for them, and the day on which that ends.

/** `until`: the day, YYYY-MM-DD, from which their own yes counts. `guardian`: whether a relation to one stands. */
export type Child = { until: string; guardian: boolean; allowed: string[] }

/** The most children of one guardian that are shown. */
const mostWards = 50

export type Ward = { person: number; until: string }

/** The children whose guardian one of these ids is, on this day: whoever came of age is none, whether or not anybody cleaned up. */
export async function wardsOf(db: Db<TermsTables>, guardians: readonly number[], now: Date): Promise<Ward[]> {
  const { rows } = await sql<Ward>`
    select coalesce(m.merged_into, m.customer_id) as person, max(c.consents_from)::text as until
    from keep.relation r join keep.child c using (customer_id) join keep.customer m using (customer_id)
    where r.other_id = any(${[...guardians]}::bigint[]) and ${isGuardian(now)} and m.status <> 'erased' and m.trashed_at is null
      and c.consents_from > (${now}::timestamptz at time zone ${firstZone})::date
    group by 1 order by 1 limit ${mostWards}`.execute(db)
  return rows
}

/** What is held of a child; null for whoever is none. */
export async function childOf(db: Db<TermsTables>, members: readonly number[], now: Date): Promise<Child | null> {
  const { rows } = await sql<Child>`
    select max(c.consents_from)::text as until, bool_and(exists (select from keep.relation r where r.customer_id = c.customer_id and ${isGuardian(now)})) as guardian,
      coalesce(array_agg(distinct y.purpose) filter (where y.purpose is not null), '{}') as allowed
    from keep.child c left join keep.guardian_yes y on y.customer_id = c.customer_id and y.ended_at is null
    where c.customer_id = any(${[...members]}::bigint[]) having count(*) > 0`.execute(db)
  return rows[0] ?? null
}

/**
 * Writes down what a guardian allows for a child, or allows no more. Throws not_found for whoever is nobody, and bad_input for whoever is no child, has no
 * guardian on record, or for a purpose that is none, or that no guardian can allow. `guardians`: ids of whoever says it themselves, of whom one is to be theirs.
 */
export async function allowForChild(
  deps: { rowIds: IdBlocks },
  tx: Tx<TermsTables>,
  of: { customer: number; purpose: string; allowed: boolean; guardians?: readonly number[] },
  by: Saying,
): Promise<Proven[]> {
  const { customer, purpose, allowed, guardians } = of
  await lockPersons(tx, [customer])
  const members = (await identitiesOf(tx, [customer])).get(customer) ?? []
  if (members.length === 0) throw notFound()
  const known = (await purposesNow(tx)).get(purpose)
  if (!known) throw badInput('There is no such purpose.', 'purpose')
  if (allowed && known.weighs) throw badInput('Decisions that weigh on a person are not made about a child, whoever allows it.', 'purpose')
  if (allowed && !mayAllow(known)) throw badInput('This is an answer to what the child asks for: nobody has to allow it.', 'purpose')
  await sql`update keep.guardian_yes set ended_at = greatest(since, ${by.now}), ended_method = ${by.method}
    where customer_id = any(${members}::bigint[]) and purpose = ${purpose} and ended_at is null`.execute(tx)
  if (!allowed) return []
  const { rows } = await sql<{ child: number; guardian: number | null }>`
    select c.customer_id as child, (select r.other_id from keep.relation r where r.customer_id = c.customer_id and ${isGuardian(by.now)}
      ${guardians === undefined ? sql`` : sql`and r.other_id = any(${[...guardians]}::bigint[])`} order by r.at limit 1) as guardian
    from keep.child c where c.customer_id = any(${members}::bigint[])`.execute(tx)
  if (rows.length === 0) throw badInput('They are no child: their own yes counts.', 'customer_id')
  const guarded = rows.filter(({ guardian }) => guardian !== null)
  if (guarded.length === 0) throw badInput('There is no guardian on their card. Enter who it is first, under their relations.', 'guardian')
  const ids = await deps.rowIds.next(guarded.length)
  const seal = await sealing(
    by.evidence,
    guarded.map(({ child }) => child),
  )
  for (const [i, { child, guardian }] of guarded.entries())
    await sql`insert into keep.guardian_yes (customer_id, yes_id, purpose, guardian_id, since, method, evidence, by_kind, by_id, by_role)
      values (${child}, ${ids[i]}, ${purpose}, ${guardian}, ${by.now}, ${by.method}, ${seal(child, `guardian yes\0${child}\0${ids[i]}`)}, ${by.actor.kind}, ${by.actor.id}, ${by.actor.role})`.execute(
      tx,
    )
  return [guardianProven({ purpose, since: by.now })]
}

/** Where a day begins last: when it has begun there it has begun for everybody. */
const lastZone = 'Etc/GMT+12'

/**
 * Whoever reached the age, wherever they are: what was agreed to for them or by them as a child ends, and they are asked anew; what they said since that day
 * has come everywhere they said for themselves (the age may have been raised and lowered again). Until then the gate refuses.
 * Gives how many there were; doing it again changes nothing.
 */
export async function endChildhoods(deps: ConsentDeps, db: Db<TermsTables>, by: By, atOnce = 500): Promise<number> {
  const purposes = [...(await purposesNow(db)).keys()]
  for (let done = 0; ; ) {
    const some = await inTransaction(db, async (tx) => {
      const grown = sql`consents_from <= (${by.now}::timestamptz at time zone ${lastZone})::date`
      const found = await sql<{ customer_id: number }>`select customer_id from keep.child where ${grown} order by consents_from limit ${atOnce}`.execute(tx)
      const people = found.rows.map((row) => row.customer_id)
      if (people.length === 0) return 0
      await lockPersons(tx, people)
      const given = await sql<{ customer_id: number } & ConsentKey>`
        select customer_id, s.purpose, s.category, s.channel, s.topic from keep.consent_state s join keep.child c using (customer_id)
        where customer_id = any(${people}::bigint[]) and s.state in ('ConsentGiven', 'RenewedConsentGiven') and s.purpose = any(${purposes}::text[])
          and s.since < c.consents_from::timestamp at time zone ${lastZone}`.execute(tx)
      await recordConsents(
        deps,
        tx,
        given.rows.map(({ customer_id, ...key }) => ({ ...key, customer: customer_id, wish: 'invalidate' as const, method: 'of_age' })),
        by,
      )
      await sql`update keep.guardian_yes set ended_at = greatest(since, ${by.now}), ended_method = 'of_age' where customer_id = any(${people}::bigint[]) and ended_at is null`.execute(
        tx,
      )
      await sql`delete from keep.child where customer_id = any(${people}::bigint[]) and ${grown}`.execute(tx)
      await publishReach(tx, people, by.now)
      return people.length
    })
    done += some
    if (some < atOnce) return done
  }
}
