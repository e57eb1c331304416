import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { TOTP } from 'otpauth'
import { type AccessHouse, type Answer, accessHouse, anna, type Browser, colleague, setUpByAnna } from '../../../../test/accessHouse.ts'
import { type OidcPeer, oidcPeer } from '../../../../test/oidcPeer.ts'

// GET /v1/session/providers, POST /v1/session/providers/:code/begin, POST /v1/session/providers/:code/finish, POST /v1/session/providers/second;
// GET /v1/staff/providers, POST /v1/staff/providers, PUT /v1/staff/providers/:provider_id, DELETE /v1/staff/providers/:provider_id.

const usual = { title: 'Городок', domains: [], newcomers: null, groups_claim: null, group_roles: [], own_factor: true, paused: false }
const redirect = (code: string) => `http://localhost/sign-in/by/${code}`
const idOf = (answer: Answer) => String(answer.body['id'])

async function add(admin: Browser, peer: OidcPeer, more: object = {}): Promise<Answer> {
  return admin.call('POST', '/v1/staff/providers', { code: 'town', issuer: peer.issuer, client_id: peer.clientId, secret: peer.secret, ...usual, ...more })
}

/** Where the provider sends this browser back to, after it began here. */
async function away(
  browser: Browser,
  peer: OidcPeer,
  { code = 'town', body = {}, at = (url: string) => url }: { code?: string; body?: object; at?: (url: string) => string } = {},
) {
  const begun = await browser.call('POST', `/v1/session/providers/${code}/begin`, body)
  assert.equal(begun.status, 200, JSON.stringify(begun.body))
  return peer.visit(at(String(begun.body['url'])))
}
const back = (browser: Browser, answer: string, code = 'town') => browser.call('POST', `/v1/session/providers/${code}/finish`, { answer })
const me = async (browser: Browser) => Object((await browser.call('GET', '/v1/session')).body['staff'])
async function signIn(house: AccessHouse, peer: OidcPeer, subject: string): Promise<{ answer: Answer; browser: Browser }> {
  const browser = house.browser()
  peer.whoIsThere(subject)
  return { browser, answer: await back(browser, await away(browser, peer)) }
}
async function town(t: TestContext) {
  const house = await accessHouse(t)
  const peer = await oidcPeer(t, [redirect('town'), redirect('other')])
  const admin = await setUpByAnna(house)
  return { house, peer, admin }
}
const acts = async (admin: Browser, query = ''): Promise<[string, unknown, object][]> => {
  const { items } = (await admin.call('GET', `/v1/audit${query}`)).body
  return (Array.isArray(items) ? items : []).map((row) => [row.act, row.by.name, row.facts])
}

test('a provider is set up by an administrator who has just shown that it is them, and its secret is never shown', async (t) => {
  const { house, peer, admin } = await town(t)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  assert.equal((await add(clerk, peer)).status, 403)
  assert.equal((await clerk.call('GET', '/v1/staff/providers')).status, 403)
  assert.equal((await house.browser().call('GET', '/v1/session/providers')).status, 200)

  const wrong: readonly [what: string, said: object, place: string][] = [
    ['nobody there', { issuer: 'http://127.0.0.1:1' }, 'issuer'],
    ['a private network that nobody opened', { issuer: 'https://10.0.0.1' }, 'issuer'],
    ['the address of a document', { issuer: `${peer.issuer}/.well-known/openid-configuration` }, 'issuer'],
    ['another issuer than it says', { issuer: `${peer.issuer}/realm` }, 'issuer'],
    ['a role that is none', { newcomers: 'captain' }, 'role'],
    ['administrators by coming in', { newcomers: 'admin' }, 'newcomers'],
    ['groups without a claim', { group_roles: [{ group: 'crm', role: 'clerk' }] }, 'groups_claim'],
    ['a domain that is none', { domains: ['@example.org'] }, 'domains[0]'],
  ]
  for (const [what, said, place] of wrong) {
    const refused = await add(admin, peer, said)
    assert.deepEqual([refused.status, refused.body['place']], [400, place], `${what}: ${refused.body['detail']}`)
  }
  const made = await add(admin, peer)
  assert.equal(made.status, 200, JSON.stringify(made.body))
  assert.equal(made.body['redirect'], redirect('town'))
  assert.equal((await add(admin, peer)).status, 409)
  const listed = JSON.stringify((await admin.call('GET', '/v1/staff/providers')).body)
  assert.ok(listed.includes(peer.clientId) && !listed.includes(peer.secret))
  const stored = await house.db.selectFrom('keep.sign_in_provider').selectAll().execute()
  assert.equal(JSON.stringify(stored.map((row) => row.sealed.toString('latin1'))).includes(peer.secret), false)
  assert.deepEqual((await house.browser().call('GET', '/v1/session/providers')).body, {
    providers: [{ code: 'town', title: 'Городок' }],
    only_providers: false,
  })

  house.clock.advance(11 * 60_000)
  const path = `/v1/staff/providers/${idOf(made)}`
  assert.equal((await admin.call('DELETE', path)).body['place'], 'confirm')
  await admin.call('POST', '/v1/session/confirm', { password: anna.password })
  const changed = await admin.call('PUT', path, { issuer: peer.issuer, client_id: peer.clientId, ...usual, title: 'Другой', paused: true })
  assert.deepEqual([changed.status, changed.body['title']], [200, 'Другой'])
  assert.deepEqual((await house.browser().call('GET', '/v1/session/providers')).body['providers'], [])
  assert.equal((await house.browser().call('POST', '/v1/session/providers/town/begin', {})).status, 404)
  assert.equal((await admin.call('DELETE', path)).status, 200)
  assert.equal((await admin.call('DELETE', path)).status, 404)
  assert.deepEqual(
    (await acts(admin, '?act=signin')).map(([act]) => act),
    ['signin.provider_removed', 'signin.provider_changed', 'signin.provider_added'],
  )
})

test('a colleague signs in by a provider, the first time by an address that it has verified', async (t) => {
  const { house, peer, admin } = await town(t)
  await colleague(house, admin, 'clerk', 'ben@example.org')
  await add(admin, peer, { domains: ['example.org'] })
  peer.accounts.set('b-1', { email: 'Ben@Example.org', email_verified: true, name: 'Бен' })

  await t.test('no: not verified, no address, of another domain, of nobody here; each is noted and makes nobody', async () => {
    const cases: readonly [subject: string, account: object, why: RegExp][] = [
      ['u-1', { email: 'ben@example.org', email_verified: false }, /not verified your e-mail/],
      ['u-2', { email: 'ben@example.org' }, /not verified your e-mail/],
      ['u-3', { name: 'Бен' }, /does not say your e-mail/],
      ['u-4', { email: 'ben@example.org.evil.example', email_verified: true }, /of this domain/],
      ['u-5', { email: 'eva@example.org', email_verified: true }, /Nobody here has this e-mail/],
    ]
    const before = (await acts(admin, '?act=session.failed')).length
    for (const [subject, account, why] of cases) {
      peer.accounts.set(subject, account)
      const { answer } = await signIn(house, peer, subject)
      assert.equal(answer.status, 403)
      assert.match(String(answer.body['detail']), why)
      assert.equal(answer.cookie, undefined)
    }
    const failed = await acts(admin, '?act=session.failed')
    assert.equal(failed.length - before, cases.length)
    assert.deepEqual(failed[0], ['session.failed', null, { way: 'provider', provider: 'town' }])
    assert.deepEqual(await house.db.selectFrom('keep.sign_in_link').selectAll().execute(), [])
  })

  await t.test('yes, into their own account; then by the number, whatever their address has become', async () => {
    const browser = house.browser()
    peer.whoIsThere('b-1')
    const answer = await back(browser, await away(browser, peer, { body: { to: '/customers?x=1' } }))
    assert.deepEqual([answer.status, answer.body], [200, { needs: null, to: '/customers?x=1' }])
    assert.equal((await me(browser)).name, 'ben@example.org')
    peer.accounts.set('b-1', { email: 'renamed@example.org', email_verified: true })
    assert.equal((await me((await signIn(house, peer, 'b-1')).browser)).name, 'ben@example.org')
    assert.deepEqual((await acts(admin, '?act=session.signed_in')).map(([, who, facts]) => [who, facts]).slice(0, 2), [
      ['ben@example.org', { way: 'provider' }],
      ['ben@example.org', { way: 'provider' }],
    ])
    assert.equal((await acts(admin, '?act=signin.linked')).length, 1)
  })

  await t.test('no: somebody else who has the address now', async () => {
    peer.accounts.set('b-2', { email: 'ben@example.org', email_verified: true })
    const { answer } = await signIn(house, peer, 'b-2')
    assert.equal(answer.status, 403)
    assert.match(String(answer.body['detail']), /Another account of this provider/)
  })

  await t.test('no: a place to go that is another site', async () => {
    peer.whoIsThere('b-1')
    for (const to of ['//evil.example', 'https://evil.example']) {
      const browser = house.browser()
      assert.equal((await back(browser, await away(browser, peer, { body: { to } }))).body['to'], null)
    }
  })

  await t.test('no: somebody dismissed, at once and for good', async () => {
    const { browser } = await signIn(house, peer, 'b-1')
    const ben = (await me(browser)).id
    assert.equal((await admin.call('DELETE', `/v1/staff/${ben}`)).status, 200)
    assert.equal((await browser.call('GET', '/v1/staff/budget-requests')).status, 401)
    const { answer } = await signIn(house, peer, 'b-1')
    assert.equal(answer.status, 403)
    assert.match(String(answer.body['detail']), /access here was ended/)
  })
})

test('an answer that does not belong to this sign-in is refused', async (t) => {
  const { house, peer, admin } = await town(t)
  const other = await oidcPeer(t, [redirect('town'), redirect('other')])
  await add(admin, peer)
  await add(admin, other, { code: 'other' })
  for (const one of [peer, other]) {
    one.accounts.set('a', { email: anna.email, email_verified: true })
    one.whoIsThere('a')
  }
  const refused = async (answer: Promise<Answer>, why: RegExp) => {
    const { status, body, cookie } = await answer
    assert.deepEqual([status, cookie], [401, undefined], JSON.stringify(body))
    assert.match(String(body['detail']), why)
  }
  const again = /Begin again/

  await t.test('one that was used, also by two at once', async () => {
    const browser = house.browser()
    const answer = await away(browser, peer)
    const both = await Promise.all([back(browser, answer), back(browser, answer)])
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 401])
    const later = house.browser()
    const once = await away(later, peer)
    const cookies = new Map(later.cookies)
    assert.equal((await back(later, once)).status, 200)
    later.cookies.clear()
    for (const [name, value] of cookies) later.cookies.set(name, value)
    await refused(back(later, once), /finished already/)
  })
  await t.test('one that another browser began, or nobody, or ten minutes ago', async () => {
    const answer = await away(house.browser(), peer)
    await refused(back(house.browser(), answer), /another window/)
    const own = house.browser()
    await away(own, peer)
    await refused(back(own, answer), /another window/)
    const slow = house.browser()
    const late = await away(slow, peer)
    house.clock.advance(10 * 60_000)
    await refused(back(slow, late), /took too long/)
  })
  await t.test('one from another site', async () => {
    const browser = house.browser()
    const answer = await away(browser, peer)
    assert.equal((await browser.call('POST', '/v1/session/providers/town/finish', { answer }, { 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.equal((await browser.call('POST', '/v1/session/providers/town/begin', {}, { origin: 'https://evil.example' })).status, 403)
  })
  await t.test('one with another nonce, or another verifier', async () => {
    for (const name of ['nonce', 'code_challenge']) {
      const browser = house.browser()
      const answer = await away(browser, peer, {
        at: (url) => {
          const changed = new URL(url)
          changed.searchParams.set(name, 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
          return changed.href
        },
      })
      await refused(back(browser, answer), again)
    }
  })
  await t.test('one of another provider: by its issuer, by none, by the address it came back to', async () => {
    for (const change of [(q: URLSearchParams) => q.set('iss', other.issuer), (q: URLSearchParams) => q.delete('iss')]) {
      const browser = house.browser()
      const query = new URLSearchParams(await away(browser, peer))
      change(query)
      await refused(back(browser, query.toString()), again)
    }
    const browser = house.browser()
    await refused(back(browser, await away(browser, peer), 'other'), /another window/)
  })
  await t.test('one that is out of date, and a refusal of the provider', async () => {
    peer.tokensHold(-120)
    const late = house.browser()
    await refused(back(late, await away(late, peer)), /out of date/)
    peer.tokensHold(3600)
    const browser = house.browser()
    const query = new URLSearchParams(await away(browser, peer))
    query.delete('code')
    query.set('error', 'access_denied')
    query.set('error_description', '<b>injected</b>')
    const answer = back(browser, query.toString())
    await refused(answer, /did not sign you in/)
    assert.equal(JSON.stringify((await answer).body).includes('injected'), false)
  })
  await t.test('rubbish', async () => {
    for (const answer of ['', 'state', 'code=1&state=2', `state=${'x'.repeat(7000)}`, '%00%ff']) await refused(back(house.browser(), answer), again)
  })
  await t.test('a provider that is away says so, and passwords work on', async () => {
    const browser = house.browser()
    const answer = await away(browser, peer)
    await peer.leave()
    const gone = await back(browser, answer)
    assert.deepEqual([gone.status, gone.cookie], [503, undefined])
    assert.match(String(gone.body['detail']), /does not answer now/)
    assert.equal((await house.browser().call('POST', '/v1/session', { email: anna.email, password: anna.password })).status, 200)
  })
})

test('whom a provider brings', async (t) => {
  const { house, peer, admin } = await town(t)
  const group_roles = [
    { group: 'crm-officers', role: 'privacy' },
    { group: 'crm', role: 'marketer' },
  ]
  await add(admin, peer, { newcomers: 'clerk', groups_claim: 'groups', group_roles, domains: ['example.org'] })
  const who = (subject: string, groups: string[]) =>
    peer.accounts.set(subject, { email: `${subject}@example.org`, email_verified: true, name: subject, locale: 'ru-RU', groups })

  await t.test('is made with the usual role, or the one of their first group, and is asked of nobody else', async () => {
    who('eva', [])
    who('ida', ['all', 'crm', 'crm-officers'])
    const [eva, ida] = [await me((await signIn(house, peer, 'eva')).browser), await me((await signIn(house, peer, 'ida')).browser)]
    assert.deepEqual([eva.role, eva.name, eva.language], ['clerk', 'eva', 'ru'])
    assert.equal(ida.role, 'privacy')
    assert.deepEqual(
      (await acts(admin, '?act=staff.joined')).map(([, name, facts]) => [name, facts]),
      [
        ['ida', { role: 'privacy', way: 'provider' }],
        ['eva', { role: 'clerk', way: 'provider' }],
      ],
    )
  })
  await t.test('gets another role with another group, and keeps it without one; an account that was here before keeps its own', async () => {
    who('eva', ['crm'])
    assert.equal((await me((await signIn(house, peer, 'eva')).browser)).role, 'marketer')
    who('eva', [])
    assert.equal((await me((await signIn(house, peer, 'eva')).browser)).role, 'marketer')
    assert.equal((await acts(admin, '?act=staff.role_changed')).length, 1)
    peer.accounts.set('a', { email: anna.email, email_verified: true, groups: ['crm'] })
    assert.equal((await me((await signIn(house, peer, 'a')).browser)).role, 'admin')
  })
  await t.test('who was invited comes in as what they were invited to', async () => {
    await admin.call('POST', '/v1/staff/invitations', { email: 'max@example.org', role: 'analyst', language: 'en' })
    who('max', ['crm'])
    assert.equal((await me((await signIn(house, peer, 'max')).browser)).role, 'analyst')
    assert.deepEqual((await admin.call('GET', '/v1/staff/invitations')).body['items'], [])
  })
})

test('what the company asks of whoever signs in', async (t) => {
  const { house, peer, admin } = await town(t)
  const clerk = await colleague(house, admin, 'clerk', 'ben@example.org')
  const rules = (body: object) => admin.call('PUT', '/v1/staff/sign-in-rules', { second_factor_roles: [], only_providers: false, break_glass: null, ...body })
  const [annas, bens] = [(await me(admin)).id, (await me(clerk)).id]
  const only = { only_providers: true, break_glass: annas }
  peer.accounts.set('b', { email: 'ben@example.org', email_verified: true })

  await t.test('only providers: not before one has let somebody in, nor without an administrator who is left a password', async () => {
    assert.match(String((await rules(only)).body['detail']), /there is no provider/)
    await add(admin, peer)
    assert.match(String((await rules(only)).body['detail']), /try it first/)
    assert.equal((await signIn(house, peer, 'b')).answer.status, 200)
    assert.equal((await rules({ ...only, break_glass: null })).body['place'], 'break_glass')
    assert.equal((await rules({ ...only, break_glass: bens })).body['place'], 'break_glass')
    const max = await me(await colleague(house, admin, 'admin', 'max@example.org'))
    assert.equal((await rules({ ...only, break_glass: max.id })).status, 200)
    assert.match(String((await admin.call('DELETE', `/v1/staff/${max.id}`)).body['detail']), /may still sign in by password/)
    assert.equal((await rules(only)).status, 200)
    assert.equal((await admin.call('DELETE', `/v1/staff/${max.id}`)).status, 200)
    assert.equal((await house.browser().call('GET', '/v1/session/providers')).body['only_providers'], true)
  })
  await t.test('then a password is not enough, but for the one person kept for the day the provider is away', async () => {
    const byPassword = (email: string, password: string) => house.browser().call('POST', '/v1/session', { email, password })
    assert.equal((await byPassword('ben@example.org', 'the password of ben@example.org')).status, 403)
    assert.equal((await byPassword(anna.email, anna.password)).status, 200)
    assert.equal((await signIn(house, peer, 'b')).answer.status, 200)
    const [provider] = Object((await admin.call('GET', '/v1/staff/providers')).body['items'])
    const path = `/v1/staff/providers/${provider.id}`
    assert.equal((await admin.call('DELETE', path)).status, 409)
    assert.equal((await admin.call('PUT', path, { issuer: peer.issuer, client_id: peer.clientId, ...usual, paused: true })).status, 409)
    assert.equal((await rules({})).status, 200)
  })
  await t.test('a provider that asks for a second factor itself is enough; of another ours is asked', async () => {
    const [provider] = Object((await admin.call('GET', '/v1/staff/providers')).body['items'])
    const set = (own_factor: boolean) =>
      admin.call('PUT', `/v1/staff/providers/${provider.id}`, { issuer: peer.issuer, client_id: peer.clientId, ...usual, own_factor })
    await rules({ second_factor_roles: ['clerk'] })
    assert.equal((await me((await signIn(house, peer, 'b')).browser)).must_enrol, false)
    await set(false)
    const { browser } = await signIn(house, peer, 'b')
    assert.equal((await me(browser)).must_enrol, true)

    const { secret } = (await browser.call('POST', '/v1/session/totp', {})).body
    const code = () => new TOTP({ secret: String(secret) }).generate({ timestamp: house.clock.now().getTime() })
    await browser.call('POST', '/v1/session/totp/confirm', { code: code() })
    house.clock.advance(60_000)
    const half = await signIn(house, peer, 'b')
    assert.deepEqual([half.answer.body['needs'], half.answer.cookie], ['code', undefined])
    const second = (by: Browser, said: object) => by.call('POST', '/v1/session/providers/second', said)
    assert.equal((await second(house.browser(), { code: code() })).status, 401)
    assert.equal((await second(half.browser, { code: '000000' })).status, 401)
    const cookies = new Map(half.browser.cookies)
    assert.equal((await second(half.browser, { code: code() })).status, 200)
    assert.equal((await me(half.browser)).must_enrol, false)
    const replayed = house.browser()
    for (const [name, value] of cookies) replayed.cookies.set(name, value)
    house.clock.advance(60_000)
    assert.equal((await second(replayed, { code: code() })).status, 401)
    await set(true)
    assert.equal((await signIn(house, peer, 'b')).answer.body['needs'], null)
  })
  await t.test('whoever came by a provider shows by it that it is them, as nobody else', async () => {
    peer.accounts.set('a', { email: anna.email, email_verified: true })
    const { browser } = await signIn(house, peer, 'a')
    house.clock.advance(11 * 60_000)
    const remove = () => browser.call('DELETE', `/v1/staff/${bens}/second-factor`)
    assert.equal((await remove()).body['place'], 'confirm')
    peer.whoIsThere('b')
    assert.equal((await back(browser, await away(browser, peer, { body: { confirm: true } }))).status, 400)
    assert.equal((await remove()).body['place'], 'confirm')
    peer.whoIsThere('a')
    assert.equal((await back(browser, await away(browser, peer, { body: { confirm: true } }))).status, 200)
    assert.equal((await remove()).status, 200)
    assert.equal((await house.browser().call('POST', '/v1/session/providers/town/begin', { confirm: true })).status, 401)
  })
})
