import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as access from '../src/keep/access/contract.ts'
import * as console_ from '../src/office/console/contract.ts'
import * as health from '../src/office/health/contract.ts'
import * as work from '../src/office/work/contract.ts'
import { withClient } from '../src/platform/launcher/index.ts'
import { type Client, type Product, startProduct, admin as vera } from './product.ts'
import { ask } from './town/demo/visitor.ts'
import { until } from './until.ts'

// A demo is emptied in one step: never anything else, never by somebody else, and also when the machine dies in the midst.

const password = 'correct horse battery'
const company = 'Книжная лавка'
const customer = {
  kind: 'person' as const,
  fields: { surname: 'Петрова', name: 'Ольга' },
  identifiers: [{ kind: 'email' as const, value: 'olga@example.com' }],
}

async function fill(admin: Client): Promise<string> {
  const { id } = await ask(admin, console_.addCustomer, { body: customer })
  await ask(admin, work.addTask, { body: { kind: 'task', what: 'Позвонить', customer_id: id } })
  await ask(admin, access.addStaff, { body: { name: 'Ben', email: 'ben@shop.example', password, role: 'clerk' } })
  await ask(admin, access.addKey, { body: { kind: 'secret', title: 'shop', source: 'shop', scopes: ['record', 'read'] } })
  return id
}

/** Nothing of before is left, in tables, in the index of names and among the keys; the owner is signed in and works. */
async function isEmptyAndWorks(product: Product, admin: Client, before: string): Promise<void> {
  assert.equal((await admin.api('GET', `/v1/customers/${before}/card`)).status, 404)
  assert.deepEqual((await ask(admin, work.listTasks, { query: {} })).items, [])
  assert.deepEqual(
    (await ask(admin, access.listStaff, { query: {} })).items.map((one) => one.name),
    [vera.name],
  )
  assert.deepEqual((await ask(admin, access.listKeys, { query: {} })).items, [])
  const { items } = await ask(admin, console_.search, { query: { q: 'петрова' } })
  assert.deepEqual(items, [])
  const count = (url: string, table: string) =>
    withClient(url, async (client) => (await client.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n)
  assert.equal(await count(product.databaseUrl('keep'), 'keep.customer'), 0)
  assert.equal(await count(product.databaseUrl('keep', 'keys'), 'keyring.data_key'), 0)
  const stranger = product.client()
  assert.equal((await stranger.api('POST', '/v1/session', { email: 'ben@shop.example', password })).status, 401)
  assert.equal((await stranger.api('POST', '/v1/session', { email: vera.email, password: vera.password })).status, 200)
  const made = await ask(admin, console_.addCustomer, { body: customer })
  assert.equal(made.existed, false)
  assert.equal((await admin.api('GET', `/v1/customers/${made.id}/card`)).status, 200)
  await ask(admin, access.addStaff, { body: { name: 'Ben', email: 'ben@shop.example', password, role: 'clerk' } })
}

test('POST /v1/demo/wipe: by the administrator with the name typed, and the demo is empty and works', async (t) => {
  const product = await startProduct(t, { demo: true })
  const admin = await product.setUp()
  const before = await fill(admin)
  const clerk = product.client()
  assert.equal((await clerk.api('POST', '/v1/session', { email: 'ben@shop.example', password })).status, 200)
  assert.equal((await product.api('POST', '/v1/demo/wipe', { company })).status, 401)
  assert.equal((await clerk.api('POST', '/v1/demo/wipe', { company })).status, 403)
  for (const wrong of ['', 'книжная лавка', `${company}!`]) {
    const refused = await admin.api('POST', '/v1/demo/wipe', { company: wrong })
    assert.equal(refused.status, 400)
    assert.match(refused.text, /"place":"company"/)
  }
  const { office } = await product.pids()
  assert.equal((await product.pids()).office, office, 'nothing happened yet')
  await ask(admin, health.wipeDemo, { body: { company } })
  await until('the office begins anew', async () => (await product.pids()).office !== office)
  await until(
    'the same owner comes in',
    async () => (await admin.api('GET', '/v1/session')).text.includes(vera.name) && (await admin.api('GET', '/v1/tasks')).status === 200,
  )
  await product.healthy(120_000)
  await isEmptyAndWorks(product, admin, before)
})

test('a machine that died in the midst wipes to the end at its next start', async (t) => {
  const product = await startProduct(t, { demo: true })
  const admin = await product.setUp()
  const before = await fill(admin)
  const staff = await withClient(
    product.databaseUrl('keep'),
    async (client) => (await client.query<{ id: string }>('select min(staff_id) as id from keep.staff')).rows[0]?.id,
  )
  await product.killMain()
  writeFileSync(join(product.home, 'wipe-asked.json'), JSON.stringify({ staff: Number(staff) }))
  await product.startAgain()
  await product.healthy(120_000)
  assert.ok(!existsSync(join(product.home, 'wipe-asked.json')))
  await isEmptyAndWorks(product, admin, before)
})

test('what did not begin as a demo is not wiped: not by its administrator, not started as one later', async (t) => {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const before = await fill(admin)
  const refused = await admin.api('POST', '/v1/demo/wipe', { company })
  assert.equal(refused.status, 403)
  assert.match(refused.text, /no demo/)
  await product.killMain()
  writeFileSync(join(product.home, 'wipe-asked.json'), JSON.stringify({ staff: 1 }))
  await product.startAgain()
  await product.healthy(120_000)
  assert.equal((await admin.api('GET', `/v1/customers/${before}/card`)).status, 200)
})
