import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TOTP } from 'otpauth'
import { type AccessHouse, accessHouse, anna, type Browser, colleague, lettersOf, setUpByAnna } from '../../../../test/accessHouse.ts'
import { authenticator } from '../../../../test/authenticator.ts'
import { isFresh } from './confirm.ts'
import { mustEnrol, mustUsePasskey, type Standing } from './rules.ts'

const minute = 60_000

/** Adds a passkey, and gives the answer it signs in by. */
async function withPasskey(house: AccessHouse, browser: Browser): Promise<() => Promise<object>> {
  const [device, at] = [authenticator(), { origin: house.origin, host: 'localhost' }]
  const challenge = async (path: string) => String((await browser.call('POST', path, {})).body['challenge'])
  await browser.call('POST', '/v1/session/passkey/register', device.register(await challenge('/v1/session/passkey/register-options'), at))
  return async () => device.answer(await challenge('/v1/session/passkey/options'), at)
}

async function withCodes(house: AccessHouse, browser: Browser): Promise<() => string> {
  const { secret } = (await browser.call('POST', '/v1/session/totp', {})).body
  const code = () => new TOTP({ secret: String(secret) }).generate({ timestamp: house.clock.now().getTime() })
  await browser.call('POST', '/v1/session/totp/confirm', { code: code() })
  house.clock.advance(minute)
  return code
}

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

test('who must put a second factor on, and whose password alone is too little', () => {
  const rules = { second_factor_roles: ['admin'], only_providers: false, break_glass: null }
  const bare: Standing = { role: 'admin', way: 'password', codes: false, passkeys: 0 }
  const cases: readonly [what: string, standing: Standing, enrol: boolean, passkey: boolean][] = [
    ['a role that is asked, with nothing', bare, true, false],
    ['a role that is not asked', { ...bare, role: 'clerk' }, false, false],
    ['codes', { ...bare, way: 'code', codes: true }, false, false],
    ['a passkey', { ...bare, way: 'passkey', passkeys: 1 }, false, true],
    ['codes and a passkey', { ...bare, codes: true, passkeys: 1 }, false, false],
    ['whoever came by a provider', { ...bare, way: 'provider' }, false, false],
  ]
  for (const [what, standing, enrol, passkey] of cases) assert.deepEqual([mustEnrol(rules, standing), mustUsePasskey(rules, standing)], [enrol, passkey], what)
  const now = new Date('2026-11-21T10:00:00Z')
  for (const [ago, fresh] of [
    [0, true],
    [10 * minute - 1, true],
    [10 * minute, false],
  ] as const)
    assert.equal(isFresh(new Date(now.getTime() - ago), now), fresh)
  assert.equal(isFresh(null, now), false)
})

test('recovery codes', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const signIn = (code: string, network?: string) => house.browser(network).call('POST', '/v1/session', { email: anna.email, password: anna.password, code })

  await t.test('no: without codes of a phone there is nothing they stand in for', async () =>
    assert.equal((await admin.call('POST', '/v1/session/recovery-codes', {})).status, 400),
  )
  await withCodes(house, admin)
  let codes: string[] = []
  await t.test('POST /v1/session/recovery-codes shows ten, and only their digests are kept', async () => {
    codes = textsOf((await admin.call('POST', '/v1/session/recovery-codes', {})).body['codes'])
    assert.deepEqual([codes.length, new Set(codes).size], [10, 10])
    for (const code of codes) assert.match(code, /^[2-9a-z]{5}-[2-9a-z]{5}$/)
    const rows = JSON.stringify(await house.db.selectFrom('keep.recovery_code').selectAll().execute())
    assert.equal(
      codes.some((code) => rows.includes(code) || rows.includes(code.replace('-', ''))),
      false,
    )
  })
  await t.test('each works once, of two at once too; its owner gets a letter', async () => {
    const [first = '', second = ''] = codes
    assert.equal((await signIn('22222-22222')).status, 401)
    const both = await Promise.all([signIn(first), signIn(first)])
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 401])
    assert.equal((await signIn(second.toUpperCase().replace('-', ' '))).status, 200)
    assert.deepEqual(
      (await lettersOf(house)).map((letter) => letter.kind),
      ['recovery_used', 'recovery_used'],
    )
    assert.equal((await admin.call('GET', '/v1/session/factors')).body['recovery_left'], 8)
  })
  await t.test('another’s code is none, and new ones end the old', async () => {
    const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
    await withCodes(house, clerk)
    const own = textsOf((await clerk.call('POST', '/v1/session/recovery-codes', {})).body['codes'])
    assert.equal((await signIn(own[0] ?? '')).status, 401)
    await admin.call('POST', '/v1/session/recovery-codes', {})
    assert.equal((await signIn(codes[2] ?? '')).status, 401)
  })
})

test('dangerous deeds ask once more who it is', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const key = { kind: 'secret', title: 'Shop', source: 'shop', scopes: ['record'] }
  const make = (who: Browser) => who.call('POST', '/v1/api-keys', key)

  await t.test('within ten minutes of the sign-in they do not', async () => {
    house.clock.advance(10 * minute - 1)
    assert.equal((await make(admin)).status, 200)
  })
  await t.test('after it they do, and say so; everything else goes on', async () => {
    house.clock.advance(1)
    const { status, body } = await make(admin)
    assert.deepEqual([status, body['place']], [403, 'confirm'])
    for (const [method, path] of [
      ['DELETE', '/v1/staff/s_any'],
      ['DELETE', '/v1/staff/s_any/second-factor'],
      ['POST', '/v1/staff/budget-requests/q_any/approve'],
      ['PUT', '/v1/staff/sign-in-rules'],
      ['POST', '/v1/session/recovery-codes'],
      ['DELETE', '/v1/session/passkeys/any'],
      ['POST', '/v1/staff'],
      ['PATCH', '/v1/staff/s_any'],
      ['POST', '/v1/staff/s_any/reset'],
      ['POST', '/v1/staff/invitations'],
      ['POST', '/v1/staff/invitations/v_any/send'],
      ['PUT', '/v1/roles/any'],
      ['POST', '/v1/roles/any/retire'],
      // Else a session left open on a desk would be a key to the account from then on.
      ['POST', '/v1/session/passkey/register-options'],
      ['POST', '/v1/session/totp'],
    ] as const)
      assert.deepEqual((await admin.call(method, path, method === 'DELETE' ? undefined : {})).body['place'], 'confirm', path)
    assert.equal((await admin.call('GET', '/v1/staff')).status, 200)
  })
  await t.test('POST /v1/session/confirm: a wrong password, another site; then the right one', async () => {
    assert.equal((await admin.call('POST', '/v1/session/confirm', { password: 'a wrong password' })).status, 400)
    assert.equal((await admin.call('POST', '/v1/session/confirm', { password: anna.password }, { origin: 'https://evil.example' })).status, 403)
    assert.equal((await make(admin)).status, 403)
    assert.equal((await admin.call('POST', '/v1/session/confirm', { password: anna.password })).status, 200)
    assert.equal((await make(admin)).status, 200)
  })
  await t.test('it is good for the session it was shown in', async () => {
    house.clock.advance(11 * minute)
    const other = house.browser()
    await other.call('POST', '/v1/session', { email: anna.email, password: anna.password })
    assert.deepEqual([(await make(other)).status, (await make(admin)).status], [200, 403])
  })
  await t.test('whoever has codes shows a code: the password is too little', async () => {
    await admin.call('POST', '/v1/session/confirm', { password: anna.password })
    const code = await withCodes(house, admin)
    house.clock.advance(11 * minute)
    assert.equal((await admin.call('POST', '/v1/session/confirm', { password: anna.password })).status, 400)
    assert.equal((await admin.call('POST', '/v1/session/confirm', { code: '000000' })).status, 400)
    assert.equal((await admin.call('POST', '/v1/session/confirm', { code: code() })).status, 200)
    assert.equal((await make(admin)).status, 200)
  })
})

test('passkeys have names and can be removed', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const answer = await withPasskey(house, admin)
  const keys = async (): Promise<{ id: string; title: string }[]> => {
    const { passkeys } = (await admin.call('GET', '/v1/session/factors')).body
    return Array.isArray(passkeys) ? passkeys : []
  }
  const path = async () => `/v1/session/passkeys/${(await keys())[0]?.id}`

  await t.test('PUT /v1/session/passkeys/:passkey_id: not a colleague’s, not without a name', async () => {
    assert.equal((await clerk.call('PUT', await path(), { title: 'Mine' })).status, 404)
    assert.equal((await admin.call('PUT', await path(), { title: ' ' })).status, 400)
    assert.equal((await admin.call('PUT', await path(), { title: 'Рабочий ноутбук' })).status, 200)
    assert.deepEqual(
      (await keys()).map((one) => one.title),
      ['Рабочий ноутбук'],
    )
  })
  await t.test('POST /v1/session/confirm/passkey: one’s own, not a colleague’s', async () => {
    house.clock.advance(11 * minute)
    assert.equal((await clerk.call('POST', '/v1/session/confirm/passkey', await answer())).status, 400)
    assert.equal((await admin.call('DELETE', await path())).status, 403)
    assert.equal((await admin.call('POST', '/v1/session/confirm/passkey', await answer())).status, 200)
  })
  await t.test('DELETE /v1/session/passkeys/:passkey_id ends it', async () => {
    await clerk.call('POST', '/v1/session/confirm', { password: 'the password of ben@example.org' })
    assert.equal((await clerk.call('DELETE', await path())).status, 404)
    assert.equal((await admin.call('DELETE', await path())).status, 200)
    assert.deepEqual(await keys(), [])
    assert.equal((await house.browser().call('POST', '/v1/session/passkey/verify', await answer())).status, 401)
  })
})

test('the company asks for a second factor', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const asked = { second_factor_roles: ['clerk'], only_providers: false, break_glass: null }

  await t.test('PUT /v1/staff/sign-in-rules is not for a clerk; GET /v1/staff/sign-in-rules neither', async () => {
    assert.equal((await clerk.call('PUT', '/v1/staff/sign-in-rules', asked)).status, 403)
    assert.equal((await clerk.call('GET', '/v1/staff/sign-in-rules')).status, 403)
    assert.equal(
      (await admin.call('PUT', '/v1/staff/sign-in-rules', { ...asked, only_providers: true })).status,
      400,
      'nobody would get in when the provider is away',
    )
    const own = Object(Object((await admin.call('GET', '/v1/session')).body['staff']))['id']
    const shut = await admin.call('PUT', '/v1/staff/sign-in-rules', { ...asked, only_providers: true, break_glass: own })
    assert.deepEqual([shut.status, shut.body['place']], [400, 'only_providers'], 'nobody but one would get in while there is no provider')
    assert.equal(Object((await admin.call('GET', '/v1/staff/sign-in-rules')).body)['only_providers'], false)
    assert.equal((await admin.call('PUT', '/v1/staff/sign-in-rules', asked)).status, 200)
    assert.deepEqual((await admin.call('GET', '/v1/staff/sign-in-rules')).body, asked)
  })
  await t.test('at once nothing opens for whoever has none but putting one on', async () => {
    assert.equal(Object((await clerk.call('GET', '/v1/session')).body['staff'])['must_enrol'], true)
    const refused = await clerk.call('GET', '/v1/staff/budget-requests')
    assert.deepEqual([refused.status, refused.body['place']], [403, 'second_factor'])
    assert.equal((await clerk.call('POST', '/v1/session/password', { password: 'the password of ben@example.org', next: 'another long password' })).status, 403)
    assert.equal((await clerk.call('GET', '/v1/session/factors')).body['required'], true)
    assert.equal((await admin.call('GET', '/v1/staff/budget-requests')).status, 200)
  })
  await t.test('and everything opens once it is on', async () => {
    await withCodes(house, clerk)
    assert.equal((await clerk.call('GET', '/v1/staff/budget-requests')).status, 200)
    assert.equal(Object((await clerk.call('GET', '/v1/session')).body['staff'])['must_enrol'], false)
  })
  await t.test('whose second factor is a passkey does not come in by the password alone', async () => {
    const vera = await colleague(house, admin, 'privacy', 'vera@example.org')
    const answer = await withPasskey(house, vera)
    await admin.call('POST', '/v1/session/confirm', { password: anna.password })
    await admin.call('PUT', '/v1/staff/sign-in-rules', { ...asked, second_factor_roles: ['clerk', 'privacy'] })
    const by = house.browser()
    const password = await by.call('POST', '/v1/session', { email: 'vera@example.org', password: 'the password of vera@example.org' })
    assert.deepEqual([password.body['needs'], password.cookie], ['passkey', undefined])
    assert.equal((await by.call('POST', '/v1/session/passkey/verify', await answer())).status, 200)
    assert.equal((await by.call('GET', '/v1/staff/budget-requests')).status, 200)
  })
})

test('a lost second step is taken off by an administrator: codes, recovery codes and passkeys end, and its owner gets a letter', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const code = await withCodes(house, clerk)
  const { codes } = (await clerk.call('POST', '/v1/session/recovery-codes', {})).body
  const answer = await withPasskey(house, clerk)
  const { id } = Object((await clerk.call('GET', '/v1/session')).body['staff'])
  await admin.call('POST', '/v1/session/confirm', { password: anna.password })
  assert.equal((await clerk.call('DELETE', `/v1/staff/${id}/second-factor`)).status, 403)
  assert.equal((await admin.call('DELETE', `/v1/staff/${id}/second-factor`)).status, 200)
  assert.equal((await clerk.call('GET', '/v1/session/factors')).status, 401)
  assert.deepEqual(
    (await lettersOf(house)).map((letter) => [letter.kind, letter.to]),
    [['factor_removed', 'ben@example.org']],
  )
  assert.equal((await house.browser().call('POST', '/v1/session/passkey/verify', await answer())).status, 401)
  const ben = { email: 'ben@example.org', password: 'the password of ben@example.org' }
  const again = house.browser()
  assert.equal((await again.call('POST', '/v1/session', ben)).body['needs'], null)
  await withCodes(house, again)
  assert.equal((await house.browser().call('POST', '/v1/session', { ...ben, code: textsOf(codes)[0] })).status, 401, 'codes of the phone before')
  assert.equal((await house.browser().call('POST', '/v1/session', { ...ben, code: code() })).status, 401)
})
