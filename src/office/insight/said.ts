import { type RawBuilder, sql } from 'kysely'

// What people say about being counted, as the keep publishes it. It stands beside what is computed, so computing anew takes none of it away.

/** Of the person `person` (an expression): they let themselves be counted and compared. */
export const mayBeAnalysed = (person: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`not exists (select 1 from fact.objection o where o.customer_id = ${person} and o.purpose = 'analysis')`

/** Their value class decides something: they let it, and do not call it wrong. */
export const classStands = (person: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${mayBeAnalysed(person)} and not exists (select 1 from fact.contest x where x.customer_id = ${person} and x.about = 'value_class'))`
