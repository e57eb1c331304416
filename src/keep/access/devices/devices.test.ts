import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessHouse, anna, type Browser, colleague, lettersOf, setUpByAnna } from '../../../../test/accessHouse.ts'

type Device = { id: string; device: string; current: boolean; may_end?: boolean; staff?: { id: string; name: string } }
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Safari/604.1'
const devicesOf = async (who: Browser): Promise<Device[]> => {
  const { staff } = (await who.call('GET', '/v1/session/devices')).body
  return Array.isArray(staff) ? staff : []
}
const everybody = async (who: Browser, query = ''): Promise<Device[]> => {
  const { items } = (await who.call('GET', `/v1/staff/sessions${query}`)).body
  return Array.isArray(items) ? items : []
}

test('where one is signed in', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const other = house.browser()
  const signIn = (agent: string) => other.call('POST', '/v1/session', { email: anna.email, password: anna.password }, { 'user-agent': agent })

  await t.test('the first device and one that is known write no letter; a new one does', async () => {
    await signIn(firefox)
    assert.deepEqual(await lettersOf(house), [])
    await signIn(phone)
    assert.deepEqual(
      (await lettersOf(house)).map((letter) => [letter.kind, letter.to, letter.device]),
      [['new_device', anna.email, 'Safari, iPhone']],
    )
    await signIn(phone)
    assert.equal((await lettersOf(house)).length, 1)
  })
  await t.test('DELETE /v1/session/devices/:session_id: not a colleague’s, not a guess, not from another site; one’s own', async () => {
    const mine = (await devicesOf(admin)).filter((one) => !one.current)
    const [one] = mine
    const path = `/v1/session/devices/${one?.id}`
    assert.equal((await clerk.call('DELETE', path)).status, 404)
    assert.equal((await house.browser().call('DELETE', path)).status, 404)
    assert.equal((await admin.call('DELETE', '/v1/session/devices/guess')).status, 404)
    assert.equal((await admin.call('DELETE', path, undefined, { origin: 'https://evil.example' })).status, 403)
    assert.equal((await admin.call('DELETE', path)).status, 200)
    assert.equal((await devicesOf(admin)).filter((each) => !each.current).length, mine.length - 1)
    assert.equal((await admin.call('DELETE', path)).status, 404)
  })
})

test('administrators see everybody’s sessions and end them', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  await house.customer(7, 'eva@mail.example')

  await t.test('GET /v1/staff/sessions is not for a clerk', async () => assert.equal((await clerk.call('GET', '/v1/staff/sessions')).status, 403))
  await t.test('who, on what, since when; the own one is marked; of one person on demand', async () => {
    const all = await everybody(admin)
    assert.deepEqual(all.map((one) => [one.staff?.name, one.device, one.current]).sort(), [
      ['ben@example.org', 'Firefox, Linux', false],
      [anna.name, 'Firefox, Linux', true],
    ])
    const ben = all.find((one) => one.staff?.name === 'ben@example.org')
    assert.deepEqual(
      (await everybody(admin, `?staff=${ben?.staff?.id}`)).map((one) => one.staff?.name),
      ['ben@example.org'],
    )
    assert.equal((await everybody(admin, '?limit=1')).length, 1)
  })
  await t.test('DELETE /v1/staff/sessions/:session_id ends it at once, and the audit says whose', async () => {
    const ben = (await everybody(admin)).find((one) => one.staff?.name === 'ben@example.org')
    assert.equal((await clerk.call('DELETE', `/v1/staff/sessions/${ben?.id}`)).status, 403)
    assert.equal((await admin.call('DELETE', `/v1/staff/sessions/${ben?.id}`)).status, 200)
    assert.equal((await clerk.call('GET', '/v1/staff/budget-requests')).status, 401)
    assert.equal((await admin.call('DELETE', `/v1/staff/sessions/${ben?.id}`)).status, 404)
    const { items } = (await admin.call('GET', '/v1/audit?act=session.ended')).body
    assert.deepEqual(
      (Array.isArray(items) ? items : []).map((row) => [row.subject.name, row.facts]),
      [['ben@example.org', { own: false, count: 1 }]],
    )
  })
  await t.test('DELETE /v1/staff/:staff_id/sessions ends all of a colleague’s, not one’s own', async () => {
    const ben = house.browser()
    const signIn = (who: Browser) => who.call('POST', '/v1/session', { email: 'ben@example.org', password: 'the password of ben@example.org' })
    for (const who of [clerk, ben]) await signIn(who)
    const sessions = await everybody(admin)
    const [bens, annas] = ['ben@example.org', anna.name].map((name) => sessions.find((one) => one.staff?.name === name)?.staff?.id)
    assert.equal((await clerk.call('DELETE', `/v1/staff/${annas}/sessions`)).status, 403)
    assert.equal((await admin.call('DELETE', `/v1/staff/${annas}/sessions`)).status, 409)
    assert.equal((await admin.call('DELETE', '/v1/staff/s_none/sessions')).status, 404)
    assert.deepEqual((await admin.call('DELETE', `/v1/staff/${bens}/sessions`)).body, { ended: 2 })
    for (const who of [clerk, ben]) assert.equal((await who.call('GET', '/v1/staff/budget-requests')).status, 401)
  })
  await t.test('nobody ends the sessions of somebody who may more than they, and the lists say so', async () => {
    const keeper = { title: { en: 'Keeper', ru: 'Хранитель' }, abilities: ['staff.manage'], sees: [], changes: [], scope: 'all', from: 0 }
    assert.equal((await admin.call('PUT', '/v1/roles/keeper', keeper)).status, 200)
    const boss = await colleague(house, admin, 'keeper', 'kay@example.org')
    const peer = await colleague(house, admin, 'keeper', 'kim@example.org')
    const seen = await everybody(boss)
    const of = (name: string) => seen.find((one) => one.staff?.name === name)
    assert.deepEqual([of(anna.name)?.may_end, of('kim@example.org')?.may_end], [false, true])
    assert.equal((await boss.call('DELETE', `/v1/staff/sessions/${of(anna.name)?.id}`)).status, 403)
    assert.equal((await boss.call('DELETE', `/v1/staff/${of(anna.name)?.staff?.id}/sessions`)).status, 403)
    assert.equal((await admin.call('GET', '/v1/staff')).status, 200, 'she is signed in still')
    const { items } = (await boss.call('GET', '/v1/staff')).body
    assert.deepEqual(
      (Array.isArray(items) ? items : [])
        .map((one) => [one.name, one.manageable])
        .filter(([name]) => name !== 'ben@example.org')
        .sort(),
      [
        ['kay@example.org', true],
        ['kim@example.org', true],
        [anna.name, false],
      ],
    )
    assert.equal((await boss.call('DELETE', `/v1/staff/sessions/${of('kim@example.org')?.id}`)).status, 200)
    assert.equal((await peer.call('GET', '/v1/staff')).status, 401)
  })
})
