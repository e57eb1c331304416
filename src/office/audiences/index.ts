import { type Db, plannedForValues, sql } from '../../platform/db/index.ts'
import { compile } from './compile.ts'
import type { Rule } from './rule.ts'

export { type Rule, rule } from './rule.ts'
export type { AudienceTables } from './tables.ts'

/** How many persons the rule chooses, and how many of them could be written to by this purpose and channel, before pressure. */
export async function countAudience<T>(db: Db<T>, rule: Rule, today: Date): Promise<number> {
  const rows = await plannedForValues(db, (tx) =>
    sql<{ count: number }>`select count(*) as count from fact.derived p where p.person = p.customer_id and ${compile(rule, today)}`.execute(tx),
  )
  return rows.rows[0]?.count ?? 0
}

/** The persons the rule chooses, in the order of their ids, a thousand at a time: `after` is the last of the page before. */
export async function membersOf<T>(db: Db<T>, rule: Rule, page: { today: Date; after: number; limit: number }): Promise<number[]> {
  const rows = await plannedForValues(db, (tx) =>
    sql<{ customer_id: number }>`
    select p.customer_id from fact.derived p where p.person = p.customer_id and p.customer_id > ${page.after} and ${compile(rule, page.today)}
    order by p.customer_id limit ${page.limit}`.execute(tx),
  )
  return rows.rows.map((r) => r.customer_id)
}
