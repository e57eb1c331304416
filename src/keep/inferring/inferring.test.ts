import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { agrees, by, consentingHome, type Home, settle } from '../../../test/consenting.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { interactionId } from '../../platform/ids/index.ts'
import { type Decision, decideMany } from '../gate/index.ts'
import { sayRule } from '../terms/index.ts'
import { leastActs, leastMessages } from './derive.ts'
import { deriveRules, inferredOf, sayWrong } from './index.ts'

// Anna never answers an SMS though she comes to the shop; Ben did once; Eva does nothing at all.

const dayMs = 86_400_000
const now = new Date('2026-11-23T12:00:00Z')
const ago = (days: number, hour = 12) => new Date(new Date(now.getTime() - days * dayMs).setUTCHours(hour, 0, 0, 0))
const [anna, ben, eva] = [1, 2, 3]

async function setting(t: TestContext) {
  const home = await consentingHome(t, ago(400))
  for (const id of [anna, ben, eva]) await settle(home, { id, name: 'N', email: `n${id}@mail.example`, language: 'en' }, ago(400))
  await sql`update keep.customer set time_zone = 'UTC'`.execute(home.db)
  let n = 0
  const acted = async (customer: number, at: Date, channel = 'shop') => {
    n += 1
    await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source)
      values (${customer}, ${interactionId(at, n)}, 1, ${at}, 'visit', ${channel}, 'in', 'test')`.execute(home.db)
  }
  const had = async (customer: number, at: Date, channel = 'sms') => {
    n += 1
    await sql`insert into keep.contact (customer_id, content_key, addressed_id, purpose, channel, topic, state, mark, at)
      values (${customer}, ${`k${n}`}, ${customer}, 'marketing', ${channel}, '*', 'made', ${n}, ${at})`.execute(home.db)
  }
  const derived = async (customer: number, at = now) =>
    (await inferredOf(home.db.$pickTables(), [customer], at)).map((i) => `${i.kind} ${i.channel} ${i.hits} of ${i.of}${i.wrongAt ? ' wrong' : ''}`)
  const derive = (at = now) => deriveRules(home.db.$pickTables(), at)
  return { home, acted, had, derived, derive }
}

const verdict = async (home: Home, customer: number, channel: string, at: Date, purpose = 'marketing') =>
  (await decideMany(home.db.$pickTables(), [{ customer, purpose, categories: ['contact'], contact: { channel, topic: '*', contentKey: 'new' } }], at)).map(
    said,
  )[0]
const said = (d: Decision) => (d.decision === 'allow' ? 'allow' : d.reason)

test('a channel that is never answered, of somebody who is there otherwise; silence alone says nothing', async (t) => {
  const { home, acted, had, derived, derive } = await setting(t)
  const messages = Array.from({ length: leastMessages }, (_, i) => 20 + i * 18)
  for (const customer of [anna, ben, eva]) for (const days of messages) await had(customer, ago(days))
  for (const days of [10, 28, 46]) {
    await acted(anna, ago(days))
    await acted(ben, ago(days))
  }
  await acted(ben, ago((messages[2] ?? 0) - 3))
  assert.equal(await derive(), 1)
  assert.deepEqual([await derived(anna), await derived(ben), await derived(eva)], [[`channel sms 0 of ${leastMessages}`], [], []])
  assert.equal(await derive(), 1, 'once more is the same')
  const [row] = await inferredOf(home.db.$pickTables(), [anna], now)
  assert.deepEqual([row?.method, row?.from, row?.to], ['never_answered', ago(messages.at(-1) ?? 0), ago(messages[0] ?? 0)], 'with its evidence')
})

test('one message fewer than the least is no evidence; nor is what outran its answer', async (t) => {
  const { acted, had, derived, derive } = await setting(t)
  for (let i = 1; i < leastMessages; i += 1) await had(anna, ago(20 + i * 15))
  await had(anna, ago(3))
  for (const days of [10, 28, 46]) await acted(anna, ago(days))
  await derive()
  assert.deepEqual(await derived(anna), [])
})

test('the gate takes it as one more no, for what comes unasked alone; wrong ends it at once and for a year', async (t) => {
  const { home, acted, had, derived, derive } = await setting(t)
  for (const channel of ['email', 'sms']) await agrees(home, anna, ago(300), { channel })
  for (let i = 0; i < leastMessages + 1; i += 1) await had(anna, ago(20 + i * 15), 'email')
  for (const days of [9, 27, 42]) await acted(anna, ago(days))
  assert.equal(await verdict(home, anna, 'email', now), 'allow')
  await derive()
  assert.deepEqual(await derived(anna), [`channel email 0 of ${leastMessages + 1}`])
  assert.equal(await verdict(home, anna, 'email', now), 'inferred_channel')
  assert.notEqual(await verdict(home, anna, 'sms', now), 'inferred_channel')
  assert.equal(await verdict(home, anna, 'email', now, 'service'), 'allow', 'answers come')
  assert.equal(await verdict(home, anna, 'email', new Date(now.getTime() + 91 * dayMs)), 'allow', 'not derived anew it says nothing any more')

  const wrong = () =>
    inTransaction(home.db, (tx) => sayWrong(tx.$pickTables(), { customer: anna, kind: 'channel', channel: 'email' }, { method: 'portal', now }))
  assert.equal(await wrong(), true)
  assert.equal(await wrong(), false)
  assert.equal(await verdict(home, anna, 'email', now), 'allow')
  await derive(new Date(now.getTime() + dayMs))
  assert.deepEqual(await derived(anna), [`channel email 0 of ${leastMessages + 1} wrong`])
  assert.equal(await verdict(home, anna, 'email', now), 'allow', 'and is not derived again')
  await sql`update keep.inferred set wrong_at = ${new Date(now.getTime() - 366 * dayMs)}`.execute(home.db)
  await derive(new Date(now.getTime() + 2 * dayMs))
  assert.equal(await verdict(home, anna, 'email', now), 'inferred_channel', 'a year later it may be')
})

test('hours: never active in the evening; their own word about hours stands', async (t) => {
  const { home, acted, derived, derive } = await setting(t)
  await agrees(home, anna, ago(300))
  for (let i = 0; i < leastActs; i += 1) {
    await acted(anna, ago(10 + i * 5, i % 2 ? 9 : 15), 'web')
    await acted(ben, ago(10 + i * 5, i === 3 ? 19 : 9), 'web')
    if (i > 0) await acted(eva, ago(10 + i * 5, 9), 'web')
    await acted(eva, ago(12 + i * 5, 15), 'shop')
  }
  await derive()
  assert.deepEqual([await derived(anna), await derived(ben), await derived(eva)], [[`hours * 0 of ${leastActs}`], [], []])
  const [row] = await inferredOf(home.db.$pickTables(), [anna], now)
  assert.deepEqual(row?.open, [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '18:00' }])
  assert.equal(await verdict(home, anna, 'email', ago(0, 12)), 'allow')
  assert.equal(await verdict(home, anna, 'email', ago(0, 19)), 'inferred_hours')
  const open = [{ days: 127, from: 600, to: 1200 }]
  await inTransaction(home.db, (tx) =>
    sayRule(home, tx, { customer: anna, rule: { kind: 'hours', channel: '*', topic: '*', open } }, { ...by(now), method: 'portal' }),
  )
  await derive(new Date(now.getTime() + dayMs))
  assert.deepEqual(await derived(anna), [])
})

test('whatever anybody does, what is derived never lets more through', async (t) => {
  const { home, acted, had, derive } = await setting(t)
  for (const id of [anna, ben, eva]) await agrees(home, id, ago(300))
  const life = fc.array(fc.record({ days: fc.integer({ min: 1, max: 170 }), hour: fc.integer({ min: 0, max: 23 }), sent: fc.boolean() }), { maxLength: 40 })
  const asks = [anna, ben, eva].flatMap((customer) =>
    ['email', 'sms'].map((channel) => ({ customer, purpose: 'marketing', categories: ['contact'], contact: { channel, topic: '*', contentKey: 'new' } })),
  )
  await fc.assert(
    fc.asyncProperty(fc.tuple(life, life, life), fc.integer({ min: 0, max: 23 }), async (lives, hour) => {
      await sql`delete from fact.interaction`.execute(home.db)
      await sql`delete from keep.contact`.execute(home.db)
      await sql`delete from keep.inferred`.execute(home.db)
      for (const [i, lived] of lives.entries())
        for (const one of lived) await (one.sent ? had(i + 1, ago(one.days, one.hour), 'email') : acted(i + 1, ago(one.days, one.hour), 'web'))
      const at = ago(0, hour)
      const before = await decideMany(home.db.$pickTables(), asks, at)
      await derive(at)
      const after = await decideMany(home.db.$pickTables(), asks, at)
      for (const [i, decision] of before.entries()) {
        if (decision.decision !== 'allow') assert.notEqual(after[i]?.decision, 'allow')
        if (decision.decision === 'deny') assert.equal(after[i]?.decision, 'deny')
      }
    }),
    { numRuns: 12 },
  )
})
