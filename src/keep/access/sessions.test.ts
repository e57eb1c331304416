import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { accessHouse, anna, colleague, setUpByAnna } from '../../../test/accessHouse.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { openCustomerSession, sessionOf, sweepAccess } from './index.ts'

const hour = 3_600_000

test('a session ends', async (t) => {
  const house = await accessHouse(t)
  const admin = await setUpByAnna(house)

  await t.test('after twelve hours without use, and lasts while it is used', async () => {
    house.clock.advance(11 * hour)
    assert.equal((await admin.call('GET', '/v1/staff')).status, 200)
    house.clock.advance(11 * hour)
    assert.equal((await admin.call('GET', '/v1/staff')).status, 200)
    house.clock.advance(12 * hour)
    assert.equal((await admin.call('GET', '/v1/staff')).status, 401)
  })
  await t.test('after fourteen days, however much it is used', async () => {
    const browser = house.browser()
    await browser.call('POST', '/v1/session', { email: anna.email, password: anna.password })
    let hours = 0
    for (; (await browser.call('GET', '/v1/staff')).status === 200; hours += 6) house.clock.advance(6 * hour)
    assert.equal(hours, 14 * 24)
  })
  await t.test('DELETE /v1/session: at once, on the server and in the browser', async () => {
    const browser = house.browser()
    const { cookie } = await browser.call('POST', '/v1/session', { email: anna.email, password: anna.password })
    await browser.call('DELETE', '/v1/session')
    assert.equal(browser.cookies.size, 0)
    assert.equal((await browser.call('GET', '/v1/staff', undefined, { cookie: `rapport_session=${cookie}` })).status, 401)
  })
  await t.test('GET /v1/session/devices lists them, DELETE /v1/session/others ends all but this', async () => {
    const [here, there] = [house.browser(), house.browser()]
    for (const browser of [there, here]) await browser.call('POST', '/v1/session', { email: anna.email, password: anna.password })
    const { staff, customer } = (await here.call('GET', '/v1/session/devices')).body
    assert.ok(Array.isArray(staff))
    assert.deepEqual(
      staff.map((one) => [one.device, one.current]).filter(([, current]) => current),
      [['Firefox, Linux', true]],
    )
    assert.deepEqual(customer, [])
    assert.equal((await here.call('DELETE', '/v1/session/others', undefined, { origin: 'https://evil.example' })).status, 403)
    assert.deepEqual((await here.call('DELETE', '/v1/session/others')).body, { ended: staff.length - 1 })
    assert.equal((await there.call('GET', '/v1/staff')).status, 401)
    assert.equal((await here.call('GET', '/v1/staff')).status, 200)
    assert.deepEqual((await house.browser().call('GET', '/v1/session/devices')).body, { staff: [], customer: [] })
  })
  await t.test('DELETE /v1/staff/:staff_id: when somebody is dismissed, at once, and the password is of no use', async () => {
    const first = house.browser()
    await first.call('POST', '/v1/session', { email: anna.email, password: anna.password })
    const clerk = await colleague(house, first, 'clerk', 'ben@example.org')
    const items = (await first.call('GET', '/v1/staff')).body['items']
    assert.ok(Array.isArray(items))
    const [own, ben] = items
    assert.equal((await clerk.call('DELETE', `/v1/staff/${own.id}`)).status, 403, 'a clerk dismisses nobody')
    assert.equal((await first.call('DELETE', `/v1/staff/${own.id}`)).status, 409, 'nobody dismisses themselves')
    assert.equal((await first.call('DELETE', '/v1/staff/s_AAAAAAAAAAAAAAAAAAAAAA')).status, 404)
    assert.equal((await first.call('DELETE', `/v1/staff/${ben.id}`)).status, 200)
    assert.equal((await clerk.call('GET', '/v1/session')).body['staff'], null)
    assert.equal((await house.browser().call('POST', '/v1/session', { email: 'ben@example.org', password: 'the password of ben@example.org' })).status, 401)
  })
})

test('POST /v1/session/link', async (t) => {
  const house = await accessHouse(t)
  await house.customer(1000, 'sofia@example.org')
  const browser = house.browser()
  const ask = (email: string) => browser.call('POST', '/v1/session/link', { email })

  // The answer does not wait for the sending, so we do, and a moment longer for what must not come.
  const sent = async (links: number) => {
    for (let i = 0; i < 100 && house.links.length < links; i++) await setTimeout(10)
    await setTimeout(50)
    assert.equal(house.links.length, links)
  }

  await t.test('answers the same for known and unknown', async () => {
    const answers = await Promise.all([ask('nobody@example.org'), ask('sofia@example.org'), ask('not an address')])
    assert.deepEqual(
      answers.map((one) => [one.status, one.body]),
      Array(3).fill([200, { done: true }]),
    )
    await sent(1)
  })
  await t.test('sends one address no more than three', async () => {
    for (let i = 0; i < 5; i++) assert.equal((await ask('sofia@example.org')).status, 200)
    await sent(3)
  })
  await t.test('a link that we did not make, and a GET, open nothing', async () => {
    const [link] = house.links
    assert.equal((await browser.call('POST', '/v1/session/link/redeem', { token: 'guessed' })).status, 401)
    assert.equal((await browser.call('GET', `/v1/session/link/redeem?token=${link}`).catch(() => ({ status: 404 }))).status, 404)
  })
  await t.test('POST /v1/session/link/redeem opens the page once', async () => {
    const [link] = house.links
    const both = await Promise.all([1, 2].map(() => house.browser().call('POST', '/v1/session/link/redeem', { token: link })))
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 401])
    assert.match(both.find((one) => one.status === 200)?.setCookie ?? '', /^rapport_customer=/)
  })
  await t.test('and not after a quarter of an hour', async () => {
    house.clock.advance(15 * 60_000)
    assert.equal((await browser.call('POST', '/v1/session/link/redeem', { token: house.links[1] })).status, 401)
  })
  await t.test('a customer’s session opens nothing of the staff’s', async () => {
    house.clock.advance(86_400_001)
    await ask('sofia@example.org')
    await sent(4)
    await browser.call('POST', '/v1/session/link/redeem', { token: house.links.at(-1) })
    assert.deepEqual((await browser.call('GET', '/v1/session')).body, { staff: null, customer: { message_only: false, language: 'ru' } })
    const asStaff = { cookie: `rapport_session=${browser.cookies.get('rapport_customer')}` }
    assert.equal((await browser.call('GET', '/v1/staff', undefined, asStaff)).status, 403)
  })
  await t.test('a session of a message is no sign-in', async () => {
    const { token } = await openCustomerSession(house.deps, { customer: 1000, message: 7, device: 'other' }, house.clock.now())
    const cookie = { cookie: `rapport_customer=${token}` }
    assert.deepEqual((await browser.call('GET', '/v1/session', undefined, cookie)).body['customer'], { message_only: true, language: 'ru' })
    assert.deepEqual((await browser.call('GET', '/v1/session/devices', undefined, cookie)).body['customer'], [])
    assert.deepEqual((await browser.call('DELETE', '/v1/session/others', undefined, cookie)).body, { ended: 0 })
  })
})

test('sweeping takes what has had its time and leaves what holds', async (t) => {
  const house = await accessHouse(t)
  await house.customer(1000, 'sofia@example.org')
  const old = await openCustomerSession(house.deps, { customer: 1000, device: 'other' }, house.clock.now())
  await house.browser().call('POST', '/v1/session', { email: 'nobody@example.org', password: 'a guess' })
  house.clock.advance(120 * 24 * hour)
  const fresh = await openCustomerSession(house.deps, { customer: 1000, device: 'other' }, house.clock.now())
  await sweepAccess(house.db, house.clock.now())
  assert.equal((await house.db.selectFrom('keep.session').selectAll().execute()).length, 1)
  assert.equal((await house.db.selectFrom('keep.attempt').selectAll().execute()).length, 0)
  assert.equal(await sessionOf(house.deps, old.token, house.clock.now()), undefined)
  assert.equal((await sessionOf(house.deps, fresh.token, house.clock.now()))?.customer, 1000)
})

test('whoever asks for a link, a code or a new password is answered before anybody looks whether they are known', async (t) => {
  const house = await accessHouse(t)
  await house.customer(1000, 'sofia@example.org')
  await house.customer(1001, '+79990000001')
  const release = Promise.withResolvers<void>()
  house.sending.held = release.promise
  // Nobody reads who works here while this lasts: what waits for it has no answer.
  const looking = inTransaction(house.store, async (tx) => {
    await sql`lock table keep.staff in access exclusive mode`.execute(tx)
    await release.promise
  })
  const asks = [
    ['/v1/session/link', { email: 'sofia@example.org' }],
    ['/v1/session/link', { email: 'nobody@example.org' }],
    ['/v1/session/code', { phone: '+79990000001' }],
    ['/v1/session/code', { phone: '+79990000002' }],
    ['/v1/session/reset', { email: 'first@example.org' }],
    ['/v1/session/reset', { email: 'nobody@example.org' }],
  ] as const
  try {
    for (const [path, body] of asks) {
      const answer = await Promise.race([house.browser().call('POST', path, body), setTimeout(10_000, undefined, { ref: false })])
      assert.deepEqual([answer?.status, answer?.body], [200, { done: true }], `${path} ${JSON.stringify(body)}`)
    }
  } finally {
    release.resolve()
    await looking
  }
})
