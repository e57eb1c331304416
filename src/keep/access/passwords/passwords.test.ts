import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { TOTP } from 'otpauth'
import { type AccessHouse, accessHouse, anna, colleague, lettersOf, setUpByAnna } from '../../../../test/accessHouse.ts'

const next = 'another long password'
const tokenOf = (link: unknown) => String(link).split('#')[1] ?? ''

/** Waits for a letter: asking is answered before it is written. */
async function letterTo(house: AccessHouse, to: string, kind: string) {
  for (let waited = 0; ; waited += 20) {
    const found = (await lettersOf(house)).filter((letter) => letter.to === to && letter.kind === kind).at(-1)
    if (found) return found
    assert.ok(waited < 30_000, `a letter ${kind} to ${to}`)
    await sleep(20)
  }
}

test('a new password for whoever forgot it', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  await colleague(house, admin, 'clerk', 'ben@example.org')
  const visitor = house.browser()

  await t.test('POST /v1/session/reset answers the same for a known and an unknown address, and only the known one gets a letter', async () => {
    const [unknown, known] = [
      await visitor.call('POST', '/v1/session/reset', { email: 'nobody@example.org' }),
      await visitor.call('POST', '/v1/session/reset', { email: ' Anna@Example.ORG ' }),
    ]
    assert.deepEqual([known.status, known.body], [unknown.status, unknown.body])
    await letterTo(house, anna.email, 'reset')
    assert.deepEqual(new Set((await lettersOf(house)).map((letter) => letter.to)), new Set([anna.email]))
    assert.equal((await visitor.call('POST', '/v1/session/reset', { email: anna.email }, { origin: 'https://evil.example' })).status, 403)
  })
  await t.test('asked for too often, one address gets no more letters, and the answer stays the same', async () => {
    for (let i = 0; i < 6; i++) assert.equal((await house.browser(`203.0.114.${i}`).call('POST', '/v1/session/reset', { email: anna.email })).status, 200)
    await sleep(200)
    assert.ok((await lettersOf(house)).filter((letter) => letter.kind === 'reset').length <= 3)
  })
  await t.test('POST /v1/session/reset/take: a guess, a short one; then once, and everybody is signed out', async () => {
    const token = tokenOf((await letterTo(house, anna.email, 'reset')).link)
    assert.equal((await visitor.call('POST', '/v1/session/reset/take', { token: 'a guess', password: next })).status, 401)
    assert.equal((await visitor.call('POST', '/v1/session/reset/take', { token, password: 'short' })).status, 400)
    const both = await Promise.all([0, 1].map(() => house.browser().call('POST', '/v1/session/reset/take', { token, password: next })))
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 401])
    assert.equal(
      both.some((one) => one.cookie),
      false,
      'it signs nobody in',
    )
    assert.equal((await admin.call('GET', '/v1/staff')).status, 401)
    await letterTo(house, anna.email, 'password_changed')
    assert.equal((await visitor.call('POST', '/v1/session', { email: anna.email, password: anna.password })).status, 401)
    assert.equal((await visitor.call('POST', '/v1/session', { email: anna.email, password: next })).status, 200)
  })
  await t.test('guesses at a link are slowed, for each costs as much as a password; whoever has one is none of them', async () => {
    const guess = () => house.browser('198.51.100.9').call('POST', '/v1/session/reset/take', { token: 'a guess', password: next })
    const answers = await Promise.all(Array.from({ length: 40 }, guess))
    assert.deepEqual(new Set(answers.map((one) => one.status)), new Set([401, 429]))
    assert.equal(answers.filter((one) => one.status === 401).length, 30)
  })
  await t.test('POST /v1/staff/:staff_id/reset: an administrator sends one; after half an hour it is too old', async () => {
    const boss = house.browser()
    await boss.call('POST', '/v1/session', { email: anna.email, password: next })
    const { body } = await boss.call('GET', '/v1/staff')
    const ben = (Array.isArray(body['items']) ? body['items'] : []).find((one) => one.email === 'ben@example.org')
    const sent = await boss.call('POST', `/v1/staff/${ben?.id}/reset`, {})
    assert.equal(sent.status, 200)
    assert.equal((await letterTo(house, 'ben@example.org', 'reset')).by, anna.name)
    house.clock.advance(30 * 60_000)
    assert.equal((await visitor.call('POST', '/v1/session/reset/take', { token: tokenOf(sent.body['link']), password: next })).status, 401)
  })
  await t.test('of somebody dismissed there is nothing to send, and an older link is none', async () => {
    const boss = house.browser()
    await boss.call('POST', '/v1/session', { email: anna.email, password: next })
    const { body } = await boss.call('GET', '/v1/staff')
    const ben = (Array.isArray(body['items']) ? body['items'] : []).find((one) => one.email === 'ben@example.org')
    const token = tokenOf((await boss.call('POST', `/v1/staff/${ben?.id}/reset`, {})).body['link'])
    await boss.call('DELETE', `/v1/staff/${ben?.id}`)
    assert.equal((await boss.call('POST', `/v1/staff/${ben?.id}/reset`, {})).status, 404)
    assert.equal((await visitor.call('POST', '/v1/session/reset/take', { token, password: next })).status, 401)
  })
})

test('a new password does not pass a second factor', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const { secret } = (await admin.call('POST', '/v1/session/totp', {})).body
  const code = () => new TOTP({ secret: String(secret) }).generate({ timestamp: house.clock.now().getTime() })
  await admin.call('POST', '/v1/session/totp/confirm', { code: code() })
  const visitor = house.browser()
  await visitor.call('POST', '/v1/session/reset', { email: anna.email })
  const { link } = await letterTo(house, anna.email, 'reset')
  await visitor.call('POST', '/v1/session/reset/take', { token: tokenOf(link), password: next })
  assert.equal((await visitor.call('POST', '/v1/session', { email: anna.email, password: next })).body['needs'], 'code')
})

test('POST /v1/session/password', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)
  const other = house.browser()
  await other.call('POST', '/v1/session', { email: anna.email, password: anna.password })
  await t.test('no: without the old one, with a short one', async () => {
    assert.equal((await house.browser().call('POST', '/v1/session/password', { password: anna.password, next })).status, 401)
    assert.equal((await admin.call('POST', '/v1/session/password', { password: 'a wrong password', next })).status, 400)
    assert.equal((await admin.call('POST', '/v1/session/password', { password: anna.password, next: 'short' })).status, 400)
  })
  await t.test('guesses at it are slowed as at the sign-in', async () => {
    let last = 400
    for (let i = 0; i < 8; i++) last = (await admin.call('POST', '/v1/session/password', { password: `guess ${i}`, next })).status
    assert.equal(last, 429)
    house.clock.advance(15 * 60_000)
  })
  await t.test('yes: here one stays signed in, elsewhere not, and a letter says so', async () => {
    assert.equal((await admin.call('POST', '/v1/session/password', { password: anna.password, next })).status, 200)
    assert.equal((await admin.call('GET', '/v1/staff')).status, 200)
    assert.equal((await other.call('GET', '/v1/staff')).status, 401)
    await letterTo(house, anna.email, 'password_changed')
  })
})
