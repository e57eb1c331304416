import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessHouse, setUpByAnna } from '../../../test/accessHouse.ts'
import { authenticator } from '../../../test/authenticator.ts'

test('passkeys', async (t) => {
  const house = await accessHouse(t)
  const anna = await setUpByAnna(house)
  const here = { origin: house.origin, host: 'localhost' }
  const key = authenticator()
  const challenge = async (path: string, browser = anna) => String((await browser.call('POST', path, {})).body['challenge'])
  const registerChallenge = () => challenge('/v1/session/passkey/register-options')
  const signInChallenge = () => challenge('/v1/session/passkey/options', house.browser())
  const register = (answer: object) => anna.call('POST', '/v1/session/passkey/register', answer)
  const verify = (answer: object) => house.browser().call('POST', '/v1/session/passkey/verify', answer)

  await t.test('POST /v1/session/passkey/register-options is for who is signed in', async () => {
    assert.equal((await house.browser().call('POST', '/v1/session/passkey/register-options', {})).status, 401)
  })
  await t.test('POST /v1/session/passkey/register refuses nonsense, another site, and a challenge made for signing in', async () => {
    const evil = { origin: 'https://evil.example', host: 'evil.example' }
    for (const answer of [
      {},
      { id: 5 },
      key.register(await registerChallenge(), evil),
      key.register(await signInChallenge(), here),
      key.register('AAAA', here),
    ]) {
      assert.equal((await register(answer)).status, 400)
    }
  })
  await t.test('a passkey nobody registered signs nobody in', async () => {
    assert.equal((await verify(key.answer(await signInChallenge(), here))).status, 401)
  })
  await t.test('a passkey is added, and a challenge adds one only', async () => {
    const used = await registerChallenge()
    assert.equal((await register(key.register(used, here))).status, 200)
    assert.equal((await register(authenticator().register(used, here))).status, 400)
    assert.equal((await house.db.selectFrom('keep.passkey').selectAll().execute()).length, 1)
  })
  await t.test('POST /v1/session/passkey/options names nobody', async () => {
    const { body } = await house.browser().call('POST', '/v1/session/passkey/options', {})
    assert.deepEqual({ ...body, challenge: '', timeout: 0 }, { challenge: '', timeout: 0, rpId: 'localhost', userVerification: 'required' })
  })
  await t.test('POST /v1/session/passkey/verify refuses another site, another challenge and a late answer', async () => {
    const late = await signInChallenge()
    house.clock.advance(5 * 60_000)
    const refused = [
      key.answer(await signInChallenge(), { origin: 'https://evil.example', host: 'evil.example' }),
      key.answer(await signInChallenge(), { origin: 'https://evil.example', host: 'localhost' }),
      key.answer(await registerChallenge(), here),
      key.answer(late, here),
      { ...key.answer(await signInChallenge(), here), id: authenticator().id },
    ]
    for (const answer of refused) {
      const said = await verify(answer)
      assert.deepEqual([said.status, said.setCookie], [401, undefined])
    }
  })
  await t.test('it signs in, once for each challenge', async () => {
    const answer = key.answer(await signInChallenge(), here)
    const first = await verify(answer)
    assert.equal(first.status, 200)
    assert.match(first.setCookie ?? '', /^rapport_session=/)
    assert.equal(Object(first.body['staff'])['name'], 'Анна Белова')
    assert.equal((await verify(answer)).status, 401)
  })
  await t.test('a copy of it that lags behind is refused', async () => {
    await house.db.updateTable('keep.passkey').set({ counter: 1000 }).execute()
    assert.equal((await verify(key.answer(await signInChallenge(), here))).status, 401)
  })
})
