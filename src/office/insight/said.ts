import { type RawBuilder, sql } from 'kysely'
import type { Guess } from '../../keep/rights/shapes.ts'

// What people say about being counted, as the keep publishes it. It stands beside what is computed, so computing anew takes none of it away.

/** Of the person `person` (an expression): they let themselves be counted and compared. */
export const mayBeAnalysed = (person: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`not exists (select 1 from fact.objection o where o.customer_id = ${person} and o.purpose = 'analysis')`

/** This guess about them decides something: they let it, and do not call it wrong. */
export const guessStands = (person: RawBuilder<unknown>, guess: Guess): RawBuilder<boolean> =>
  sql<boolean>`(${mayBeAnalysed(person)} and not exists (select 1 from fact.contest x where x.customer_id = ${person} and x.about = ${guess}))`

/** Their value class decides something: they let it, and do not call it wrong. */
export const classStands = (person: RawBuilder<unknown>): RawBuilder<boolean> => guessStands(person, 'value_class')
