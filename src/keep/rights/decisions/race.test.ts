import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../../../../test/until.ts'
import { openWings } from '../../../../test/wings.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { purposesNow } from '../../terms/index.ts'
import { heldStill } from '../cases/ask.ts'
import { quietGuess } from '../cases/effects.ts'
import { addDecision } from './add.ts'
import type { DecisionSaid } from './shapes.ts'

test('a guess that is called wrong while a decision is being written decides nothing: whoever says it first is heard', async (t) => {
  const wings = await openWings(t)
  const { deps } = wings.keep.rights
  const [vera = 0, nina = 0] = await wings.customers(2)
  const purpose = (await purposesNow(deps.db.$pickTables())).get('service')
  assert.ok(purpose)
  const by = { actor: { kind: 'api', id: 3, role: 'api' }, now: wings.clock.now() } as const
  const said = (number: string): DecisionSaid => ({
    number,
    purpose: 'service',
    kind: 'credit',
    outcome: 'unfavourable',
    made_by: 'program',
    what: 'Рассрочка на 30 000 ₽: отказ',
    reasons: ['По классу ценности.'],
    method: null,
    data: [
      { kind: 'guess', name: 'hours' },
      { kind: 'guess', name: 'staying' },
    ],
  })
  const decides = (person: number, number: string) => addDecision(deps, { person, said: said(number), purpose, context: 'lending', decidedAt: by.now }, by)

  // Her word is written and not yet committed when the decision, which has seen nothing of it, asks for her row.
  const go = Promise.withResolvers<undefined>()
  const begun = Promise.withResolvers<undefined>()
  const says = inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, vera)
    await quietGuess(tx, 'staying', { person: vera, members, by: by.actor, method: 'portal', now: by.now })
    begun.resolve(undefined)
    await go.promise
  })
  await begun.promise
  const deciding = decides(vera, 'D-1').then(
    () => 'recorded',
    (error: unknown) => error,
  )
  await until('the decision waits for her row', async () => {
    const { rows } = await sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(wings.keep.db)
    return rows.length > 0
  })
  go.resolve(undefined)
  await says
  const answer = await deciding
  assert.ok(answer instanceof AppError && answer.code === 'conflict' && /calls this guess wrong/.test(answer.message), String(answer))
  const kept = async (customer: number) => (await sql`select from keep.decision where customer_id = ${customer}`.execute(wings.keep.db)).rows.length
  assert.equal(await kept(vera), 0)

  await decides(nina, 'D-2')
  assert.equal(await kept(nina), 1, 'of whoever calls nothing wrong it is recorded')
  await inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, nina)
    await quietGuess(tx, 'prices', { person: nina, members, by: by.actor, method: 'portal', now: by.now })
  })
  await decides(nina, 'D-3')
  assert.equal(await kept(nina), 2, 'a guess that it did not use is no matter')
})
