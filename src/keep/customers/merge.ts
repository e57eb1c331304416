import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import { rootsOf } from './person.ts'
import { newBatch } from './publish.ts'
import type { CustomerTables } from './tables.ts'

/** Whose pointer was moved, and where it leads or led: both as they stood under the locks. */
export type Moved = { from: number; into: number }

/**
 * Joins `from` and all that was merged into it to the root of `into`: pointers only, depth one; nothing else moves.
 * Both and their roots are locked in the order of their ids. Gives the two roots that were joined; undefined when they were one already.
 */
export async function mergeCustomers(
  tx: Tx<CustomerTables>,
  merge: { from: number; into: number; actor: Actor; why: string; now: Date },
): Promise<Moved | undefined> {
  const rows = await lockWithRoots(tx, [merge.from, merge.into])
  const from = rows.get(merge.from)
  const into = rows.get(merge.into)
  if (!from || !into) throw new AppError('not_found', 'One of the two is not a customer here.')
  const target = into.merged_into ?? into.customer_id
  const source = from.merged_into ?? from.customer_id
  if ([from, into, rows.get(target), rows.get(source)].some((r) => r?.status === 'erased'))
    throw new AppError('conflict', 'An erased customer cannot be merged.')
  if (target === source) return undefined
  const moved = await sql<{ customer_id: number }>`
    update keep.customer set merged_into = ${target} where customer_id = ${source} or merged_into = ${source} returning customer_id`.execute(tx)
  await sql`insert into keep.merge (customer_id, merged_into, at, by_kind, by_id, why)
    values (${source}, ${target}, ${merge.now}, ${merge.actor.kind}, ${merge.actor.id}, ${merge.why})
    on conflict (customer_id, at) do update set merged_into = excluded.merged_into, by_kind = excluded.by_kind, by_id = excluded.by_id, why = excluded.why,
      undone_at = null, undone_by = null, undone_why = null`.execute(tx)
  await pointFacts(tx, { person: target, ids: moved.rows.map((r) => r.customer_id), touched: [target], now: merge.now })
  return { from: source, into: target }
}

/** Takes the last merge of `customer` back: it stands for itself again, with what had been merged into it before. Gives whom it left. */
export async function unmergeCustomer(tx: Tx<CustomerTables>, undo: { customer: number; actor: Actor; why?: string; now: Date }): Promise<Moved> {
  const left = (await lockWithRoots(tx, [undo.customer])).get(undo.customer)?.merged_into
  const last = await sql<{ at: Date }>`
    select at from keep.merge where customer_id = ${undo.customer} and undone_at is null order by at desc limit 1 for update`.execute(tx)
  const merge = last.rows[0]
  if (!merge || !left) throw new AppError('conflict', 'This customer has not been merged into another.')
  // Those that came along with it: merged into it, or into one of them, and not taken back since.
  const along = await sql<{ customer_id: number }>`
    with recursive along as (
      select customer_id from keep.merge where merged_into = ${undo.customer} and undone_at is null
      union select m.customer_id from keep.merge m join along a on m.merged_into = a.customer_id where m.undone_at is null)
    select customer_id from along`.execute(tx)
  const others = along.rows.map((r) => r.customer_id)
  await sql`update keep.customer set merged_into = null where customer_id = ${undo.customer}`.execute(tx)
  await sql`update keep.customer set merged_into = ${undo.customer} where customer_id = any(${others}::bigint[])`.execute(tx)
  await sql`update keep.merge set undone_at = ${undo.now}, undone_by = ${undo.actor.id}, undone_why = ${undo.why ?? null} where customer_id = ${undo.customer} and at = ${merge.at}`.execute(
    tx,
  )
  await pointFacts(tx, { person: undo.customer, ids: [undo.customer, ...others], touched: [left], now: undo.now })
  return { from: undo.customer, into: left }
}

/** Where a merge stands among those into one customer. */
export type MergePlace = { at: Date; customer: number }
export type Joined = { customer: number; into: number; at: Date; by_kind: string; by_id: number; why: string }

/** The merges that hold among these ids of one person, the newest first. */
export async function mergesOf(db: Db<CustomerTables>, members: readonly number[], page: { after: MergePlace | undefined; limit: number }): Promise<Joined[]> {
  const { after } = page
  const rest = after ? sql`where (at, customer) < (${after.at}, ${after.customer})` : sql``
  const rows = await sql<Joined>`
    select * from (
      select distinct on (customer_id) customer_id as customer, merged_into as into, at, by_kind, by_id, why from keep.merge
      where customer_id = any(${[...members]}::bigint[]) and undone_at is null order by customer_id, at desc) m
    ${rest} order by at desc, customer desc limit ${page.limit}`.execute(db)
  return rows.rows
}

/** Whether this customer was ever merged and stands for itself again. */
export async function wasSeparated(db: Db<CustomerTables>, customer: number): Promise<boolean> {
  const rows = await sql`
    select from keep.customer c join keep.merge m using (customer_id)
    where c.customer_id = ${customer} and c.merged_into is null and m.undone_at is not null limit 1`.execute(db)
  return rows.rows.length > 0
}

type Locked = { customer_id: number; merged_into: number | null; status: string }

/** Locks customers and the roots they have now: a root that another merge moves meanwhile would make a chain of two. */
async function lockWithRoots(tx: Tx<CustomerTables>, customers: readonly number[]): Promise<Map<number, Locked>> {
  const wanted = new Set([...customers, ...(await rootsOf(tx, customers)).values()])
  for (;;) {
    const rows = await sql<Locked>`
      select customer_id, merged_into, status from keep.customer where customer_id = any(${[...wanted]}::bigint[]) order by customer_id for update`.execute(tx)
    const moved = rows.rows.flatMap((r) => (r.merged_into !== null && !wanted.has(r.merged_into) ? [r.merged_into] : []))
    if (moved.length === 0) return new Map(rows.rows.map((r) => [r.customer_id, r]))
    for (const root of moved) wanted.add(root)
  }
}

/** The facts of these ids are of this person now; said as a change, so that who follows the facts hears of all of them. */
async function pointFacts(tx: Tx<CustomerTables>, to: { person: number; ids: readonly number[]; touched: readonly number[]; now: Date }): Promise<void> {
  const batch = await newBatch(tx)
  await sql`update fact.derived set person = ${to.person}, batch = ${batch} where customer_id = any(${[...to.ids]}::bigint[])`.execute(tx)
  await sql`insert into fact.change (batch, at, what, customers) values (${batch}, ${to.now}, '{derived}', ${[...to.ids, ...to.touched]}::bigint[])`.execute(tx)
}
