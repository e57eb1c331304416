import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccessHouse, accessHouse, anna, type Browser, colleague, lettersOf, setUpByAnna } from '../../../../test/accessHouse.ts'
import { authenticator } from '../../../../test/authenticator.ts'

const boris = { email: 'boris@example.org', role: 'marketer', units: [], language: 'ru' }
const taken = { name: 'Борис Чехов', password: 'a long password of Boris' }
const tokenOf = (link: unknown) => String(link).split('#')[1] ?? ''
const idOf = (body: Record<string, unknown>) => String(Object(body['invitation'])['id'])
const openOnes = async (admin: Browser) => {
  const { body } = await admin.call('GET', '/v1/staff/invitations')
  return Array.isArray(body['items']) ? body['items'].map((one) => [one.email, one.expired]) : []
}

async function invited(house: AccessHouse): Promise<{ admin: Browser; id: string; token: string }> {
  const admin = await setUpByAnna(house)
  const { body } = await admin.call('POST', '/v1/staff/invitations', boris)
  return { admin, id: idOf(body), token: tokenOf(body['link']) }
}

test('POST /v1/staff/invitations', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const refused: readonly [what: string, status: number, call: () => Promise<{ status: number }>][] = [
    ['a clerk', 403, () => clerk.call('POST', '/v1/staff/invitations', boris)],
    ['nobody', 401, () => house.browser().call('POST', '/v1/staff/invitations', boris)],
    ['another site', 403, () => admin.call('POST', '/v1/staff/invitations', boris, { origin: 'https://evil.example' })],
    ['no address', 400, () => admin.call('POST', '/v1/staff/invitations', { ...boris, email: 'boris' })],
    ['a role there is none of', 400, () => admin.call('POST', '/v1/staff/invitations', { ...boris, role: 'king' })],
    ['whoever is on the staff', 409, () => admin.call('POST', '/v1/staff/invitations', { ...boris, email: 'Ben@Example.org' })],
  ]
  for (const [what, status, call] of refused) await t.test(`no: ${what}`, async () => assert.equal((await call()).status, status))
  await t.test('no letter was written', async () => assert.deepEqual(await lettersOf(house), []))
  await t.test('yes: a letter with the link, and GET /v1/staff/invitations lists it; the second time it is to be sent again', async () => {
    const { status, body } = await admin.call('POST', '/v1/staff/invitations', boris)
    assert.equal(status, 200)
    const [letter] = await lettersOf(house)
    assert.deepEqual([letter?.kind, letter?.to, letter?.by, letter?.link, letter?.language], ['invitation', boris.email, anna.name, body['link'], 'ru'])
    assert.equal((await admin.call('POST', '/v1/staff/invitations', { ...boris, email: 'BORIS@example.org' })).status, 409)
    assert.deepEqual(await openOnes(admin), [[boris.email, false]])
    assert.equal(JSON.stringify((await admin.call('GET', '/v1/staff/invitations')).body).includes(tokenOf(body['link'])), false)
  })
})

test('joining by an invitation: POST /v1/session/invitation/take', async (t) => {
  const house = await accessHouse(t)
  const { admin, id, token } = await invited(house)
  const guest = () => house.browser()
  const take = (with_: object) => guest().call('POST', '/v1/session/invitation/take', { token, ...taken, ...with_ })

  await t.test('POST /v1/session/invitation says what it is for and spends nothing', async () => {
    for (let i = 0; i < 2; i++) {
      const { status, body } = await guest().call('POST', '/v1/session/invitation', { token })
      assert.deepEqual([status, body['email'], body['role']], [200, boris.email, 'marketer'])
    }
    assert.equal((await guest().call('POST', '/v1/session/invitation', { token: 'a guess' })).status, 401)
  })
  await t.test('no: a guess, another site, a short password, neither password nor passkey, no name', async () => {
    assert.equal((await take({ token: 'a guess' })).status, 401)
    assert.equal((await guest().call('POST', '/v1/session/invitation/take', { token, ...taken }, { origin: 'https://evil.example' })).status, 403)
    assert.equal((await take({ password: 'short' })).status, 400)
    assert.equal((await guest().call('POST', '/v1/session/invitation/take', { token, name: 'Boris' })).status, 400)
    assert.equal((await take({ name: ' ' })).status, 400)
    assert.equal((await take({ passkey: { id: 'forged' } })).status, 400)
    assert.equal((await house.db.selectFrom('keep.staff').select('staff_id').execute()).length, 1)
  })
  await t.test('POST /v1/staff/invitations/:invitation_id/send: the old link works no more', async () => {
    const { status, body } = await admin.call('POST', `/v1/staff/invitations/${id}/send`, {})
    assert.equal(status, 200)
    assert.equal((await take({})).status, 401)
    const fresh = tokenOf(body['link'])
    const both = await Promise.all([0, 1].map(() => guest().call('POST', '/v1/session/invitation/take', { ...taken, token: fresh })))
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 401])
    const joined = both.find((one) => one.status === 200)
    assert.ok(joined?.cookie, 'signed in')
    assert.deepEqual(await openOnes(admin), [])
    assert.equal((await admin.call('POST', `/v1/staff/invitations/${id}/send`, {})).status, 404)
  })
  await t.test('they sign in from then on, with the role they were invited for', async () => {
    const { status, body } = await guest().call('POST', '/v1/session', { email: boris.email, password: taken.password })
    assert.deepEqual([status, Object(Object(body['me'])['staff'])['role'], Object(Object(body['me'])['staff'])['name']], [200, 'marketer', taken.name])
  })
  await t.test('whoever was dismissed can be invited back, and nothing they signed in by before works', async () => {
    const { body } = await admin.call('GET', '/v1/staff')
    const was = (Array.isArray(body['items']) ? body['items'] : []).find((one) => one.email === boris.email)
    await admin.call('DELETE', `/v1/staff/${was?.id}`)
    const again = (await admin.call('POST', '/v1/staff/invitations', { ...boris, role: 'clerk' })).body
    const joined = await guest().call('POST', '/v1/session/invitation/take', {
      token: tokenOf(again['link']),
      name: taken.name,
      password: 'another long password',
    })
    assert.equal(joined.status, 200)
    assert.equal((await guest().call('POST', '/v1/session', { email: boris.email, password: taken.password })).status, 401)
    const now = (await admin.call('GET', '/v1/staff')).body['items']
    assert.deepEqual(
      (Array.isArray(now) ? now : []).filter((one) => one.email === boris.email).map((one) => [one.id, one.role, one.status]),
      [[was?.id, 'clerk', 'active']],
    )
  })
})

test('joining by a passkey: POST /v1/session/invitation/passkey', async (t) => {
  const house = await accessHouse(t)
  const { token } = await invited(house)
  const [guest, device, at] = [house.browser(), authenticator(), { origin: house.origin, host: 'localhost' }]
  const begin = (of: string) => guest.call('POST', '/v1/session/invitation/passkey', { token: of, name: taken.name })
  assert.equal((await begin('a guess')).status, 401)
  const passkey = device.register(String((await begin(token)).body['challenge']), at)
  const [first, second] = [
    await guest.call('POST', '/v1/session/invitation/take', { token, name: taken.name, passkey }),
    await house.browser().call('POST', '/v1/session/invitation/take', { token, name: taken.name, passkey }),
  ]
  assert.deepEqual([first.status, second.status], [200, 401])
  const options = (await house.browser().call('POST', '/v1/session/passkey/options', {})).body
  const back = await house.browser().call('POST', '/v1/session/passkey/verify', device.answer(String(options['challenge']), at))
  assert.deepEqual([back.status, Object(back.body['staff'])['name']], [200, taken.name])
})

test('an invitation ends: taken back, or after seven days', async (t) => {
  const house = await accessHouse(t)
  const { admin, id, token } = await invited(house)
  await t.test('after seven days it is listed as too old, and can be sent again', async () => {
    house.clock.advance(7 * 86_400_000)
    await admin.call('POST', '/v1/session', { email: anna.email, password: anna.password })
    assert.equal((await house.browser().call('POST', '/v1/session/invitation', { token })).status, 401)
    assert.deepEqual(await openOnes(admin), [[boris.email, true]])
    const { body } = await admin.call('POST', `/v1/staff/invitations/${id}/send`, {})
    assert.equal((await house.browser().call('POST', '/v1/session/invitation', { token: tokenOf(body['link']) })).status, 200)
  })
  await t.test('DELETE /v1/staff/invitations/:invitation_id', async () => {
    const { body } = await admin.call('POST', `/v1/staff/invitations/${id}/send`, {})
    assert.equal((await admin.call('DELETE', `/v1/staff/invitations/${id}`)).status, 200)
    assert.equal((await house.browser().call('POST', '/v1/session/invitation/take', { token: tokenOf(body['link']), ...taken })).status, 401)
    assert.equal((await admin.call('DELETE', `/v1/staff/invitations/${id}`)).status, 404)
    assert.equal((await admin.call('POST', '/v1/staff/invitations', boris)).status, 200)
  })
  await t.test('whoever was added by hand meanwhile has none any more, also when both happen at once', async () => {
    const first = tokenOf((await admin.call('POST', '/v1/staff/invitations', { ...boris, email: 'first@example.org' })).body['link'])
    const add = (email: string) => admin.call('POST', '/v1/staff', { name: 'X', email, password: 'a long password', role: 'clerk' })
    const take = (token: string) => house.browser().call('POST', '/v1/session/invitation/take', { token, ...taken })
    assert.equal((await add('first@example.org')).status, 200)
    assert.ok(!(await openOnes(admin)).some(([email]) => email === 'first@example.org'))
    assert.equal((await take(first)).status, 401)
    for (let n = 0; n < 6; n++) {
      const email = `both${n}@example.org`
      const token = tokenOf((await admin.call('POST', '/v1/staff/invitations', { ...boris, email })).body['link'])
      const both = await Promise.all([add(email), take(token)])
      assert.ok(both.map((one) => one.status).join() === '200,401' || both.map((one) => one.status).join() === '409,200', JSON.stringify(both))
    }
  })
})
