import { type Db, sql } from '../../platform/db/index.ts'
import { share } from '../value/index.ts'
import { type Settled, settledShape } from './runs/classes.ts'
import type { ModelRun } from './runs/register.ts'
import type { InsightTables } from './tables.ts'

type Within = { value: number; low: number; high: number }
const classes = ['none', 'first', 'second', 'third'] as const
const runsBefore = 10

/** Who moved between the classes in this run, and whether more fell out of the first than in the runs before it. */
export async function migrationOf(db: Db<InsightTables>, run: ModelRun | undefined) {
  const settled = settledShape.safeParse(run?.classes)
  const counts = settled.data?.counts ?? classes.map(() => classes.map(() => 0))
  const of = (row: readonly number[] | undefined) => row?.reduce((a, b) => a + b, 0) ?? 0
  const shares = counts.map((row) => row.map((count) => within(count, of(row))))
  const first = fallen(counts)
  const usual = run ? await usualShare(db, run.run_id) : null
  const said = within(first.fell, first.of)
  return {
    at: run?.started_at ?? null,
    classes: [...classes],
    counts,
    shares,
    alarm: { ...first, share: said, usual, unusual: said !== null && usual !== null && said.low > usual },
  }
}

/** Out of the first class into the second or third: who is of none any more was not counted, or left. */
function fallen(counts: Settled['counts']): { of: number; fell: number } {
  const [, stayed = 0, second = 0, third = 0] = counts[1] ?? []
  return { of: stayed + second + third, fell: second + third }
}

function within(count: number, n: number): Within | null {
  const answer = share(count, n)
  return answer.said ? { value: answer.value.value, low: answer.value.low, high: answer.value.high } : null
}

async function usualShare(db: Db<InsightTables>, run: number): Promise<number | null> {
  const { rows } = await sql<{ classes: unknown }>`
    select classes from office.model_run where state = 'done' and run_id < ${run} order by run_id desc limit ${runsBefore}`.execute(db)
  let [of, fell] = [0, 0]
  for (const { classes: one } of rows) {
    const read = settledShape.safeParse(one)
    if (!read.success) continue
    const before = fallen(read.data.counts)
    of += before.of
    fell += before.fell
  }
  return of === 0 ? null : fell / of
}
