import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessHouse } from '../../../test/accessHouse.ts'
import { until } from '../../../test/until.ts'
import { stepMs } from '../../platform/evenly.ts'
import { sweepAccess } from './index.ts'

const [sofia, nobody] = ['+79991112233', '+79990000000']
const minute = 60_000

test('signing in to one’s own page by a code to the phone', async (t) => {
  const house = await accessHouse(t)
  await house.customer(1000, sofia)
  let from = 0
  const browser = () => {
    from += 1
    return house.browser(`203.0.113.${from}`)
  }
  const ask = async (phone: string) => {
    const before = house.codes.length
    const { status, body } = await browser().call('POST', '/v1/session/code', { phone })
    // The answer does not wait for the code.
    if (status === 200) await until('a code', async () => house.codes.length > before)
    return { status, body, code: house.codes.at(-1) ?? '' }
  }
  const redeem = (phone: string, code: string) => browser().call('POST', '/v1/session/code/redeem', { phone, code })
  const other = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0')

  await t.test('POST /v1/session/code: known and unknown numbers get one answer, and a code each', async () => {
    const [known, unknown] = [await ask(sofia), await ask(nobody)]
    assert.deepEqual([known.status, known.body], [unknown.status, unknown.body])
    assert.match(known.code, /^\d{6}$/)
    assert.match(unknown.code, /^\d{6}$/)
    assert.equal((await ask('no number')).status, 400)
    const rows = await house.db.selectFrom('keep.sign_in_code').selectAll().execute()
    assert.equal(
      rows.some((row) => JSON.stringify(row).includes(known.code)),
      false,
      'digests only',
    )
  })

  await t.test('POST /v1/session/code/redeem: a wrong code, a code of another number and one of nobody are one answer, and take as long', async () => {
    const mine = house.codes[0] ?? ''
    const theirs = house.codes[1] ?? ''
    const answers = []
    for (const [phone, code] of [
      [sofia, other(mine)],
      [nobody, theirs],
      ['+79998887766', mine],
      [sofia, theirs === mine ? other(mine, 2) : theirs],
    ] as const) {
      const began = performance.now()
      const { status, body } = await redeem(phone, code)
      assert.ok(performance.now() - began >= stepMs - 5, 'at a whole step of time')
      answers.push(JSON.stringify([status, body['detail']]))
    }
    assert.equal(new Set(answers).size, 1)
    assert.match(answers[0] ?? '', /^\[401,/)
  })

  await t.test('the third try is the last; another site, GET and HEAD open nothing', async () => {
    const mine = house.codes[0] ?? ''
    assert.equal((await browser().call('POST', '/v1/session/code/redeem', { phone: sofia, code: mine }, { origin: 'https://evil.example' })).status, 403)
    for (const method of ['GET', 'HEAD']) assert.equal((await fetch(`${house.origin}/v1/session/code/redeem`, { method })).status, 404)
    const good = await redeem(sofia, `${mine.slice(0, 3)} ${mine.slice(3)}`)
    assert.equal(good.status, 200)
    assert.match(good.setCookie ?? '', /^rapport_customer=.*HttpOnly; SameSite=Lax/)
    assert.equal((await redeem(sofia, mine)).status, 401, 'once')
    const { code } = await ask(sofia)
    for (const by of [1, 2, 3]) assert.equal((await redeem(sofia, other(code, by))).status, 401)
    assert.equal((await redeem(sofia, code)).status, 401, 'after three wrong ones')
  })

  await t.test('two at once with the right code: one has it', async () => {
    house.clock.advance(20 * minute)
    const { code } = await ask(sofia)
    const both = await Promise.all([redeem(sofia, code), redeem(sofia, code)])
    assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 401])
  })

  await t.test('ten minutes; a new code takes the place of the one before', async () => {
    const old = (await ask(sofia)).code
    const fresh = (await ask(sofia)).code
    if (old !== fresh) assert.equal((await redeem(sofia, old)).status, 401)
    house.clock.advance(10 * minute)
    assert.equal((await redeem(sofia, fresh)).status, 401)
  })

  await t.test('asked for too often nothing is made, and nothing is said; a network that asks for many has to wait', async () => {
    house.clock.advance(24 * 60 * minute + 1)
    const before = house.codes.length
    for (let i = 0; i < 8; i++) assert.equal((await browser().call('POST', '/v1/session/code', { phone: nobody })).status, 200)
    await until('three codes', async () => house.codes.length - before >= 3)
    await ask(sofia)
    assert.equal(house.codes.length - before, 4, 'three of the one, then the other’s')
    const one = house.browser('198.51.100.1')
    const statuses = []
    for (let i = 0; i < 32; i++) statuses.push((await one.call('POST', '/v1/session/code', { phone: `+7999000${String(1000 + i)}` })).status)
    assert.deepEqual([...new Set(statuses)], [200, 429])
  })

  await t.test('codes go after a day', async () => {
    house.clock.advance(3 * 24 * 60 * minute)
    await sweepAccess(house.db.$pickTables(), house.clock.now())
    assert.equal((await house.db.selectFrom('keep.sign_in_code').selectAll().execute()).length, 0)
  })
})
