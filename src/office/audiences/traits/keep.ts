import { type Db, inTransaction, numberArray, plannedForValues, sql, type Tx } from '../../../platform/db/index.ts'
import type { Analyst } from '../../analyst/index.ts'
import { newsFor, standAt } from '../../changes/index.ts'
import type { Asking } from '../asking.ts'
import { endOf, goByKeys } from '../choosing.ts'
import type { ComputedTrait } from './definition.ts'
import { computedTraits } from './store.ts'
import { type Value, valuesInCopy, valuesStatement } from './values.ts'

// The values of computed traits are kept up by small turns: whoever changed is counted anew in the store, all of it and how far it is in one transaction.
// Each night all that is kept is compared with the copy for analysis; who differs, because time went by, is counted anew likewise. So one place alone writes.

export const follower = 'traits'
/** What is counted about customers is worked out for this purpose. */
export const counted = 'analysis'

export type Keeping<T> = { db: Db<T>; askingFor(use: string, now: Date): Promise<Asking> }

const nothing = { people: 0, more: false }

/** One turn, about `piece` people; while another process has it, nothing is done. */
export async function keepTraits<T>({ db, askingFor }: Keeping<T>, at: { now: Date; piece: number }): Promise<{ people: number; more: boolean }> {
  if (!(await isWork(db))) return nothing
  // Asked before the transaction: the door has connections of its own.
  const asking = await askingFor(counted, at.now)
  return inTransaction(db, (tx) => takeTurn(tx, asking, at))
}

async function isWork<T>(db: Db<T>): Promise<boolean> {
  const { rows } = await sql<{ work: boolean }>`
    select exists (select from office.trait where deleted_at is null) and (
      exists (select from office.trait_due) or not exists (select from office.followed where follower = ${follower})
      or exists (select from office.followed where follower = ${follower} and pg_snapshot_xmax(snapshot::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()))
      or exists (select from office.followed f join fact.change c on c.xid >= pg_snapshot_xmin(f.snapshot::pg_snapshot) and not pg_visible_in_snapshot(c.xid, f.snapshot::pg_snapshot)
        where f.follower = ${follower})) as work`.execute(db)
  return rows[0]?.work ?? false
}

async function takeTurn<T>(tx: Tx<T>, asking: Asking, { now, piece }: { now: Date; piece: number }): Promise<{ people: number; more: boolean }> {
  await sql`set local plan_cache_mode = force_custom_plan`.execute(tx)
  await goByKeys(tx)
  const news = await newsFor(tx, follower, now)
  if (!news) return nothing
  // Held until the values stand: a trait that is deleted or counted otherwise meanwhile waits, and would else get back values that nobody takes away.
  await sql`select from office.trait where deleted_at is null order by trait for share`.execute(tx)
  const traits = [...(await computedTraits(tx)).values()].filter(({ deleted }) => !deleted)
  const ofFacts = news.changes.filter(({ what }) => what.some((one) => moving.has(one)))
  const named = ofFacts.flatMap(({ customers }) => customers ?? [])
  const everybody = news.lost || ofFacts.some(({ customers }) => customers === null) || (goodsMoved(news.changes) && traits.some(asksCategories))
  if (everybody) await allAreDue(tx)
  else if (named.length > 0)
    await sql`insert into office.trait_due (customer_id) select distinct unnest(${numberArray(named)}::bigint[]) on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ customer_id: number }>`
    delete from office.trait_due where customer_id in (select customer_id from office.trait_due order by customer_id limit ${piece}) returning customer_id`.execute(
    tx,
  )
  const due = rows.map(({ customer_id }) => customer_id)
  if (due.length > 0) for (const trait of traits) await countAnew(tx, trait, { asking, due })
  if (news.moved) await standAt(tx, follower, now, news.snapshot)
  return { people: due.length, more: due.length >= piece }
}

/** Rows of these tables change what is counted, or about whom. */
const moving: ReadonlySet<string> = new Set(['interaction', 'interaction_item', 'derived', 'reach'])
const goodsMoved = (changes: readonly { what: readonly string[] }[]) => changes.some(({ what }) => what.includes('product'))
const asksCategories = ({ definition: { of, what } }: ComputedTrait) => what === 'category' || ('bought' in of && of.bought.category !== undefined)

/** Has everybody counted anew. */
export async function allAreDue<T>(tx: Tx<T>): Promise<void> {
  await sql`
    insert into office.trait_due (customer_id) select customer_id from fact.derived where person = customer_id and status = 'known'
    union select customer_id from office.trait_value on conflict do nothing`.execute(tx)
}

/** Counts one trait of the persons whom these cards belong to; what is not said any more goes. */
async function countAnew<T>(tx: Tx<T>, trait: ComputedTrait, { asking, due }: { asking: Asking; due: readonly number[] }): Promise<void> {
  await sql`
    insert into office.trait_value (customer_id, trait, version, number, said, n, first_at, last_at, computed_at)
    select f.person, ${trait.trait}, ${trait.version}, f.number, f.said, f.n, f.first_at, f.last_at, ${asking.now} from (${valuesStatement(trait, asking, { customers: due })}) f
    on conflict (customer_id, trait) do update set version = excluded.version, number = excluded.number, said = excluded.said, n = excluded.n,
      first_at = excluded.first_at, last_at = excluded.last_at, computed_at = excluded.computed_at`.execute(tx)
  await sql`
    delete from office.trait_value v where v.trait = ${trait.trait} and v.computed_at <> ${asking.now}
      and v.customer_id in (select unnest(${numberArray(due)}::bigint[]) union select d.person from fact.derived d where d.customer_id = any(${numberArray(due)}::bigint[]))`.execute(
    tx,
  )
}

const span = 20_000

/**
 * Compares all that is kept with what the copy for analysis says, and has those counted anew who differ; without a copy, everybody. Gives how many they are.
 */
export async function compareTraits<T>({ db, askingFor, analyst }: Keeping<T> & { analyst: Analyst | undefined }, now: Date): Promise<number> {
  const traits = [...(await computedTraits(db)).values()].filter(({ deleted }) => !deleted)
  if (traits.length === 0) return 0
  const asking = await askingFor(counted, now)
  let all = 0
  for (const trait of traits) {
    const differing = analyst && (await compareOne({ db, analyst }, trait, asking))
    if (differing === undefined) {
      await inTransaction(db, allAreDue)
      return all
    }
    all += differing
    await sql`update office.trait set compared_at = ${now}, differing = ${differing} where trait = ${trait.trait}`.execute(db)
  }
  return all
}

async function compareOne<T>(at: { db: Db<T>; analyst: Analyst }, trait: ComputedTrait, asking: Asking): Promise<number | undefined> {
  let differing = 0
  for (let above = 0; ; ) {
    const end = await endOf(at.db, above, span)
    const upTo = end ?? Number.MAX_SAFE_INTEGER
    const found = await valuesInCopy(at, trait, asking, { above, upTo })
    if (!found) return undefined
    differing += await putDownDiffering(at.db, trait, found, { above, upTo })
    if (end === undefined) return differing
    above = end
  }
}

function putDownDiffering<T>(db: Db<T>, { trait, version }: ComputedTrait, found: readonly Value[], range: { above: number; upTo: number }): Promise<number> {
  return plannedForValues(db, async (tx) => {
    const put = await sql`
      insert into office.trait_due (customer_id)
      select coalesce(f.person, v.customer_id) from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f (person bigint, number float8, said text, n int, last_at timestamptz)
        full join (select * from office.trait_value where trait = ${trait} and customer_id > ${range.above} and customer_id <= ${range.upTo}) v on v.customer_id = f.person
      where (f.person, f.number, f.said, f.n, f.last_at, ${version}::int) is distinct from (v.customer_id, v.number, v.said, v.n, date_trunc('milliseconds', v.last_at), v.version)
      on conflict do nothing`.execute(tx)
    return Number(put.numAffectedRows ?? 0n)
  })
}
