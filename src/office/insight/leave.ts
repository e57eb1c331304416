import { type Db, sql } from '../../platform/db/index.ts'
import { mayBeAnalysed } from './said.ts'
import type { InsightTables } from './tables.ts'

/**
 * Takes away what was computed of whoever may not be analysed any more, and of persons who are joined since: what was said of one of two is said of nobody. From
 * the moment of an objection nobody is shown it; a minute later it is not there either. Gives how many rows went.
 */
export async function leaveInsight(db: Db<InsightTables>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with joined as (select i.customer_id, d.person from office.insight i join fact.derived d on d.customer_id = i.customer_id where d.person <> d.customer_id),
    gone as (
      delete from office.insight i
      where not ${mayBeAnalysed(sql`i.customer_id`)} or i.customer_id in (select customer_id from joined union all select person from joined)
        or not exists (select from fact.derived d where d.customer_id = i.customer_id and d.status = 'known')
      returning 1),
    classes as (
      delete from office.value_class c
      where not ${mayBeAnalysed(sql`c.customer_id`)} or not exists (select from fact.derived d where d.customer_id = c.customer_id and d.person = c.customer_id and d.status = 'known')
      returning 1),
    traits as (
      delete from office.trait_value v
      where not ${mayBeAnalysed(sql`v.customer_id`)} or not exists (select from fact.derived d where d.customer_id = v.customer_id and d.person = v.customer_id and d.status = 'known')
      returning 1)
    select (select count(*) from gone) + (select count(*) from classes) + (select count(*) from traits) as n`.execute(db)
  return rows[0]?.n ?? 0
}

/** Takes away questions in SQL that are older than a year, a piece; gives how many. */
export async function sweepQuestions<T>(db: Db<T>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select office.sweep_questions(10000) as n`.execute(db)
  return rows[0]?.n ?? 0
}
