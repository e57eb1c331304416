import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as access from '../../src/keep/access/contract.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import * as console_ from '../../src/office/console/contract.ts'
import * as portal from '../../src/office/portal/contract.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { startProduct } from '../product.ts'
import { ask } from '../town/demo/visitor.ts'

test('what we remember of a person: POST /v1/customers/:customer_id/personal, GET /v1/customers/:customer_id/personal, PUT /v1/customers/:customer_id/personal/:personal_id, DELETE /v1/customers/:customer_id/personal/:personal_id, GET /v1/my/personal', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const enter = async (surname: string) => (await ask(admin, console_.addCustomer, { body: { kind: 'person', fields: { surname }, identifiers: [] } })).id
  const [anna, boris] = [await enter('Белова'), await enter('Орлов')]
  const password = 'a long password of a marketer'
  await ask(admin, access.addStaff, { body: { name: 'Mark', email: 'mark@shop.example', password, role: 'marketer' } })
  const mark = product.client()
  await mark.api('POST', '/v1/session', { email: 'mark@shop.example', password })
  const params = { customer_id: anna }
  const list = async () => (await ask(admin, console_.listPersonal, { params, query: {} })).items

  await t.test('who may not see it, changes and reads nothing', async () => {
    assert.equal((await product.api('GET', `/v1/customers/${anna}/personal`)).status, 401)
    assert.equal((await mark.api('POST', `/v1/customers/${anna}/personal`, { kind: 'talk', text: 'x' })).status, 403)
    const seen = await mark.api('GET', `/v1/customers/${anna}/personal`)
    assert.deepEqual(console_.listPersonal.output.parse(seen.body).items, [])
    assert.match(seen.text, /role_not_covered/)
    assert.equal((await admin.api('POST', '/v1/customers/c_AAAAAAAAAAAAAAAAAAAAAA/personal', { kind: 'talk', text: 'x' })).status, 404)
  })

  await t.test('bad input gets a sentence with its place', async () => {
    for (const [body, place] of [
      [{ kind: 'gift', text: 'A book' }, 'direction'],
      [{ kind: 'talk', direction: 'given', text: 'x' }, 'direction'],
      [{ kind: 'talk', text: '  ' }, 'text'],
      [{ kind: 'talk', text: 'я'.repeat(10_000) }, 'text'],
      [{ kind: 'talk', text: 'x', day: '2026-02-31' }, 'day'],
      [{ kind: 'rumour', text: 'x' }, 'kind'],
    ] as const) {
      const answer = await admin.api('POST', `/v1/customers/${anna}/personal`, body)
      assert.equal(answer.status, 400, JSON.stringify(body))
      assert.ok(answer.text.includes(`"place":"${place}"`), answer.text)
    }
    assert.deepEqual(await list(), [])
  })

  const html = '<script>alert(1)</script> 👨‍👩‍👧 שלום'
  await t.test('it is written down, written anew by another’s id never, and forgotten', async () => {
    const gift = { kind: 'gift' as const, direction: 'given' as const, day: '2026-03-08', text: html, reaction: 'Обрадовалась' }
    const { id } = await ask(admin, console_.addPersonal, { params, body: gift })
    await ask(admin, console_.addPersonal, { params, body: { kind: 'interest', text: 'Живопись эпохи Сун' } })
    const [interest, first] = await list()
    assert.deepEqual(
      [first?.kind, first?.direction, first?.day, first?.text, first?.reaction, first?.by.name],
      ['gift', 'given', '2026-03-08', html, 'Обрадовалась', 'Vera Glavnaya'],
    )
    assert.equal(interest?.text, 'Живопись эпохи Сун')
    for (const [method, path] of [
      ['PUT', `/v1/customers/${boris}/personal/${id}`],
      ['DELETE', `/v1/customers/${boris}/personal/${id}`],
      ['DELETE', `/v1/customers/${anna}/personal/${anna}`],
    ] as const)
      assert.equal((await admin.api(method, path, method === 'PUT' ? { kind: 'talk', text: 'x' } : undefined)).status, 404, path)
    await ask(admin, console_.changePersonal, { params: { ...params, personal_id: id }, body: { ...gift, reaction: 'Хранит до сих пор' } })
    assert.equal((await list())[1]?.reaction, 'Хранит до сих пор')
    assert.notEqual((await list())[1]?.changed_at, null)
    await ask(admin, console_.removePersonal, { params: { ...params, personal_id: interest?.id ?? '' } })
    assert.deepEqual(
      (await list()).map((each) => each.id),
      [id],
    )
  })

  await t.test('the customer reads every word of it, and no name of an employee', async () => {
    const customer = opaque(secretOf(product, 'ids')).read('customer', anna) ?? -1
    const now = new Date()
    const { token } = await openCustomerSession(await insideKeep(t, product, now), { customer, device: 'test' }, now)
    const answer = await product.api('GET', '/v1/my/personal', undefined, { cookie: `rapport_customer=${token}` })
    const { items } = portal.listMyPersonal.output.parse(answer.body)
    assert.deepEqual(
      items.map((each) => [each.text, each.reaction]),
      [[html, 'Хранит до сих пор']],
    )
    assert.ok(!answer.text.includes('Vera'), answer.text)
    assert.equal((await product.api('GET', '/v1/my/personal')).status, 401)
  })

  await t.test('no word of it stands in the clear', async () => {
    const { openDb, sql } = await import('../../src/platform/db/index.ts')
    const db = openDb<Record<string, never>>({ url: product.databaseUrl('owner'), max: 1 })
    try {
      const { rows } = await sql<{ row: string }>`select p::text as row from keep.personal p`.execute(db)
      assert.equal(rows.length, 1)
      assert.ok(!rows[0]?.row.includes('Хранит') && !rows[0]?.row.includes(Buffer.from('Хранит').toString('hex')))
    } finally {
      await db.destroy()
    }
  })
})
