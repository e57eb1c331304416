import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings } from '../../../test/wings.ts'
import { sql } from '../../platform/db/index.ts'
import { makeApiKey, openCustomerSession } from '../access/index.ts'

test('the office adds its own acts to the audit, under the name of whoever asks', async (t) => {
  const wings = await openWings(t)
  const { access } = wings.keep
  const now = wings.clock.now()
  const made = await makeApiKey(access, { kind: 'secret', title: 'crm', source: 'crm', scopes: ['read'], purposes: [] }, { staff: 1, now })
  const rows = async () =>
    (
      await sql<{ act: string; by_kind: string; by_id: number; facts: object }>`select act, by_kind, by_id, facts from keep.audit order by audit_id`.execute(
        wings.keep.db,
      )
    ).rows
  const { door } = wings.office
  const as = { key: made.secret }

  await t.test('no: an act of the keep, a text for a fact, more than a hundred, none at all', async () => {
    const act = 'bulk.run' as const
    const wrong: unknown[] = [[{ act: 'staff.dismissed' }], [{ act, facts: { 'Who?': 1 } }], Array.from({ length: 101 }, () => ({ act })), []]
    for (const acts of wrong) await assert.rejects(door.ask(as, 'noted', JSON.parse(JSON.stringify({ acts }))), { code: 'bad_input' })
    assert.deepEqual(await rows(), [])
  })
  await t.test('no: a customer', async () => {
    const [ann = 0] = await wings.customers(1)
    const { token } = await openCustomerSession(access, { customer: ann, device: 'other' }, now)
    await assert.rejects(door.ask({ session: token }, 'noted', { acts: [{ act: 'bulk.run' }] }), { code: 'forbidden' })
  })
  await t.test('yes, and a name among the facts is left out', async () => {
    await door.ask(as, 'noted', { acts: [{ act: 'bulk.run', facts: { deed: 'tag', customers: 1200, whom: 'Анна Белова' } }] })
    assert.deepEqual(await rows(), [{ act: 'bulk.run', by_kind: 'api', by_id: made.key.id, facts: { deed: 'tag', customers: 1200 } }])
  })
})
