import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import { inTransaction, sql } from '../../src/platform/db/index.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { startProduct } from '../product.ts'
import { ask, doorOf, insideKeep, secretOf } from './inside.ts'
import { keyOf, recordPeople } from './people.ts'

// Looks are answered together with those of others, and two cards are shown side by side: neither may show more, or fail
// more, than one look at one card.

test('looks of the same moment', async (t) => {
  const now = new Date()
  const product = await startProduct(t)
  const admin = await product.setUp()
  const key = await keyOf(admin, 'secret', 'shop', ['record', 'read'])
  const [first = '', second = ''] = await recordPeople(admin, key, [
    { user: 'u1', email: 'one@together.example', fields: { surname: 'Первая', name: 'Анна' } },
    { user: 'u2', email: 'two@together.example', fields: { surname: 'Вторая', name: 'Вера' } },
  ])
  const ids = opaque(secretOf(product, 'ids'))
  const [ann, ben] = [ids.read('customer', first) ?? -1, ids.read('customer', second) ?? -1]
  const door = doorOf(product)
  const keep = await insideKeep(t, product, now)
  const asAdmin = { session: admin.cookies.get('rapport_session') ?? '' }
  const reason = { kind: 'card' }

  await t.test('nobody’s unreadable purpose breaks the looks of others', async () => {
    const field = async () => admin.api('GET', `/v1/customers/${first}/fields/x_%00/history`)
    const fields = Promise.all(Array.from({ length: 20 }, field))
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => admin.api('GET', `/v1/customers/${first}/card${n % 2 === 1 ? '?purpose=service%00' : ''}`, undefined, { key })),
    )
    const said = (which: number) => answers.flatMap((a, n) => (n % 2 === which ? [a.status] : []))
    assert.deepEqual(new Set(said(0)), new Set([200]), 'those who asked rightly')
    assert.deepEqual(new Set(said(1)), new Set([400]), 'those who did not')
    assert.deepEqual(new Set((await fields).map((a) => a.status)), new Set([400]), 'a field that cannot be')
    await product.healthy(1000)
  })

  await t.test('a comparison shows no field that is kept for something else', async () => {
    const title = { en: 'Skin type', ru: 'Тип кожи' }
    const declared = await admin.api('POST', '/v1/fields', { code: 'x_skin', type: 'text', title, codes: null, searched: false, purposes: ['marketing'] })
    assert.equal(declared.status, 200, declared.text)
    assert.ok((await ask(door, asAdmin, 'write', { fields: [{ customer: ann, field: 'x_skin', value: 'очень сухая' }], texts: [] })).output)
    const card = JSON.stringify((await ask(door, asAdmin, 'card', { customer: ann, purpose: 'service', reason })).output)
    assert.match(card, /field_not_covered/)
    assert.ok(!card.includes('сухая'))
    const compared = JSON.stringify((await ask(door, asAdmin, 'compare', { from: ann, into: ben })).output)
    assert.match(compared, /Первая/)
    assert.ok(!compared.includes('сухая'), compared)
  })

  await t.test('a customer’s session opens no note of the house', async () => {
    const task = await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Сейф: код 4711' })
    assert.ok(task.status < 300, task.text)
    const [row] = (await sql<{ id: number }>`select id from keep.content where customer_id = 0`.execute(keep.db)).rows
    const items = [{ kind: 'task', customer: 0, id: row?.id ?? -1 }]
    assert.match(JSON.stringify((await ask(door, asAdmin, 'texts', { customer: 0, purpose: 'service', reason, items })).output), /4711/)
    const { token } = await openCustomerSession(keep, { customer: ann, device: 'test' }, now)
    const made = await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'ads', source: 'ads', scopes: ['read'], purposes: ['marketing'] })
    const ads = z.object({ secret: z.string() }).parse(made.body).secret
    for (const as of [{ session: token }, { key: ads }]) {
      for (const purpose of ['own_view', 'service', 'marketing']) {
        const said = JSON.stringify(await ask(door, as, 'texts', { customer: 0, purpose, reason, items }))
        assert.ok(!said.includes('4711'), `${purpose}: ${said}`)
      }
    }
  })

  await t.test('a comparison shows nothing of whom one may not look at', async () => {
    await sql`update keep.customer set status = 'restricted', language = 'hy' where customer_id = ${ben}`.execute(keep.db)
    const output = z
      .object({
        into: z.object({ language: z.unknown(), members: z.unknown(), identifiers: z.array(z.unknown()) }),
        fields: z.array(z.unknown()),
        reach: z.array(z.unknown()),
      })
      .parse((await ask(door, asAdmin, 'compare', { from: ann, into: ben })).output)
    assert.deepEqual(output.into.language, null)
    assert.deepEqual([output.into.identifiers, output.fields, output.reach], [[], [], []])
    const refusals = await sql<{ n: number }>`
      select count(*)::int as n from keep.receipt r join keep.receipt_codes c using (codes_id) where r.customer_id = ${ben} and c.decision = 'deny'`.execute(
      keep.db,
    )
    assert.equal(refusals.rows[0]?.n, 1, 'the refusal is noted')
  })

  await t.test('whom one may not look at one does not join either', async () => {
    for (const [from, into] of [
      [ann, ben],
      [ben, ann],
    ])
      assert.match(JSON.stringify(await ask(door, asAdmin, 'merge', { from, into, why: 'entered_twice' })), /forbidden.*restricted/)
    const { rows } = await sql`select from keep.customer where merged_into is not null`.execute(keep.db)
    assert.equal(rows.length, 0)
  })
  await t.test('who is restricted between the decision and the joining is not joined', async () => {
    await sql`update keep.customer set status = 'known' where customer_id = ${ben}`.execute(keep.db)
    const waits = async () =>
      (await sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(keep.db)).rows.length > 0
    const { answer } = await inTransaction(keep.db, async (tx) => {
      await sql`update keep.customer set status = 'restricted' where customer_id = ${ben}`.execute(tx)
      const answer = ask(door, asAdmin, 'merge', { from: ben, into: ann, why: 'entered_twice' })
      for (let waited = 0; !(await waits()); waited += 50) {
        assert.ok(waited < 30_000, 'it was decided and waits for the row')
        await sleep(50)
      }
      return { answer }
    })
    assert.match(JSON.stringify(await answer), /forbidden.*restricted/)
    assert.deepEqual((await sql`select from keep.customer where merged_into is not null`.execute(keep.db)).rows, [])
  })
})
