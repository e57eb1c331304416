import { numberArray, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import type { TermsTables } from './tables.ts'

// The one row per person under which everything about contacting that person is decided and changed. Rows are always
// locked in the order of their ids, so two batches that share people wait for each other and never in a circle.

/**
 * Locks the rows of these customers' persons until the transaction ends, making those that are missing. Gives the persons
 * that are locked now; read anything about them only after this, in statements of its own.
 */
export async function lockPersons(tx: Tx<TermsTables>, customers: readonly number[]): Promise<ReadonlySet<number>> {
  const locked = await lockThose(tx, customers)
  if (locked.whole) return locked.persons
  await sql`
    insert into keep.person_state (customer_id)
    select person from (select distinct coalesce(merged_into, customer_id) as person from keep.customer where customer_id = any(${numberArray(customers)}::bigint[])) roots
    order by person on conflict do nothing`.execute(tx)
  return (await lockThose(tx, customers)).persons
}

async function lockThose(tx: Tx<TermsTables>, customers: readonly number[]): Promise<{ persons: ReadonlySet<number>; whole: boolean }> {
  const { rows } = await sql<{ person: number; roots: number }>`
    with roots as materialized (
      select array_agg(distinct coalesce(merged_into, customer_id)) as persons from keep.customer where customer_id = any(${numberArray(customers)}::bigint[]))
    select s.customer_id as person, (select cardinality(persons) from roots) as roots
    from keep.person_state s where s.customer_id = any((select persons from roots)::bigint[])
    order by s.customer_id for update of s`.execute(tx)
  return { persons: new Set(rows.map((r) => r.person)), whole: rows.length > 0 && rows.length === rows[0]?.roots }
}

/** The statement that writes the packed contacts of persons whose rows this transaction has locked. */
export function recentKept(recent: ReadonlyMap<number, readonly number[]>): RawBuilder<unknown> {
  return sql`
    update keep.person_state s set recent = n.recent::bigint[]
    from unnest(${numberArray([...recent.keys()])}::bigint[], string_to_array(${[...recent.values()].map(numberArray).join(';')}, ';')) as n(person, recent)
    where s.customer_id = n.person`
}
