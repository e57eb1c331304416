import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from '../access/actor.ts'
import type { CustomerTables } from './tables.ts'

/**
 * Joins `from` and all that was merged into it to the root of `into`: pointers only, depth one; nothing else moves.
 * Both are locked in the order of their ids. Joining what is joined already does nothing (gives false).
 */
export async function mergeCustomers(tx: Tx<CustomerTables>, merge: { from: number; into: number; actor: Actor; why: string; now: Date }): Promise<boolean> {
  const rows = await sql<{ customer_id: number; merged_into: number | null; status: string }>`
    select customer_id, merged_into, status from keep.customer where customer_id = any(${[merge.from, merge.into]}::bigint[]) order by customer_id for update`.execute(
    tx,
  )
  const from = rows.rows.find((r) => r.customer_id === merge.from)
  const into = rows.rows.find((r) => r.customer_id === merge.into)
  if (!from || !into) throw new AppError('not_found', 'One of the two is not a customer here.')
  if (from.status === 'erased' || into.status === 'erased') throw new AppError('conflict', 'An erased customer cannot be merged.')
  const target = into.merged_into ?? into.customer_id
  const source = from.merged_into ?? from.customer_id
  if (target === source) return false
  const moved = await sql<{ customer_id: number }>`
    update keep.customer set merged_into = ${target} where customer_id = ${source} or merged_into = ${source} returning customer_id`.execute(tx)
  const ids = moved.rows.map((r) => r.customer_id)
  await sql`insert into keep.merge (customer_id, merged_into, at, by_kind, by_id, why)
    values (${source}, ${target}, ${merge.now}, ${merge.actor.kind}, ${merge.actor.id}, ${merge.why})
    on conflict (customer_id, at) do update set merged_into = excluded.merged_into, undone_at = null`.execute(tx)
  await sql`update fact.derived set person = ${target} where customer_id = any(${ids}::bigint[])`.execute(tx)
  return true
}

/** Takes the last merge of `customer` back: it stands for itself again, with what had been merged into it before. */
export async function unmergeCustomer(tx: Tx<CustomerTables>, undo: { customer: number; actor: Actor; now: Date }): Promise<void> {
  const last = await sql<{ at: Date }>`
    select at from keep.merge where customer_id = ${undo.customer} and undone_at is null order by at desc limit 1 for update`.execute(tx)
  const merge = last.rows[0]
  if (!merge) throw new AppError('conflict', 'This customer has not been merged into another.')
  // Those that came along with it: merged into it before it was merged itself, and not taken back since.
  const along = await sql<{ customer_id: number }>`
    select distinct customer_id from keep.merge where merged_into = ${undo.customer} and undone_at is null and at <= ${merge.at}`.execute(tx)
  const others = along.rows.map((r) => r.customer_id)
  await sql`update keep.customer set merged_into = null where customer_id = ${undo.customer}`.execute(tx)
  await sql`update keep.customer set merged_into = ${undo.customer} where customer_id = any(${others}::bigint[])`.execute(tx)
  await sql`update keep.merge set undone_at = ${undo.now}, undone_by = ${undo.actor.id} where customer_id = ${undo.customer} and at = ${merge.at}`.execute(tx)
  await sql`update fact.derived set person = ${undo.customer} where customer_id = any(${[undo.customer, ...others]}::bigint[])`.execute(tx)
}
