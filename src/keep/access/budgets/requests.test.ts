import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccessHouse, accessHouse, type Browser, colleague, setUpByAnna } from '../../../../test/accessHouse.ts'
import { sql } from '../../../platform/db/index.ts'
import { openBudgets, personsAnHour } from './budget.ts'
import { sealOldReasons } from './reasons.ts'

type Item = { id: string; name: string; answered_by: string | null; declined_why: string | null; own: boolean }
const itemsOf = (body: Record<string, unknown>): Item[] => (Array.isArray(body['items']) ? body['items'] : [])
const path = '/v1/staff/budget-requests'
const ask = (who: Browser, more: object = {}) => who.call('POST', path, { kind: 'open', persons: 50, why: 'сверка после сбоя', ...more })
const me = async (who: Browser): Promise<{ id: string }> => Object((await who.call('GET', '/v1/session')).body['staff'])

/** What the keep has asked the office to tell, and whom. */
async function told(house: AccessHouse): Promise<{ kind: string; to: number[]; by: number; facts: object }[]> {
  const { rows } = await sql<{ payload: { kind: string; to: number[]; by: number; facts: object } }>`
    select payload from office_jobs._private_jobs order by id`.execute(house.store)
  return rows.map((row) => row.payload)
}

test('one asks for more people, another answers; both are told, and the audit says it', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const officer = await colleague(house, admin, 'privacy', 'vera@example.org')
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const asked = (await ask(clerk)).body
  const at = `${path}/${asked['id']}`

  await t.test('no: by whoever asked, by a clerk, without a word why; nothing is answered by it', async () => {
    const own = (await ask(officer)).body['id']
    assert.equal((await officer.call('POST', `${path}/${own}/approve`, {})).status, 403)
    assert.equal((await officer.call('POST', `${path}/${own}/decline`, { why: 'нет нужды' })).status, 403)
    assert.equal((await clerk.call('POST', `${at}/decline`, { why: 'нет нужды' })).status, 403)
    assert.equal((await officer.call('POST', `${at}/decline`, { why: ' ' })).status, 400)
    assert.equal((await officer.call('POST', `${path}/q_none/decline`, { why: 'нет нужды' })).status, 404)
    assert.equal(itemsOf((await clerk.call('GET', path)).body)[0]?.answered_by, null)
  })
  await t.test('POST /v1/staff/budget-requests/:request_id/decline: once, of two at once by one, with the reason for whoever asked', async () => {
    const both = await Promise.all([officer.call('POST', `${at}/decline`, { why: 'Хватит и трёхсот' }), admin.call('POST', `${at}/approve`, {})])
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 409])
    const second = (await ask(clerk)).body
    const declined = await officer.call('POST', `${path}/${second['id']}/decline`, { why: 'Хватит и трёхсот' })
    assert.equal(declined.status, 200)
    const [row] = itemsOf((await clerk.call('GET', path)).body)
    assert.deepEqual([row?.name, row?.answered_by, row?.declined_why, row?.own], ['ben@example.org', 'vera@example.org', 'Хватит и трёхсот', true])
    const { items } = (await admin.call('GET', '/v1/audit?act=budget.declined')).body
    assert.deepEqual((Array.isArray(items) ? items : [])[0]?.subject.name, 'ben@example.org')
  })
  await t.test('why it is asked and declined stands nowhere in the clear; what an earlier version left so is sealed as the keep starts', async () => {
    const rows = async () =>
      (await sql<{ row: string; request_id: number }>`select request_id, r::text as row from keep.budget_request r order by 1`.execute(house.store)).rows
    const inClear = (text: string) => text.includes('сверка') || text.includes('Хватит') || text.includes(Buffer.from('сверка').toString('hex'))
    const before = await rows()
    assert.ok(before.length > 1 && !before.some(({ row }) => inClear(row)))
    const [first] = before
    await sql`update keep.budget_request set sealed_why = null, why = 'сверка старая', sealed_declined_why = null,
      declined_why = case when declined_at is null then null else 'Хватит старого' end where request_id = ${first?.request_id ?? 0}`.execute(house.store)
    await sealOldReasons(house.deps)
    await sealOldReasons(house.deps)
    assert.ok(!(await rows()).some(({ row }) => inClear(row)))
    assert.match(JSON.stringify((await admin.call('GET', path)).body), /сверка старая/)
  })
  await t.test('those who may answer are told of a request, and whoever asked of the answer; nobody of their own', async () => {
    const jobs = await told(house)
    assert.deepEqual(jobs.filter((job) => job.kind === 'budget_asked').map((job) => [job.to.length, job.facts])[0], [2, { kind: 'open', persons: 50 }])
    const declined = jobs.filter((job) => job.kind === 'budget_declined').at(-1)
    assert.deepEqual([declined?.to.length, declined?.to[0] === declined?.by], [1, false])
  })
  await t.test('five may wait, not more', async () => {
    for (let i = 0; i < 5; i++) assert.equal((await ask(clerk)).status, 200)
    assert.equal((await ask(clerk)).status, 409)
    assert.equal((await ask(clerk, { kind: 'export', persons: 500 })).status, 200)
  })
})

test('what somebody has opened, of what they may', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const own = async () => (await clerk.call('GET', '/v1/staff/budgets/own')).body
  const id = Number(
    (await house.db.selectFrom('keep.session').select('staff_id').orderBy('made_at', 'desc').orderBy('staff_id', 'desc').executeTakeFirstOrThrow()).staff_id,
  )
  const actor = { kind: 'staff', id, role: 'clerk' } as const
  const budgets = openBudgets(house.db.$pickTables())
  const open = (customers: number[]) => budgets.spend({ actor, customers, now: house.clock.now() })

  await t.test('GET /v1/staff/budgets/own: those of the last hour and day, each once', async () => {
    assert.deepEqual(await own(), { limit: personsAnHour, more: 0, more_until: null, hour: 0, day: 0, export_alone: 100 })
    await open([1, 2, 3])
    await open([3, 4])
    assert.deepEqual([(await own())['hour'], (await own())['day']], [4, 4])
    house.clock.advance(62 * 60_000)
    assert.deepEqual([(await own())['hour'], (await own())['day']], [0, 4])
  })
  await t.test('with what was approved for an hour', async () => {
    const { id: request } = (await ask(clerk, { persons: 200 })).body
    await admin.call('POST', '/v1/session/confirm', { password: 'a long password of Anna' })
    assert.equal((await admin.call('POST', `${path}/${request}/approve`, {})).status, 200)
    const now = await own()
    assert.deepEqual([now['limit'], now['more']], [personsAnHour + 200, 200])
    house.clock.advance(61 * 60_000)
    assert.equal((await own())['limit'], personsAnHour)
  })
  await t.test('GET /v1/staff/budgets: everybody’s, for those who approve; and who came to the end of it', async () => {
    assert.equal((await clerk.call('GET', '/v1/staff/budgets')).status, 403)
    await assert.rejects(open(Array.from({ length: personsAnHour + 1 }, (_, n) => n + 1000)), { code: 'too_many' })
    const { items, next_cursor } = (await admin.call('GET', '/v1/staff/budgets?limit=1')).body
    assert.equal(Array.isArray(items) && items.length, 1)
    const rest = (await admin.call('GET', `/v1/staff/budgets?cursor=${next_cursor}`)).body['items']
    const [ben] = Array.isArray(rest) ? rest : []
    assert.deepEqual([ben.staff.id, ben.staff.role, ben.day, ben.ended], [(await me(clerk)).id, 'clerk', 4, 1])
  })
})
