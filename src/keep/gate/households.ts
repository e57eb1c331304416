import { type Db, numberArray, sql, type Tx } from '../../platform/db/index.ts'
import { lockPersons, type TermsTables } from '../terms/index.ts'
import { type Held, nobodyYet } from './held.ts'

// Who has one letterbox: persons joined by a relation `household` that has begun and is not over, whichever of their cards it was said of, and
// whom these are joined with. Asked only where somebody asks by post and a limit of a household is in force, or is being tried.

type Household = { now: Date }
/** Two persons who are joined, the smaller number first. */
type Pair = readonly [one: number, other: number]

/**
 * Locks the persons of these asks and, where one of them asks by post and a household has a limit, all they live with, in one order. Gives the
 * persons that are locked now.
 */
export async function lockWithHouseholds(
  tx: Tx<TermsTables>,
  asks: readonly { customer: number; channels: readonly string[] }[],
  of: Household,
): Promise<ReadonlySet<number>> {
  const customers = asks.map((a) => a.customer)
  if (!asks.some((a) => a.channels.includes('post'))) return lockPersons(tx, customers)
  const pairs = await joined(tx, customers, { ...of, evenUnlimited: false })
  return lockPersons(tx, [...customers, ...pairs.flat()])
}

/**
 * Gives each of these people those they live with: the same as are asked for where they are among `people`, so that what is reserved for one
 * counts for the others at once; of the rest no more than what counts. Who is not among them is added to `people`.
 */
export async function addHouseholds(db: Db<TermsTables>, people: Map<number, Held>, of: Household): Promise<void> {
  const pairs = await joined(db, [...people.keys()], { ...of, evenUnlimited: true })
  if (pairs.length === 0) return
  const others = [...new Set(pairs.flat())].filter((person) => !people.has(person))
  for (const person of others) people.set(person, nobodyYet(person))
  if (others.length > 0) {
    const { rows } = await sql<{ person: number; recent: number[] }>`
      select customer_id as person, recent from keep.person_state where customer_id = any(${numberArray(others)}::bigint[]) and recent <> '{}'`.execute(db)
    for (const { person, recent } of rows) {
      const held = people.get(person)
      if (held) held.recent = recent.map(Number)
    }
  }
  for (const house of housesOf(pairs)) {
    const members = house.flatMap((person) => people.get(person) ?? [])
    for (const held of members) held.household = members.filter((other) => other !== held)
  }
}

/** Those who are joined, directly or by others. */
function housesOf(pairs: readonly Pair[]): number[][] {
  const houses = new Map<number, number[]>()
  for (const [one, other] of pairs) {
    const [mine, theirs] = [houses.get(one) ?? [one], houses.get(other) ?? [other]]
    if (mine === theirs) continue
    const whole = [...mine, ...theirs]
    for (const person of whole) houses.set(person, whole)
  }
  return [...new Set(houses.values())]
}

/** Everybody these customers live with, in pairs; of nobody while no household has a limit, unless `evenUnlimited`. */
async function joined(db: Db<TermsTables>, customers: readonly number[], { now, evenUnlimited }: Household & { evenUnlimited: boolean }): Promise<Pair[]> {
  const standing = sql`kind = 'household' and (since is null or since <= ${now}::date) and (until is null or until >= ${now}::date)`
  const limited = sql`(select exists (select from (select distinct on (cap) scope, retired from keep.cap order by cap, version desc) c where scope = 'household' and not retired))`
  const mates = sql`(
    select coalesce(o.merged_into, o.customer_id) as person
    from (select h.person as id union all select customer_id from keep.customer where merged_into = h.person) card
    cross join lateral (
      select other_id as id from keep.relation where customer_id = card.id and ${standing}
      union all select customer_id from keep.relation where other_id = card.id and ${standing}) r
    join keep.customer o on o.customer_id = r.id)`
  const { rows } = await sql<{ one: number; other: number }>`
    with recursive house as (
      select coalesce(merged_into, customer_id) as person from keep.customer
        where customer_id = any(${numberArray(customers)}::bigint[]) ${evenUnlimited ? sql`` : sql`and ${limited}`}
      union select mate.person from house h cross join lateral ${mates} mate)
    select distinct h.person as one, mate.person as other from house h cross join lateral ${mates} mate where h.person < mate.person`.execute(db)
  return rows.map(({ one, other }) => [one, other])
}
