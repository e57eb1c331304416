import { type Db, sql } from '../../platform/db/index.ts'
import { classStands, type InsightTables } from '../insight/index.ts'
import { shownOf } from './withhold.ts'

export const flowDays = 30
type Class = InsightTables['office.value_class']['class']
type Move = { key: [Class, Class]; people: number; computed_at: Date }

/** How many stood in which class a month ago, and in which they stand now, of those who have one; never of fewer than 20. */
export async function classFlow(db: Db<InsightTables>, now: Date) {
  const monthAgo = new Date(now.getTime() - flowDays * 86_400_000)
  const { rows } = await sql<{ was: Class; is: Class; people: number; computed_at: Date }>`
    select case when v.changed_on >= ${monthAgo}::date and v.previous is not null then v.previous else v.class end as was, v.class as is, count(*)::int as people, max(v.computed_at) as computed_at
    from office.value_class v where ${classStands(sql`v.customer_id`)} group by 1, 2 order by 1, 2`.execute(db)
  const moves = rows.map(({ was, is, people, computed_at }): Move => ({ key: [was, is], people, computed_at }))
  const shown = shownOf(moves, true)
  const [latest] = moves.map(({ computed_at }) => computed_at.toISOString()).toSorted((a, b) => (a < b ? 1 : -1))
  return {
    computed_at: latest ?? null,
    days: flowDays,
    moves: shown.map(({ key: [from, to], people }) => ({ from, to, people })),
    withheld: moves.length - shown.length,
  }
}
