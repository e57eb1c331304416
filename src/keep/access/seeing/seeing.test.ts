import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccessHouse, accessHouse, type Browser, colleague, setUpByAnna } from '../../../../test/accessHouse.ts'

const itemsOf = (body: Record<string, unknown>) => (Array.isArray(body['items']) ? body['items'] : [])
const meOf = async (browser: Browser) => Object((await browser.call('GET', '/v1/session')).body['staff'])

async function person(house: AccessHouse, admin: Browser, role: string, email: string): Promise<{ browser: Browser; id: string }> {
  const browser = await colleague(house, admin, role, email)
  return { browser, id: itemsOf((await admin.call('GET', '/v1/staff')).body).find((one) => one.email === email)?.id }
}

test('POST /v1/session/seeing: to look through a colleague’s eyes', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const own = await meOf(admin)
  const ben = await person(house, admin, 'clerk', 'ben@example.org')

  await t.test('is for whoever may, at somebody else who works here', async () => {
    assert.equal((await house.browser().call('POST', '/v1/session/seeing', { staff_id: own.id })).status, 401)
    assert.equal((await ben.browser.call('POST', '/v1/session/seeing', { staff_id: own.id })).status, 403)
    assert.equal((await admin.call('POST', '/v1/session/seeing', { staff_id: own.id })).status, 409)
    assert.equal((await admin.call('POST', '/v1/session/seeing', { staff_id: 'none' })).status, 404)
    const gone = await person(house, admin, 'clerk', 'gone@example.org')
    await admin.call('DELETE', `/v1/staff/${gone.id}`)
    assert.equal((await admin.call('POST', '/v1/session/seeing', { staff_id: gone.id })).status, 409)
    assert.equal((await meOf(admin)).seen_by, null)
    assert.equal((await admin.call('DELETE', '/v1/session/seeing')).status, 200)
  })
  await t.test('shows what both may see, and says who looks', async () => {
    assert.equal((await admin.call('POST', '/v1/session/seeing', { staff_id: ben.id })).status, 200)
    const me = await meOf(admin)
    assert.deepEqual([me.id, me.role, me.seen_by], [ben.id, 'clerk', { id: own.id, name: own.name }])
    assert.ok(!me.abilities.includes('staff.manage'))
    assert.equal((await admin.call('GET', '/v1/staff')).status, 403)
    assert.equal((await admin.call('GET', '/v1/roles')).status, 200)
  })
  await t.test('nothing can be changed, by way of whatever endpoint', async () => {
    const deeds: readonly [string, string, object?][] = [
      ['POST', '/v1/session/seeing', { staff_id: own.id }],
      ['POST', '/v1/staff', { name: 'Eve', email: 'eve@example.org', password: 'a password of Eve', role: 'clerk' }],
      ['PUT', '/v1/roles/till', {}],
      ['POST', '/v1/session/totp', {}],
      ['POST', '/v1/session/password', { password: 'another password', current: 'x' }],
      ['DELETE', '/v1/session/others'],
      ['DELETE', `/v1/session/devices/${'A'.repeat(43)}`],
    ]
    for (const [method, path, body] of deeds) {
      const { status, body: said } = await admin.call(method, path, body)
      assert.deepEqual([status, said['place']], [403, 'seeing'], `${method} ${path}`)
    }
  })
  await t.test('whoever is dismissed or may look no more meanwhile shows nothing, and one still leaves', async () => {
    await house.db.updateTable('keep.staff').set({ status: 'dismissed' }).where('role', '=', 'clerk').execute()
    assert.deepEqual((await meOf(admin)).abilities, [])
    assert.equal((await admin.call('GET', '/v1/audit')).status, 403)
    assert.equal((await admin.call('POST', '/v1/staff', {})).status, 403)
    await house.db.updateTable('keep.staff').set({ status: 'active' }).where('role', '=', 'clerk').execute()
  })
  await t.test('DELETE /v1/session/seeing: oneself again, and the audit names both', async () => {
    for (const _ of [1, 2]) assert.equal((await admin.call('DELETE', '/v1/session/seeing')).status, 200)
    assert.deepEqual(await meOf(admin), own)
    const rows = itemsOf((await admin.call('GET', '/v1/audit?act=staff')).body).filter((row) => row.act.startsWith('staff.seen_as'))
    assert.deepEqual(
      rows.map((row) => [row.act, row.by.name, row.by.as?.name ?? null, row.subject.name]),
      [
        ['staff.seen_as_ended', own.name, 'ben@example.org', 'ben@example.org'],
        ['staff.seen_as', own.name, null, 'ben@example.org'],
      ],
    )
    const refused = itemsOf((await admin.call('GET', '/v1/audit?act=session.refused')).body).filter((row) => row.by.name === own.name)
    assert.ok(refused.length > 0 && refused.every((row) => row.by.as.name === 'ben@example.org'))
    assert.match(await fetchText(house, admin, '/v1/audit/file'), /as_name/)
  })
})

async function fetchText(house: AccessHouse, browser: Browser, path: string): Promise<string> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return (await fetch(house.origin + path, { headers: { cookie } })).text()
}

test('nobody sees more through a colleague’s eyes than with their own', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const title = { en: 'Shift', ru: 'Смена' }
  const role = { title, abilities: ['work.see', 'staff.preview'], sees: ['contact'], changes: ['contact'], scope: 'all', from: 0 }
  await admin.call('PUT', '/v1/roles/shift', role)
  const shift = await person(house, admin, 'shift', 'shift@example.org')
  const { id } = await meOf(admin)
  assert.equal((await shift.browser.call('POST', '/v1/session/seeing', { staff_id: id })).status, 200)
  const me = await meOf(shift.browser)
  assert.deepEqual([me.role, me.abilities.toSorted()], ['admin', ['staff.preview', 'work.see']])
  assert.equal((await shift.browser.call('GET', '/v1/staff')).status, 403)

  await t.test('and nobody who works with their own units, for then they would see others’', async () => {
    await shift.browser.call('DELETE', '/v1/session/seeing')
    await admin.call('PUT', '/v1/roles/shift', { ...role, scope: 'own', from: 1 })
    assert.equal((await shift.browser.call('POST', '/v1/session/seeing', { staff_id: id })).status, 403)
  })
})
