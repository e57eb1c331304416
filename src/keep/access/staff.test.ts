import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessHouse, anna, colleague, setUpByAnna } from '../../../test/accessHouse.ts'
import { type Actor, apiKeyOf, openBudgets, personsAnHour, spendExport } from './index.ts'

const itemsOf = (body: Record<string, unknown>) => (Array.isArray(body['items']) ? body['items'] : [])

test('POST /v1/staff and GET /v1/staff are the administrator’s', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const vera = { name: 'Вера', email: 'vera@example.org', password: 'a long password', role: 'privacy' }

  const refused: readonly [what: string, status: number, call: () => Promise<{ status: number }>][] = [
    ['nobody signed in', 401, () => house.browser().call('POST', '/v1/staff', vera)],
    ['a clerk', 403, () => clerk.call('POST', '/v1/staff', vera)],
    ['another site', 403, () => admin.call('POST', '/v1/staff', vera, { origin: 'https://evil.example' })],
    ['a role that is none', 400, () => admin.call('POST', '/v1/staff', { ...vera, role: 'king' })],
    ['a short password', 400, () => admin.call('POST', '/v1/staff', { ...vera, password: 'short' })],
    ['an address that is taken', 409, () => admin.call('POST', '/v1/staff', { ...vera, email: 'Ben@Example.org' })],
    ['no reading either', 403, () => clerk.call('GET', '/v1/staff')],
  ]
  for (const [what, status, call] of refused) await t.test(`no: ${what}`, async () => assert.equal((await call()).status, status))
  await t.test('yes: the administrator', async () => {
    assert.equal((await admin.call('POST', '/v1/staff', vera)).status, 200)
    assert.deepEqual(
      itemsOf((await admin.call('GET', '/v1/staff')).body).map((one) => [one.email, one.role]),
      [
        ['anna@example.org', 'admin'],
        ['ben@example.org', 'clerk'],
        ['vera@example.org', 'privacy'],
      ],
    )
  })
})

test('keys of programs', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const asked = { kind: 'secret', title: 'Shop', source: 'shop', scopes: ['record', 'read'], purposes: ['service'] }
  const now = () => house.clock.now()

  await t.test('POST /v1/api-keys is not for a clerk', async () => assert.equal((await clerk.call('POST', '/v1/api-keys', asked)).status, 403))
  await t.test('a key that nobody made, and one by its hint, is none', async () => {
    const { body } = await admin.call('POST', '/v1/api-keys', asked)
    assert.equal(await apiKeyOf(house.deps, 'rsk_guess', now()), undefined)
    assert.equal(await apiKeyOf(house.deps, String(Object(body['key'])['hint']), now()), undefined)
    assert.deepEqual((await apiKeyOf(house.deps, String(body['secret']), now()))?.scopes, ['record', 'read'])
  })
  await t.test('a write key can only record, whatever it was asked to', async () => {
    const { body } = await admin.call('POST', '/v1/api-keys', { ...asked, kind: 'write' })
    assert.deepEqual((await apiKeyOf(house.deps, String(body['secret']), now()))?.scopes, ['record'])
  })
  await t.test('GET /v1/api-keys shows no secret, and when each was used', async () => {
    const { body } = await admin.call('GET', '/v1/api-keys')
    assert.deepEqual(
      itemsOf(body).map((one) => [one.kind, one.used_at !== null, 'secret' in one]),
      [
        ['secret', true, false],
        ['write', true, false],
      ],
    )
  })
  await t.test('POST /v1/api-keys/:key_id/rotate: the old secret works on as long as was said', async () => {
    const made = (await admin.call('POST', '/v1/api-keys', asked)).body
    const rotated = await admin.call('POST', `/v1/api-keys/${Object(made['key'])['id']}/rotate`, { overlap_hours: 2 })
    assert.equal(rotated.status, 200)
    assert.ok(await apiKeyOf(house.deps, String(made['secret']), now()))
    house.clock.advance(2 * 3_600_000)
    assert.equal((await admin.call('POST', `/v1/api-keys/${Object(made['key'])['id']}/rotate`, {})).status, 403, 'a session that was left open makes no keys')
    await admin.call('POST', '/v1/session/confirm', { password: anna.password })
    assert.equal(await apiKeyOf(house.deps, String(made['secret']), now()), undefined)
    assert.deepEqual((await apiKeyOf(house.deps, String(rotated.body['secret']), now()))?.purposes, ['service'])
    assert.equal((await admin.call('POST', `/v1/api-keys/${Object(made['key'])['id']}/rotate`, {})).status, 404)
  })
  await t.test('DELETE /v1/api-keys/:key_id ends one at once', async () => {
    const made = (await admin.call('POST', '/v1/api-keys', asked)).body
    const path = `/v1/api-keys/${Object(made['key'])['id']}`
    assert.equal((await clerk.call('DELETE', path)).status, 403)
    assert.equal((await admin.call('DELETE', path)).status, 200)
    assert.equal(await apiKeyOf(house.deps, String(made['secret']), now()), undefined)
    assert.equal((await admin.call('DELETE', path)).status, 404)
  })
})

test('the open budget', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const [, ben] = await house.db.selectFrom('keep.staff').select('staff_id').orderBy('staff_id').execute()
  const actor = { kind: 'staff' as const, id: ben?.staff_id ?? 0, role: 'clerk' }
  const people = (from: number, n: number) => Array.from({ length: n }, (_, i) => from + i)
  // Each is a keep of its own that remembers nothing of what the others opened.
  const open = (customers: number[], who: Actor = actor) => openBudgets(house.db).spend({ actor: who, customers, now: house.clock.now() })
  const over = { code: 'too_many' }

  await t.test('more at once than an hour has is refused whole', async () => {
    await assert.rejects(open(people(1, personsAnHour + 1)), over)
    assert.equal((await house.db.selectFrom('keep.opened').selectAll().execute()).length, 0)
  })
  await t.test('many at once do not slip past it', async () => {
    const tries = await Promise.allSettled(people(0, 10).map((i) => open(people(1 + i * 60, 60))))
    assert.equal(tries.filter((one) => one.status === 'fulfilled').length, personsAnHour / 60)
  })
  await t.test('the same people cost nothing again', async () => {
    const rows = await house.db.selectFrom('keep.opened').select('customer_id').execute()
    await open(rows.map((row) => row.customer_id))
    await assert.rejects(open([100_000]), over)
  })
  await t.test('customers and our own jobs have none to spend', async () => {
    await open([5], { kind: 'customer', id: 5, role: 'customer' })
    await open(people(1, 1000), { kind: 'service', id: 0, role: 'house' })
  })
  await t.test('POST /v1/staff/budget-requests: asking alone gives nothing, nor does approving oneself', async () => {
    const asked = (await clerk.call('POST', '/v1/staff/budget-requests', { kind: 'open', persons: 50, why: 'сверка после сбоя' })).body
    const path = `/v1/staff/budget-requests/${asked['id']}/approve`
    assert.equal((await clerk.call('POST', path, {})).status, 403)
    await assert.rejects(open([100_000]), over)
    const own = (await admin.call('POST', '/v1/staff/budget-requests', { kind: 'open', persons: 50, why: 'мне тоже' })).body
    assert.equal((await admin.call('POST', `/v1/staff/budget-requests/${own['id']}/approve`, {})).status, 403)
  })
  await t.test('GET /v1/staff/budget-requests shows a clerk their own, an administrator all', async () => {
    assert.deepEqual(
      itemsOf((await clerk.call('GET', '/v1/staff/budget-requests')).body).map((one) => one.own),
      [true],
    )
    assert.equal(itemsOf((await admin.call('GET', '/v1/staff/budget-requests')).body).length, 2)
  })
  await t.test('POST /v1/staff/budget-requests/:request_id/approve by a colleague gives so many for an hour', async () => {
    const [asked] = itemsOf((await clerk.call('GET', '/v1/staff/budget-requests')).body)
    const path = `/v1/staff/budget-requests/${asked.id}/approve`
    const both = await Promise.all([admin.call('POST', path, {}), admin.call('POST', path, {})])
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 409])
    await open(people(100_000, 50))
    await assert.rejects(open([200_000]), over)
  })
  await t.test('an hour later the budget is whole again', async () => {
    house.clock.advance(3_600_001)
    await open(people(300_000, personsAnHour))
    await assert.rejects(open([400_000]), over)
  })
  await t.test('the hour slides: what was opened an hour ago to the second comes back, and no more', async () => {
    const minute = 60_000
    house.clock.advance(2 * 60 * minute - (house.clock.now().getTime() % minute) + 20_000) // twenty seconds into a minute
    await open(people(1, 100))
    house.clock.advance(30_000)
    await open(people(201, 200))
    house.clock.advance(60 * minute - 30_000 - 1)
    await assert.rejects(open([1001]), over)
    house.clock.advance(1)
    await open(people(1001, 100))
    await assert.rejects(open([2001]), over)
    house.clock.advance(30_000)
    await open(people(2001, 200))
    await assert.rejects(open([3001]), over)
  })
  await t.test('a keep that remembers whom it opened spends nothing on them for an hour from the first time, and not longer', async () => {
    house.clock.advance(2 * 3_600_000)
    const { spend } = openBudgets(house.db)
    const again = () => spend({ actor, customers: [1], now: house.clock.now() })
    await again()
    await open(people(101, personsAnHour - 1))
    await assert.rejects(spend({ actor, customers: [1, 2], now: house.clock.now() }), over)
    house.clock.advance(3_599_000)
    await again()
    house.clock.advance(1_000)
    await open(people(1001, personsAnHour))
    await assert.rejects(again(), over)
  })
})

test('an export of more than a hundred people needs a second person', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const marketer = await colleague(house, admin, 'marketer', 'mila@example.org')
  const [, mila] = await house.db.selectFrom('keep.staff').select('staff_id').orderBy('staff_id').execute()
  const actor = { kind: 'staff' as const, id: mila?.staff_id ?? 0, role: 'marketer' }
  const take = (persons: number, who: Parameters<typeof spendExport>[1] = actor) => spendExport(house.deps, who, persons, house.clock.now())
  const refused = { code: 'forbidden' }

  await assert.rejects(take(101), refused)
  await assert.rejects(take(101, { kind: 'api', id: 1, role: 'api' }), refused)
  await take(100)
  const asked = (await marketer.call('POST', '/v1/staff/budget-requests', { kind: 'export', persons: 500, why: 'список для выставки' })).body
  await assert.rejects(take(500), refused)
  await admin.call('POST', `/v1/staff/budget-requests/${asked['id']}/approve`, {})
  await assert.rejects(take(501), refused)
  const both = await Promise.allSettled([take(500), take(500)])
  assert.equal(both.filter((one) => one.status === 'fulfilled').length, 1, 'an approval is for one export')
})
