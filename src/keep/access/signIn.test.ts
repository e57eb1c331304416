import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { accessHouse, anna, colleague, company, setUpByAnna, setUpCode } from '../../../test/accessHouse.ts'

const signIn = 'POST /v1/session'.split(' ')
const [method = '', path = ''] = signIn

test('setting up', async (t) => {
  const house = await accessHouse(t)
  const browser = house.browser()
  const said = { ...anna, language: 'ru', company }

  await t.test('GET /v1/session/state says that nobody has set it up', async () => {
    assert.deepEqual((await browser.call('GET', '/v1/session/state')).body, { ready: false, languages: ['en', 'ru'] })
  })
  await t.test('POST /v1/session/setup/code says at once whether the code is right, and a wrong one counts as a guess', async () => {
    const fresh = house.browser()
    assert.equal((await fresh.call('POST', '/v1/session/setup/code', { code: 'guessed' })).status, 403)
    assert.equal((await fresh.call('POST', '/v1/session/setup/code', { code: ` ${setUpCode} ` })).status, 200)
  })

  await t.test('POST /v1/session/setup with a wrong code makes nobody', async () => {
    const answer = await browser.call('POST', '/v1/session/setup', { ...said, code: 'guessed' })
    assert.equal(answer.status, 403)
    assert.equal(answer.body['place'], 'code')
    assert.equal((await browser.call('GET', '/v1/session/state')).body['ready'], false)
  })
  await t.test('a short password is refused with its place', async () => {
    const answer = await browser.call('POST', '/v1/session/setup', { ...said, code: setUpCode, password: 'short' })
    assert.deepEqual([answer.status, answer.body['place']], [400, 'password'])
  })
  await t.test('two at once make one administrator and one company', async () => {
    const both = await Promise.all(
      ['a@example.org', 'b@example.org'].map((email) => house.browser().call('POST', '/v1/session/setup', { ...said, email, code: setUpCode })),
    )
    assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
    assert.equal(house.companies.length, 1)
    assert.equal((await house.db.selectFrom('keep.staff').selectAll().execute()).length, 1)
  })
  await t.test('the code is of no use a second time', async () => {
    assert.equal((await browser.call('POST', '/v1/session/setup', { ...said, code: setUpCode })).status, 409)
  })
})

test('guessing the set-up code is slowed', async (t) => {
  const house = await accessHouse(t)
  const codes = Array.from({ length: 12 }, (_, i) => `guess ${i}`)
  const answers = await Promise.all(codes.map((code) => house.browser().call('POST', '/v1/session/setup', { ...anna, language: 'en', company, code })))
  assert.equal(answers.filter((answer) => answer.status === 403).length, 5)
  assert.equal(answers.filter((answer) => answer.status === 429).length, 7)
})

test('signing in by password', async (t) => {
  const house = await accessHouse(t)
  const browser = await setUpByAnna(house)
  await browser.call('DELETE', '/v1/session')

  const refused: readonly [what: string, body: object, status: number][] = [
    ['an unknown address', { email: 'nobody@example.org', password: anna.password }, 401],
    ['a wrong password', { email: anna.email, password: `${anna.password}!` }, 401],
    ['no password', { email: anna.email }, 400],
    ['an address that is none', { email: '@', password: 'x' }, 401],
    ['an address that no database holds', { email: '\0', password: 'x' }, 400],
    ['a list for an address', { email: ['anna@example.org'], password: 'x' }, 400],
  ]
  for (const [what, body, status] of refused) {
    await t.test(`is refused with ${what}`, async () => {
      const answer = await browser.call(method, path, body)
      assert.equal(answer.status, status)
      assert.equal(answer.setCookie, undefined)
    })
  }
  await t.test('the answer tells nothing about the address', async () => {
    const [unknown, wrong] = await Promise.all([
      browser.call(method, path, { email: 'who@example.org', password: 'x' }),
      browser.call(method, path, { email: anna.email, password: 'x' }),
    ])
    assert.deepEqual({ ...unknown.body, id: '' }, { ...wrong.body, id: '' })
  })
  await t.test('from another site is refused, also with the right password', async () => {
    const right = { email: anna.email, password: anna.password }
    const places: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of places) {
      assert.equal((await browser.call(method, path, right, headers)).status, 403, JSON.stringify(headers))
    }
  })
  await t.test('works with the address in any case, and the cookie is out of reach of scripts', async () => {
    const answer = await browser.call(method, path, { email: ' ANNA@Example.org', password: anna.password })
    assert.equal(answer.status, 200)
    assert.match(answer.setCookie ?? '', /^rapport_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Expires=/)
    const { staff } = (await browser.call('GET', '/v1/session')).body
    const { abilities, scope, customers, seal, ...who } = Object(staff)
    assert.match(seal, /^[\w-]{43}$/)
    assert.ok(abilities.includes('staff.manage') && scope === 'all' && customers === 'all')
    assert.deepEqual(
      { ...who, id: '' },
      { id: '', name: anna.name, role: 'admin', language: 'ru', units: [], second_factor: false, must_enrol: false, seen_by: null },
    )
  })
  await t.test('only the token’s digest is kept, and name and address only sealed', async () => {
    const rows = JSON.stringify([
      await house.db.selectFrom('keep.session').selectAll().execute(),
      await house.db.selectFrom('keep.staff').selectAll().execute(),
    ])
    for (const secret of [browser.cookies.get('rapport_session') ?? 'no', 'Белова', anna.email, anna.password]) assert.ok(!rows.includes(secret))
  })
})

test('many guesses at once are counted as many', async (t) => {
  const house = await accessHouse(t)
  await setUpByAnna(house)
  const guesses = await Promise.all(
    Array.from({ length: 20 }, (_, i) => house.browser(`198.51.${i}.1`).call(method, path, { email: anna.email, password: `guess number ${i}` })),
  )
  assert.equal(guesses.filter((answer) => answer.status === 401).length, 5)
  const late = await house.browser().call(method, path, { email: anna.email, password: anna.password })
  assert.equal(late.status, 429)
  assert.equal(late.retryAfter, '1')
  house.clock.advance(1_000)
  assert.equal((await house.browser().call(method, path, { email: anna.email, password: anna.password })).status, 200, 'a second later it is let in')
})

test('the wait doubles up to a quarter of an hour, for unknown addresses too, and a day forgets', async (t) => {
  const house = await accessHouse(t)
  const nobody = { email: 'nobody@example.org', password: 'a guess' }
  const waits: number[] = []
  for (let i = 0; i < 18; i++) {
    const answer = await house.browser(`198.51.${i}.1`).call(method, path, nobody)
    const waited = Number(answer.retryAfter ?? 0)
    if (waited > 0) {
      waits.push(waited)
      house.clock.advance(waited * 1000)
      assert.equal((await house.browser(`198.52.${i}.1`).call(method, path, nobody)).status, 401)
    }
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
  house.clock.advance(86_400_001)
  for (let i = 0; i < 5; i++) assert.equal((await house.browser(`198.53.${i}.1`).call(method, path, nobody)).status, 401)
})

test('codes by time', async (t) => {
  const house = await accessHouse(t)
  const browser = await setUpByAnna(house)
  const { body } = await browser.call('POST', '/v1/session/totp', {})
  const codeOf = (secret: unknown) => new TOTP({ secret: Secret.fromBase32(String(secret)) }).generate({ timestamp: house.clock.now().getTime() })
  const credentials = { email: anna.email, password: anna.password }

  await t.test('a secret that was not confirmed asks nothing', async () => {
    assert.equal((await house.browser().call(method, path, credentials)).body['needs'], null)
  })
  await t.test('a wrong first code confirms nothing', async () => {
    assert.equal((await browser.call('POST', '/v1/session/totp/confirm', { code: '000000' })).status, 400)
  })
  await t.test('POST /v1/session/totp/confirm turns codes on', async () => {
    assert.equal((await browser.call('POST', '/v1/session/totp/confirm', { code: codeOf(body['secret']) })).status, 200)
    assert.equal(Object((await browser.call('GET', '/v1/session')).body['staff'])['second_factor'], true)
  })
  await t.test('a password alone is not enough, and makes no session', async () => {
    const answer = await house.browser().call(method, path, credentials)
    assert.deepEqual([answer.status, answer.body, answer.setCookie], [200, { needs: 'code', me: null }, undefined])
  })
  await t.test('a code that was used is refused; the next one lets in', async () => {
    assert.equal((await house.browser().call(method, path, { ...credentials, code: codeOf(body['secret']) })).status, 401)
    house.clock.advance(30_000)
    const code = codeOf(body['secret'])
    const twice = await Promise.all([1, 2].map(() => house.browser().call(method, path, { ...credentials, code })))
    assert.deepEqual(twice.map((answer) => answer.status).sort(), [200, 401])
  })
  await t.test('an open session cannot put another secret in its place', async () => {
    assert.equal((await browser.call('POST', '/v1/session/totp', {})).status, 409)
  })
  await t.test('DELETE /v1/staff/:staff_id/second-factor: another administrator takes it off, and signs the person out', async () => {
    await house.clock.advance(30_000)
    const list = (await browser.call('GET', '/v1/staff')).body['items']
    const [own] = Array.isArray(list) ? list : []
    assert.equal((await browser.call('DELETE', `/v1/staff/${own.id}/second-factor`)).status, 409)
    const other = await colleague(house, browser, 'admin', 'vera@example.org')
    assert.equal((await other.call('DELETE', `/v1/staff/${own.id}/second-factor`)).status, 200)
    assert.equal((await browser.call('GET', '/v1/staff')).status, 401)
    assert.equal((await house.browser().call(method, path, credentials)).body['needs'], null)
  })
})
