import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openWings } from '../../../test/wings.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { makeApiKey } from '../access/index.ts'
import { holdStill } from './changing.ts'

test('who is restricted between the decision and the change is not changed, and nobody makes a text for nobody', async (t) => {
  const wings = await openWings(t)
  const { db } = wings.keep
  const made = await makeApiKey(
    wings.keep.access,
    { kind: 'secret', title: 'crm', source: 'crm', scopes: ['read', 'change'], purposes: [] },
    { staff: 1, now: wings.clock.now() },
  )
  const as = { key: made.secret }
  const [ann = 0, ben = 0] = await wings.customers(2)
  const written = async () =>
    (
      await sql<{ n: number }>`select (select count(*) from keep.vault where customer_id = ${ann} and field = 'about')
      + (select count(*) from keep.identifier where customer_id = ${ann} and source = 'api')
      + (select count(*) from keep.content where customer_id = ${ann} and kind = 'task') + (select count(*) from keep.relation) as n`.execute(db)
    ).rows[0]?.n
  const before = await written()

  const deeds = () => [
    wings.office.door.ask(as, 'write', { fields: [{ customer: ann, field: 'about', value: 'x' }], texts: [] }),
    wings.office.door.ask(as, 'write', { fields: [], texts: [{ customer: ann, kind: 'task', id: 5, text: 'x' }] }),
    wings.office.door.ask(as, 'addIdentifier', { customer: ann, kind: 'email', value: 'new@example.org' }),
    wings.office.door.ask(as, 'relate', { customer: ann, other: ben, kind: 'family', title: null }),
  ]
  const waiting = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(db))
      .rows[0]?.n
  const { all } = await inTransaction(db, async (tx) => {
    await sql`update keep.customer set status = 'restricted' where customer_id = ${ann}`.execute(tx)
    const all = Promise.allSettled(deeds())
    for (let waited = 0; (await waiting()) !== 4; waited += 50) {
      assert.ok(waited < 30_000, 'all four were decided and wait for the row')
      await sleep(50)
    }
    return { all }
  })
  for (const one of await all) assert.match(String(one.status === 'rejected' && one.reason), /restricted/)
  assert.equal(await written(), before)
  await assert.rejects(wings.office.door.ask(as, 'write', { fields: [], texts: [{ customer: 987_654, kind: 'task', id: 5, text: 'x' }] }), {
    code: 'not_found',
  })
})

test('tags, units and owners cost nothing of an open budget; work, whose words are opened with the answer, does', async (t) => {
  const wings = await openWings(t)
  const { access, db } = wings.keep
  const now = wings.clock.now()
  const made = await makeApiKey(access, { kind: 'secret', title: 'crm', source: 'crm', scopes: ['read', 'change'], purposes: [] }, { staff: 1, now })
  const [ann = 0, ben = 0] = await wings.customers(2)
  const touch = (fields: ('tags' | 'task' | 'case')[]) => wings.office.door.ask({ key: made.secret }, 'touch', { customers: [ann, ben], fields })
  const spent = async () => (await sql<{ n: number }>`select coalesce(sum(persons), 0)::int as n from keep.opened_minute`.execute(db)).rows[0]?.n
  const receipts = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from keep.receipt where customer_id in (${ann}, ${ben})`.execute(db)).rows[0]?.n ?? 0
  const before = await receipts()
  await touch(['tags'])
  await wings.office.door.ask({ key: made.secret }, 'setOwner', { customers: [ann, ben], staff: null })
  await wings.office.door.ask({ key: made.secret }, 'setUnits', { customers: [ann, ben], units: [] })
  assert.deepEqual([await spent(), (await receipts()) - before], [0, 6], 'each leaves its receipt')
  await touch(['task'])
  assert.equal(await spent(), 2)
  await sql`update keep.opened_minute set persons = 300`.execute(db)
  await sql`delete from keep.opened`.execute(db)
  await touch(['tags'])
  wings.clock.advance(1000)
  const [, , eva = 0] = await wings.customers(3)
  await assert.rejects(wings.office.door.ask({ key: made.secret }, 'touch', { customers: [eva], fields: ['case'] }), { code: 'too_many' })
})

test('whoever changes one customer goes through no others', async (t) => {
  const wings = await openWings(t)
  const { db } = wings.keep
  const [ann = 0] = await wings.customers(1)
  await sql`insert into keep.customer (customer_id, status, created_at) select 5000000 + n, 'known', now() from generate_series(1, 5000) n`.execute(db)
  const gone = await inTransaction(db, async (tx) => {
    await holdStill(tx.$pickTables(), [ann])
    return (await sql<{ n: number }>`select seq_tup_read::int as n from pg_stat_xact_user_tables where relid = 'keep.customer'::regclass`.execute(tx)).rows[0]
      ?.n
  })
  assert.equal(gone, 0)
})
