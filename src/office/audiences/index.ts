import { type Db, plannedForValues, sql } from '../../platform/db/index.ts'
import type { Asking } from './asking.ts'
import { asksShapes } from './check.ts'
import { compile } from './compile.ts'
import type { Rule } from './rule.ts'

export { type Asking, askingFor, isKeptFor } from './asking.ts'
export { askable, type Closed, checkRule, closedIn, columnsOf } from './check.ts'
export { type Rule, rule } from './rule.ts'
export type { AudienceTables } from './tables.ts'

/** How many persons the rule chooses, before pressure. */
export async function countAudience<T>(db: Db<T>, rule: Rule, asking: Asking): Promise<number> {
  const rows = await plannedForValues(db, (tx) =>
    sql<{ count: number }>`select count(*) as count from fact.derived p where p.person = p.customer_id and ${compile(rule, asking)}`.execute(tx),
  )
  return rows.rows[0]?.count ?? 0
}

/** Why somebody who would fit is not chosen: a part of the rule is kept for other purposes, or they did not let this one be. */
export type NotChosen = { reason: 'shape_not_covered' | 'leave_missing'; count: number }

/** Whom the rule would choose, were everything it asks kept for what the audience is for and let by everybody; as counts only. */
export async function notChosen<T>(db: Db<T>, rule: Rule, asking: Asking, chosen: number): Promise<NotChosen[]> {
  if (!asksShapes(rule)) return []
  const kept = await countAudience(db, rule, { ...asking, asksClosed: true })
  const all = asking.asksLeave ? await countAudience(db, rule, { ...asking, asksClosed: true, asksLeave: false }) : kept
  const counts: NotChosen[] = [
    { reason: 'shape_not_covered', count: kept - chosen },
    { reason: 'leave_missing', count: all - kept },
  ]
  return counts.filter(({ count }) => count > 0)
}

/** The persons the rule chooses, in the order of their ids, a thousand at a time: `after` is the last of the page before. */
export async function membersOf<T>(db: Db<T>, rule: Rule, asking: Asking, page: { after: number; limit: number }): Promise<number[]> {
  const rows = await plannedForValues(db, (tx) =>
    sql<{ customer_id: number }>`
    select p.customer_id from fact.derived p where p.person = p.customer_id and p.customer_id > ${page.after} and ${compile(rule, asking)}
    order by p.customer_id limit ${page.limit}`.execute(tx),
  )
  return rows.rows.map((r) => r.customer_id)
}
