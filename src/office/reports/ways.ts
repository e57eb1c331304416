import { type Db, sql } from '../../platform/db/index.ts'
import { waysFound } from '../analyst/shapes.ts'
import type { InsightTables } from '../insight/index.ts'
import { share } from '../value/index.ts'
import { fewest } from './shapes.ts'
import { shownOf } from './withhold.ts'

type Group = { bought: number; left: number; people: number }

/**
 * How all of them come to a purchase, as the last run that ended well found it: of how many times, how long it takes, by which steps, what comes last before they
 * give up. Never of fewer than 20 people, nor so that they could be taken from a sum.
 */
export async function waysOfAll(db: Db<InsightTables>, titles: ReadonlyMap<string, { [language: string]: string }>) {
  const { rows } = await sql<{ ways: unknown; started_at: Date | null }>`
    select ways, started_at from office.model_run where state = 'done' and ways is not null order by run_id desc limit 1`.execute(db)
  const found = waysFound.safeParse(rows[0]?.ways)
  const known = found.data && found.data.people >= fewest ? found.data : undefined
  const [paths, lasts, questions] = [shown(known?.paths), shown(known?.last), shown(known?.questions)]
  return {
    computed_at: found.success ? (rows[0]?.started_at?.toISOString() ?? null) : null,
    totals: known ? { people: known.people, bought: known.bought, left: known.left, at_once: known.at_once, days: known.days, share: shareOf(known) } : null,
    paths: paths.map(({ steps, ...group }) => ({ steps: steps.split(','), ...counted(group) })),
    last: lasts.map(({ step, ...group }) => ({ step, ...counted(group) })),
    questions: questions.map(({ topic, ...group }) => ({ topic, title: titles.get(topic) ?? null, ...counted(group) })),
    withheld: (known?.paths.length ?? 0) + (known?.last.length ?? 0) + (known?.questions.length ?? 0) - paths.length - lasts.length - questions.length,
  }
}

/** Somebody may stand in several groups, so the largest hidden one counts. */
function shown<G extends Group>(groups: readonly G[] = []): G[] {
  const cells = groups.map((group, i) => ({ key: [String(i)], people: group.people, group }))
  return shownOf(cells, false).map(({ group }) => group)
}

const counted = ({ bought, left, people }: Group) => ({ bought, left, people, share: shareOf({ bought, left }) })

/** Of times that are over those that ended in a purchase; null under thirty. */
function shareOf({ bought, left }: Pick<Group, 'bought' | 'left'>) {
  const answer = share(bought, bought + left)
  return answer.said ? { value: answer.value.value, low: answer.value.low, high: answer.value.high } : null
}
