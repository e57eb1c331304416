import { type Db, sql } from '../../platform/db/index.ts'
import type { NeedFactTables } from './tables.ts'

// What is looked for, counted from facts that lead to nobody.

const weeks = 26
/** Fewer are not told apart from those of no topic. */
const least = 5

type Words = { [language: string]: string }

export async function figures(db: Db<NeedFactTables>, titles: ReadonlyMap<string, Words>, now: Date) {
  const [states, topics] = await Promise.all([
    sql<{
      state: string
      count: number
    }>`select state, count(*)::int as count from fact.need where state in ('open', 'answered', 'accepted') group by state`.execute(db),
    sql<{ topic: string | null; count: number; accepted: number }>`
      select topic, count(*)::int as count, count(*) filter (where state = 'accepted')::int as accepted from fact.need
      where week > ${new Date(now.getTime() - weeks * 7 * 86_400_000)}::timestamptz and kind <> 'worry' group by topic order by 2 desc, 1 nulls last limit 50`.execute(
      db,
    ),
  ])
  const counted = new Map(states.rows.map((row) => [row.state, row.count]))
  const told = topics.rows.filter((row) => row.topic !== null && row.count >= least)
  const rest = topics.rows.filter((row) => !told.includes(row))
  const others = { topic: null, count: sum(rest, 'count'), accepted: sum(rest, 'accepted') }
  return {
    open: counted.get('open') ?? 0,
    answered: counted.get('answered') ?? 0,
    accepted: counted.get('accepted') ?? 0,
    topics: [
      ...told.map(({ topic, count, accepted }) => ({
        topic: topic === null ? null : { code: topic, title: titles.get(topic) ?? { en: topic, ru: topic } },
        count,
        accepted,
      })),
      ...(others.count > 0 ? [others] : []),
    ],
  }
}

const sum = (rows: readonly { count: number; accepted: number }[], of: 'count' | 'accepted') => rows.reduce((all, row) => all + row[of], 0)
