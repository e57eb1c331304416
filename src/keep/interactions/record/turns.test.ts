import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '../../../platform/db/index.ts'
import { interactionOf, openStore, today } from '../testing.ts'
import { recordBatch } from './record.ts'
import { openTurns } from './turns.ts'

test('who wants what another turn holds is told when that turn ends, and holds nothing meanwhile', async () => {
  const turns = openTurns()
  const [first, second, third] = [turns.begin(), turns.begin(), turns.begin()]
  assert.equal(first.hold(['a', 'b']), undefined)
  const wait = second.hold(['c', 'b'])
  assert.ok(wait)
  assert.equal(third.hold(['c']), undefined)
  let ended = false
  void wait.then(() => {
    ended = true
  })
  await Promise.resolve()
  assert.equal(ended, false)
  first.end()
  await wait
  third.end()
  assert.equal(second.hold(['c', 'b']), undefined)
  second.end()
})

test('who looked while another turn made the same and ended looks again', async () => {
  const turns = openTurns()
  const [first, second, third] = [turns.begin(), turns.begin(), turns.begin()]
  assert.equal(first.hold(['a']), undefined)
  second.look()
  third.look()
  first.end()
  const again = second.hold(['a', 'b'])
  assert.ok(again, 'its look may have come before the other wrote')
  await again
  assert.equal(third.hold(['b']), undefined, 'what it wants nobody made')
  third.end()
  second.look()
  assert.equal(second.hold(['a', 'b']), undefined)
  second.end()
})

test('batches of one keep that bring the same people and events at a time lose no race in the database', async (t) => {
  const { db, deps } = await openStore(t)
  const events = () => Array.from({ length: 40 }, (_, n) => interactionOf({ id: `e-${n}`, customer: { identifiers: [{ kind: 'user', value: `u-${n % 5}` }] } }))
  const rolledBack = () =>
    sql<{ n: number }>`select xact_rollback as n from pg_stat_database where datname = current_database()`.execute(db).then((r) => r.rows[0]?.n)
  const before = await rolledBack()
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => recordBatch(deps, events(), { now: today, source: 'shop', trust: 'secret' })))
  assert.equal(outcomes.flat().filter((o) => o.status === 'recorded').length, 40)
  await sql`select pg_stat_force_next_flush()`.execute(db)
  assert.equal(await rolledBack(), before)
})
