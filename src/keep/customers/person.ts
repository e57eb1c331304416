import { type Db, sql } from '../../platform/db/index.ts'
import type { CustomerTables } from './tables.ts'

type Reader = Db<CustomerTables>

/** The root of each customer: where the merge pointer leads, else itself. Unknown ids are absent. */
export async function rootsOf(db: Reader, customers: readonly number[]): Promise<Map<number, number>> {
  const rows = await sql<{ customer_id: number; root: number }>`
    select customer_id, coalesce(merged_into, customer_id) as root from keep.customer where customer_id = any(${[...customers]}::bigint[])`.execute(db)
  return new Map(rows.rows.map((r) => [r.customer_id, r.root]))
}

/** All ids of each person: the root first, then what was merged into it. Keyed by the ids asked for. */
export async function groupsOf(db: Reader, customers: readonly number[]): Promise<Map<number, number[]>> {
  const roots = await rootsOf(db, customers)
  const distinct = [...new Set(roots.values())]
  const merged = await sql<{ customer_id: number; merged_into: number }>`
    select customer_id, merged_into from keep.customer where merged_into = any(${distinct}::bigint[])`.execute(db)
  const members = new Map(distinct.map((root) => [root, [root]]))
  for (const row of merged.rows) members.get(row.merged_into)?.push(row.customer_id)
  return new Map([...roots].map(([asked, root]) => [asked, members.get(root) ?? [root]]))
}
