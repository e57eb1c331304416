import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessHouse, anna, type Browser, colleague, setUpByAnna } from '../../../../test/accessHouse.ts'
import { sql } from '../../../platform/db/index.ts'
import type { Facts } from './note.ts'
import { isFact, noteAct } from './note.ts'

type Row = {
  act: string
  by: { kind: string; name: string | null }
  subject: { kind: string; id: string; name: string | null } | null
  facts: Facts
  device: string
  network: string
}

const rowsOf = (body: Record<string, unknown>): Row[] => (Array.isArray(body['items']) ? body['items'] : [])
const read = async (who: Browser, query = '') => rowsOf((await who.call('GET', `/v1/audit${query}`)).body)
const ids = async (admin: Browser) => {
  const { body } = await admin.call('GET', '/v1/staff')
  const items: { id: string; email: string }[] = Array.isArray(body['items']) ? body['items'] : []
  return new Map(items.map((one) => [one.email, one.id]))
}

test('what people do is noted with them', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')

  await t.test('GET /v1/audit is not for a clerk, and asking for it is noted, once a minute', async () => {
    for (let i = 0; i < 3; i++) assert.equal((await clerk.call('GET', '/v1/audit')).status, 403)
    assert.equal((await house.browser().call('GET', '/v1/audit')).status, 401)
    assert.deepEqual(
      (await read(admin, '?act=session.refused')).map((row) => [row.by.name, row.device, row.network.length]),
      [['ben@example.org', 'Firefox, Linux', 4]],
    )
  })
  await t.test('setting up, adding somebody, signing in', async () => {
    assert.deepEqual(
      (await read(admin)).map((row) => [row.act, row.by.name, row.subject?.name ?? null]),
      [
        ['session.refused', 'ben@example.org', null],
        ['session.signed_in', 'ben@example.org', null],
        ['staff.added', anna.name, 'ben@example.org'],
        ['session.signed_in', anna.name, null],
        ['staff.set_up', null, anna.name],
      ],
    )
  })
  await t.test('a failed sign-in says whose account it was, and of a stranger nothing; both the same to whoever tries', async () => {
    const [known, unknown] = await Promise.all(
      ['ben@example.org', 'nobody@example.org'].map((email) =>
        house.browser('198.51.100.7').call('POST', '/v1/session', { email, password: 'wrong password' }),
      ),
    )
    assert.deepEqual([known?.status, known?.body['detail']], [unknown?.status, unknown?.body['detail']])
    const failed = await read(admin, '?act=session.failed')
    assert.deepEqual(failed.map((row) => row.subject?.name ?? null).sort(), ['ben@example.org', null])
    assert.deepEqual(new Set(failed.map((row) => row.by.kind)), new Set(['nobody']))
    assert.equal(
      failed.some((row) => JSON.stringify(row).includes('nobody@example.org')),
      false,
    )
  })
  await t.test('keys, budgets, leaving and dismissing', async () => {
    const made = (await admin.call('POST', '/v1/api-keys', { kind: 'secret', title: 'Shop', source: 'shop', scopes: ['record', 'read'] })).body
    const key = `/v1/api-keys/${Object(made['key'])['id']}`
    await admin.call('POST', `${key}/rotate`, { overlap_hours: 2 })
    await admin.call('DELETE', key)
    const asked = (await clerk.call('POST', '/v1/staff/budget-requests', { kind: 'open', persons: 50, why: 'сверка после сбоя' })).body
    await admin.call('POST', `/v1/staff/budget-requests/${asked['id']}/approve`, {})
    await clerk.call('DELETE', '/v1/session')
    await admin.call('DELETE', `/v1/staff/${(await ids(admin)).get('ben@example.org')}`)
    const noted = (await read(admin, '?limit=7')).map((row) => [row.act, row.subject?.name ?? null, row.facts])
    assert.deepEqual(noted, [
      ['staff.dismissed', 'ben@example.org', {}],
      ['session.signed_out', null, {}],
      ['budget.approved', 'ben@example.org', { kind: 'open', persons: 50 }],
      ['budget.asked', null, { kind: 'open', persons: 50 }],
      ['key.revoked', 'Shop', {}],
      ['key.rotated', 'Shop', { overlap_hours: 2 }],
      ['key.made', 'Shop', { kind: 'secret', scopes: 'record,read' }],
    ])
  })
  await t.test('what was refused left no row', async () => {
    const before = (await read(admin)).length
    assert.equal((await admin.call('DELETE', `/v1/staff/${(await ids(admin)).get(anna.email)}`)).status, 409)
    assert.equal((await admin.call('POST', '/v1/staff', { ...anna, role: 'clerk' })).status, 409)
    assert.equal((await read(admin)).length, before)
  })
})

test('the audit is read by who, what, when and of whom, a page at a time', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const privacy = await colleague(house, admin, 'privacy', 'vera@example.org')
  for (let i = 0; i < 7; i++) {
    house.clock.advance(3_600_000)
    // They have shown who they are, without an act of its own.
    await house.db.updateTable('keep.session').set({ confirmed_at: house.clock.now() }).execute()
    await admin.call('POST', '/v1/staff', { name: `n${i}`, email: `n${i}@example.org`, password: 'a long password', role: 'clerk' })
  }
  const people = await ids(admin)
  const count = async (query: string) => (await read(privacy, `?${query}&limit=100`)).length
  const hour = (n: number) => encodeURIComponent(new Date(Date.parse('2026-11-21T10:00:00Z') + n * 3_600_000).toISOString())

  const cases: readonly [what: string, query: string, rows: number][] = [
    ['a group of acts', 'act=staff', 9],
    ['one act', 'act=staff.added', 8],
    ['who', `by=${people.get('vera@example.org')}`, 1],
    ['who and what', `by=${people.get(anna.email)}&act=staff.added`, 8],
    ['to whom', `subject=${people.get('n3@example.org')}`, 1],
    ['from', `from=${hour(6)}`, 2],
    ['until', `act=staff.added&until=${hour(2)}`, 2],
    ['from and until', `from=${hour(2)}&until=${hour(5)}`, 3],
  ]
  for (const [what, query, rows] of cases) await t.test(what, async () => assert.equal(await count(query), rows))
  await t.test('no: an act there is none of, an id of nobody, a cursor of another list', async () => {
    const first = (await privacy.call('GET', '/v1/audit?limit=2')).body
    for (const query of ['act=staff.praised', 'by=s_none', 'subject=q_none', 'from=yesterday', `act=staff&cursor=${first['next_cursor']}`])
      assert.equal((await privacy.call('GET', `/v1/audit?${query}`)).status, 400, query)
  })
  await t.test('pages follow each other without a gap, also while acts are added', async () => {
    const all = (await privacy.call('GET', '/v1/audit?act=staff&limit=100')).body['items']
    const seen: unknown[] = []
    for (let cursor = ''; ; ) {
      const { body } = await privacy.call('GET', `/v1/audit?act=staff&limit=2${cursor}`)
      seen.push(...rowsOf(body))
      await noteAct(house.db, { by: null, act: 'staff.joined', now: house.clock.now() })
      if (body['next_cursor'] === null) break
      cursor = `&cursor=${body['next_cursor']}`
    }
    assert.deepEqual(seen, all)
  })
  await t.test('GET /v1/audit/file: the same as CSV, with no formula in it; that it was taken is noted', async () => {
    await admin.call('POST', '/v1/staff', { name: '=HYPERLINK("x")', email: 'evil@example.org', password: 'a long password', role: 'clerk' })
    const response = await fetch(`${house.origin}/v1/audit/file?act=staff.added`, {
      headers: { cookie: `rapport_session=${privacy.cookies.get('rapport_session')}` },
    })
    const lines = (await response.text()).trim().split('\r\n')
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8')
    assert.equal(lines.length, 1 + 9)
    assert.match(lines[1] ?? '', /,staff\.added,staff,"'=HYPERLINK\(""x""\)",role=clerk,/)
    assert.equal((await read(privacy, '?act=audit.exported')).length, 1)
    assert.equal((await house.browser().call('GET', '/v1/audit/file')).status, 401)
  })
})

test('GET /v1/audit/odd: who stands out within a week', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  await colleague(house, admin, 'clerk', 'ben@example.org')
  const odd = async () => (await admin.call('GET', '/v1/audit/odd')).body
  const failing = async (email: string) => house.browser('198.51.100.9').call('POST', '/v1/session', { email, password: 'wrong password' })

  await t.test('a few mistypings are nothing odd', async () => {
    for (let i = 0; i < 4; i++) await failing('ben@example.org')
    await failing('nobody@example.org')
    assert.deepEqual(await odd(), { days: 7, people: [], strangers: 1 })
  })
  await t.test('more are, and so is the end of a budget', async () => {
    const [first, ben] = await house.db.selectFrom('keep.staff').select('staff_id').orderBy('staff_id').execute()
    await failing('ben@example.org')
    await noteAct(house.db, { by: { kind: 'staff', id: first?.staff_id ?? 0, role: 'admin' }, act: 'budget.ended', now: house.clock.now() })
    const { people } = await odd()
    assert.deepEqual(
      (Array.isArray(people) ? people : []).map((one) => [one.who.name, one.failed, one.budget_ended]),
      [
        ['ben@example.org', 5, 0],
        [anna.name, 0, 1],
      ],
    )
    assert.ok(ben)
  })
  await t.test('and are forgotten after it', async () => {
    house.clock.advance(8 * 86_400_000)
    assert.equal((await sql<{ n: number }>`select count(*)::int as n from keep.audit where act = 'session.failed'`.execute(house.db)).rows[0]?.n, 6)
    const browser = house.browser()
    await browser.call('POST', '/v1/session', { email: anna.email, password: anna.password })
    assert.deepEqual((await browser.call('GET', '/v1/audit/odd')).body, { days: 7, people: [], strangers: 0 })
  })
})

test('nobody changes what was noted: not the keep itself', async (t) => {
  const house = await accessHouse(t)
  await setUpByAnna(house)
  for (const attempt of [
    sql`update keep.audit set act = 'session.failed'`,
    sql`delete from keep.audit`,
    sql`truncate keep.audit`,
    sql`alter table keep.audit disable trigger all`,
  ])
    await assert.rejects(attempt.execute(house.db), /permission denied|must be owner/)
  const count = async () => (await house.db.selectFrom('keep.audit').select('at').execute()).length
  const before = await count()
  await t.test('what is older than three years goes, by a function that lets nothing younger go', async () => {
    await sql`select keep.sweep_audit(100000)`.execute(house.db)
    assert.equal(await count(), before)
    await noteAct(house.db, { by: null, act: 'session.failed', now: new Date('2020-01-01T00:00:00Z') })
    await sql`select keep.sweep_audit(100000)`.execute(house.db)
    assert.equal(await count(), before)
  })
})

test('only codes and figures are facts', async (t) => {
  const cases: readonly [value: string | number | boolean, is: boolean][] = [
    ['clerk', true],
    ['record,read', true],
    [12345678, true],
    [true, true],
    ['Анна', false],
    ['anna@example.org', false],
    ['+79123456789', false],
    ['call 1234567', false],
    ['two words', false],
    ['x'.repeat(201), false],
  ]
  for (const [value, is] of cases) assert.equal(isFact(value), is, String(value))
  await t.test('and what is none is left out of the row', async (t) => {
    const house = await accessHouse(t)
    await noteAct(house.db, {
      by: null,
      act: 'settings.changed',
      facts: { what: 'company', name: 'Анна Белова', phone: '+79123456789' },
      now: house.clock.now(),
    })
    const [row] = await house.db.selectFrom('keep.audit').select('facts').execute()
    assert.deepEqual(row?.facts, { what: 'company' })
  })
})
