import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings } from '../../../test/wings.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { lockPersons, purposesNow, reachAnew, registerPurpose } from '../terms/index.ts'
import { hearGpc } from './routes.ts'
import { takeBackGpc } from './store.ts'

// The office and the analyst count by what is published: whoever lets data be used for less stands there as one who said no.

test('who agreed to less than analysis needs is published as objecting, whichever of both came first, and no longer when it needs less', async (t) => {
  const wings = await openWings(t)
  const { db } = wings.keep
  const [vera = 0, nina = 0] = await wings.customers(2)
  const needing = async (needs: readonly ('tracking' | 'analytics')[]) => {
    const before = (await purposesNow(db.$pickTables())).get('analysis')
    assert.ok(before)
    const checks = [...new Set([...before.checks, 'agreement' as const])]
    const at = { actor: { kind: 'staff', id: 1, role: 'privacy' } as const, now: wings.clock.now() }
    await inTransaction(db, (tx) => registerPurpose(tx.$pickTables(), { ...before, checks, needs: [...needs] }, at))
    await reachAnew(db.$pickTables(), 'analysis', wings.clock.now())
  }
  const says = (customer: number, gpc: string) =>
    hearGpc({ db: db.$pickTables(), clock: wings.clock }, new Request('http://x', { headers: { 'sec-gpc': gpc } }), { customer, message: undefined })
  const published = async () =>
    (await sql<{ customer_id: number }>`select customer_id from fact.objection where purpose = 'analysis' order by 1`.execute(wings.office.db)).rows.map(
      (row) => row.customer_id,
    )

  await says(vera, '1')
  assert.deepEqual(await published(), [], 'analysis needs nothing that the signal refuses')
  await needing(['tracking'])
  assert.deepEqual(await published(), [vera])
  await says(nina, '0')
  assert.deepEqual(await published(), [vera], 'only 1 says anything')
  await says(nina, '1')
  assert.deepEqual(
    await published(),
    [vera, nina].toSorted((a, b) => a - b),
    'at once',
  )
  await needing(['analytics'])
  assert.deepEqual(await published(), [], 'what the signal leaves')
  await needing(['tracking'])
  await inTransaction(db, async (tx) => {
    await lockPersons(tx.$pickTables(), [vera])
    assert.equal(await takeBackGpc(tx.$pickTables(), { members: [vera], now: wings.clock.now() }), true)
  })
  await reachAnew(db.$pickTables(), 'analysis', wings.clock.now())
  assert.deepEqual(await published(), [nina])
})
