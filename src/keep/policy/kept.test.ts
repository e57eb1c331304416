import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consentingHome, settle, staff } from '../../../test/consenting.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { decideMany } from '../gate/index.ts'
import { purposesNow } from '../terms/index.ts'
import { policyAt } from './body.ts'
import { policySaid } from './contract.ts'
import { lastTrial, makeDraft, trySoon } from './drafts.ts'
import { runTrial } from './shadow.ts'
import { switchOn, versionsOf } from './switchOn.ts'

const now = new Date('2026-11-23T12:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
// Anna came two years ago, Ben lately; Olga’s old card was joined to one from this year; Ivan came four years ago.
const [anna, ben, olga, olgaOld, ivan] = [1, 2, 3, 4, 5]

test('how long data is kept is a draft’s to change: what would be over at once is said before, and switching on deletes nothing', async (t) => {
  const home = await consentingHome(t, new Date('2020-01-01T12:00:00Z'))
  const { db } = home
  const came = (id: number, on: string, more: object = {}) =>
    settle(home, { id, name: 'N', surname: 'S', email: `n${id}@mail.example`, ...more }, new Date(`${on}T12:00:00Z`))
  await came(anna, '2024-11-01')
  await came(ben, '2026-10-01')
  await came(olga, '2026-02-01')
  await came(olgaOld, '2024-11-01', { mergedInto: olga })
  await came(ivan, '2022-03-01')
  const before = await policyAt(db.$pickTables(), now)
  assert.deepEqual([before.kept?.['service'], before.kept?.['analysis']], ['relationship|P3Y', 'relationship|P2Y'])
  const tried = async (id: number, kept: Record<string, string>) => {
    const body = policySaid.parse({ ...before, kept })
    await inTransaction(db, (tx) => makeDraft(tx.$pickTables(), { id, title: 'Shorter', body }, { staff: 7, now }))
    await inTransaction(db, (tx) => trySoon(tx.$pickTables(), { id, trial: id + 1, days: 30 }, { staff: 7, now }))
    await runTrial({ ...home, db: db.$pickTables() }, id + 1, now)
    return (await lastTrial(db.$pickTables(), id))?.more?.map(({ what, of, before, after, count, data }) => [what, of, before, after, count, data])
  }
  const on = (id: number, at: Date) => inTransaction(db, (tx) => switchOn(tx.$pickTables(), { id, revision: 1 }, { actor: staff('privacy', 8), now: at }))
  const served = async (at: Date) => {
    const asks = [anna, ben, olga, ivan].map((customer) => ({ customer, purpose: 'service', categories: ['contact'] as const, fields: ['name'] }))
    return (await decideMany(db.$pickTables(), asks, at)).map((one) => (one.decision === 'allow' ? 'allow' : one.reason))
  }
  const held = async () =>
    (await sql<{ n: string }>`select (select count(*) from keep.vault) || ' ' || (select count(*) from keep.customer) as n`.execute(db)).rows[0]?.n

  assert.throws(() => policySaid.parse({ ...before, kept: { service: 'three years' } }), /must be like relationship/)
  assert.deepEqual(await tried(900, before.kept ?? {}), [], 'what is as it was changes nothing')
  assert.deepEqual(await tried(910, { nothing: 'P1Y' }), [], 'nor does what is no purpose')
  const data = 2
  assert.deepEqual(await tried(920, { service: 'relationship|P1Y' }), [['kept', 'service', 'kept', 'over', 1, data]], 'Anna; of joined cards the latest counts')
  const year = { service: 'relationship|P1Y', analysis: 'relationship|P1Y', own_view: 'relationship|P1Y', accounting: 'P1Y', security: 'P1Y' }
  const everything = await tried(940, year)
  assert.deepEqual(
    everything?.filter(([, of]) => of === null),
    [['kept', null, 'kept', 'over', 2, 2 * data]],
    'Anna and Ivan would be asked to be erased',
  )
  const all = await held()
  assert.deepEqual(await served(later(1)), ['allow', 'allow', 'allow', 'kept_no_longer'])
  await on(920, later(1))
  assert.deepEqual(await served(later(2)), ['kept_no_longer', 'allow', 'allow', 'kept_no_longer'], 'as it was said')
  assert.equal(await held(), all, 'nothing is deleted')
  const [last] = await versionsOf(db.$pickTables(), { below: undefined, limit: 1 })
  assert.deepEqual(
    last?.changes.map(({ what, code }) => [what, code]),
    [['purpose', 'service']],
  )
  const purpose = (await purposesNow(db.$pickTables())).get('service')
  assert.deepEqual([purpose?.retention, purpose?.version], ['relationship|P1Y', 2], 'the purpose itself says it: nowhere else does')
  assert.deepEqual(await tried(930, { service: 'relationship|P3Y' }), [['kept', 'service', 'over', 'kept', 1, data]], 'and back')
})
