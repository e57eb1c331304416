import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../../test/store.ts'
import { openDb, sql } from '../../platform/db/index.ts'
import type { WaysFound } from '../analyst/shapes.ts'
import type { InsightTables } from '../insight/index.ts'
import { readWays } from './contract.ts'
import { waysOfAll } from './ways.ts'

const found: WaysFound = {
  people: 140,
  bought: 300,
  left: 100,
  at_once: 41,
  days: { quarter: 0.4, half: 2, three_quarters: 5.5 },
  paths: [
    { steps: 'look,basket', bought: 200, left: 20, people: 90 },
    { steps: 'look,ask', bought: 70, left: 70, people: 60 },
    { steps: 'ask', bought: 21, left: 4, people: 20 },
    { steps: 'talk,look', bought: 9, left: 6, people: 19 },
  ],
  last: [
    { step: 'basket', bought: 210, left: 20, people: 95 },
    { step: 'ask', bought: 90, left: 80, people: 80 },
  ],
  questions: [
    { topic: 'delivery', bought: 10, left: 60, people: 40 },
    { topic: 'chinese_art', bought: 14, left: 6, people: 20 },
  ],
}

test('ways of all are those of the last good run, of nobody who could be told apart', async (t) => {
  const store = await testStore(t)
  const db = openDb<InsightTables>({ url: store.url.office, max: 2 })
  t.after(() => db.destroy())
  const titles = new Map([['chinese_art', { en: 'Art of China', ru: 'Искусство Китая' }]])
  const keep = (run: number, state: string, ways: unknown) =>
    sql`insert into office.model_run (run_id, asked_at, state, started_at, ended_at, ways) values (${run}, '2026-11-20T00:00Z', ${state}, '2026-11-20T00:00:01Z', '2026-11-20T00:01Z', ${JSON.stringify(ways)}::jsonb)`.execute(
      db,
    )
  const asked = async () => readWays.output.parse(await waysOfAll(db, titles))
  assert.deepEqual(await asked(), { computed_at: null, totals: null, paths: [], last: [], questions: [], withheld: 0 })

  await keep(1, 'done', { ...found, people: 19 })
  const few = await asked()
  assert.deepEqual([few.computed_at, few.totals, few.paths], ['2026-11-20T00:00:01.000Z', null, []], 'of nineteen nothing')

  await keep(2, 'done', found)
  await keep(3, 'failed', { ...found, bought: 1 })
  const { totals, paths, last, questions, withheld } = await asked()
  assert.deepEqual([totals?.people, totals?.bought, totals?.at_once, totals?.days?.half], [140, 300, 41, 2])
  assert.ok(totals?.share && totals.share.value === 0.75 && totals.share.low < 0.75 && totals.share.high > 0.75)
  assert.deepEqual(
    paths.map(({ steps, share }) => [steps.join(), share === null]),
    [
      ['look,basket', false],
      ['look,ask', false],
    ],
    'nineteen people are too few, and they could be told from the sum but for the smallest that is left',
  )
  assert.deepEqual([last.length, withheld], [2, 2])
  assert.deepEqual(
    questions.map(({ title, share }) => [title, share]).at(1),
    [{ en: 'Art of China', ru: 'Искусство Китая' }, null],
    'by the name of the topic; no share of twenty times',
  )
})
