import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, by, consentingHome, type Home, house, settle } from '../../../test/consenting.ts'
import { systemClock } from '../../platform/clock.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { mergeCustomers } from '../customers/index.ts'
import { type ContactAsk, decideMany, reserveMany, setCap } from '../gate/index.ts'
import { registerTopic, retirePurpose, stop } from '../terms/index.ts'
import { countReach, countSoon } from './board.ts'
import { boardShown } from './shown.ts'

const now = new Date('2026-11-21T12:00:00Z')
const weekS = 7 * 86_400

const counted = async (h: Home, at = now) => {
  await countReach({ db: h.db.$pickTables(), rowIds: h.rowIds, clock: systemClock }, at)
  return boardShown(h.db.$pickTables())
}
const ask = (customer: number): ContactAsk => ({
  customer,
  purpose: 'marketing',
  categories: ['contact'],
  channels: ['email'],
  topic: '*',
  contentKey: 'autumn',
})
const emailOf = (answer: Awaited<ReturnType<typeof counted>>) => {
  const marketing = answer.board?.purposes.find(({ purpose }) => purpose === 'marketing')
  return { reachable: marketing?.reachable, email: marketing?.channels.find(({ channel }) => channel === 'email') }
}

test('the board says of everybody what the gate says', async (t) => {
  const h = await consentingHome(t, now)
  await inTransaction(h.db, (tx) => setCap(tx, { cap: 'week', scope: 'all', key: null, contacts: 1, windowS: weekS }, by(now)))
  assert.deepEqual(await boardShown(h.db.$pickTables()), { board: null, counting: false })

  // 25 agreed, 30 did not; 22 more agreed and have had their one letter; 3 stopped everything.
  for (let id = 1; id <= 80; id++) await settle(h, { id, name: 'Anna', email: `anna${id}@example.org` }, now)
  for (let id = 1; id <= 50; id++) await agrees(h, id, now)
  await inTransaction(h.db, (tx) =>
    reserveMany(
      tx,
      Array.from({ length: 22 }, (_, i) => ask(i + 26)),
      { actor: house, now, activity: { kind: 'campaign', id: 1 } },
    ),
  )
  for (const customer of [48, 49, 50]) await inTransaction(h.db, (tx) => stop(h, tx, { customer }, { actor: house, now, method: 'link' }))
  // Neither erased people nor a second card of the same person is counted.
  await settle(h, { id: 90, name: 'Gone', status: 'erased' }, now)
  await settle(h, { id: 91, name: 'Anna', email: 'anna91@example.org' }, now)
  await inTransaction(h.db, (tx) => mergeCustomers(tx.$pickTables(), { from: 91, into: 1, actor: house, why: 'one person', now }))

  // Two topics: five of whoever agreed want nothing of the one, all but two nothing of the other.
  for (const topic of ['autumn', 'letters'])
    await inTransaction(h.db, (tx) => registerTopic(tx.$pickTables(), { topic, title: { en: topic, ru: topic } }, by(now)))
  const wantsNo = (customer: number, topic: string) => inTransaction(h.db, (tx) => stop(h, tx, { customer, topic }, { actor: house, now, method: 'link' }))
  for (let id = 1; id <= 23; id++) await wantsNo(id, 'letters')
  for (let id = 1; id <= 5; id++) await wantsNo(id, 'autumn')

  const answer = await counted(h)
  assert.equal(answer.board?.people, 80)
  const { email, reachable } = emailOf(answer)
  assert.equal(reachable, 25)
  assert.deepEqual(email?.groups, [
    { decision: 'deny', reason: 'consent_missing', count: 30 },
    { decision: 'allow', reason: null, count: 25 },
  ])
  assert.deepEqual(
    email?.few && { ...email.few, groups: email.few.groups.map(({ reason }) => reason) },
    { count: 25, groups: ['stopped', 'cap_all'] },
    'three who stopped are never told from the others',
  )

  await t.test('by topic and channel: who moved by fewer than twenty from what is said of no topic is not told from the two', () => {
    const topics = answer.board?.purposes.find(({ purpose }) => purpose === 'marketing')?.topics ?? []
    const [autumn, letters] = ['autumn', 'letters'].map((code) => topics.find(({ topic }) => topic === code))
    const mail = (of: typeof autumn) => of?.channels.find(({ channel }) => channel === 'email')
    assert.deepEqual([autumn?.reachable, autumn?.title.en, letters?.reachable], [null, 'autumn', null])
    assert.deepEqual(mail(autumn)?.groups, [{ decision: 'deny', reason: 'consent_missing', count: 30 }])
    assert.deepEqual([mail(autumn)?.few?.count, mail(autumn)?.few?.groups.some(({ reason }) => reason === 'topic_stopped')], [50, true])
    assert.deepEqual(mail(letters)?.groups[1], { decision: 'deny', reason: 'topic_stopped', count: 23 })
    const own = answer.board?.purposes.find(({ purpose }) => purpose === 'service')
    assert.deepEqual(own?.topics, [], 'a purpose that asks about no topic has none')
  })

  await t.test('it is exactly what one request after another gets, also on a topic', async () => {
    const people = Array.from({ length: 80 }, (_, i) => i + 1)
    for (const topic of ['*', 'autumn', 'letters']) {
      const verdicts = await decideMany(
        h.db,
        people.map((customer) => ({ customer, purpose: 'marketing', categories: ['contact'], contact: { channel: 'email', topic } })),
        now,
      )
      const { rows } = await sql<{ said: { [code: string]: number } }>`
        select c->'said' as said from keep.reach_board, jsonb_array_elements(counts->'purposes') p,
          jsonb_array_elements(p->'topics' || jsonb_build_array(p || '{"topic": "*"}')) o, jsonb_array_elements(o->'channels') c
        where p->>'purpose' = 'marketing' and o->>'topic' = ${topic} and c->>'channel' = 'email'`.execute(h.db)
      const expected: { [code: string]: number } = {}
      for (const v of verdicts) {
        const code = v.decision === 'allow' ? 'allow' : `${v.decision} ${v.reason}`
        expected[code] = (expected[code] ?? 0) + 1
      }
      assert.deepEqual(rows[0]?.said, expected, topic)
    }
  })

  await t.test('nothing was locked, reserved or noted as a use', async () => {
    const { rows } = await sql<{ contacts: number; receipts: number }>`
      select (select count(*)::int from keep.contact) as contacts, (select count(*)::int from keep.receipt) as receipts`.execute(h.db)
    assert.equal(rows[0]?.contacts, 22)
    assert.equal(rows[0]?.receipts, 22, 'the receipts of what was reserved before')
  })

  await t.test('a register that changes makes it stale; asked again it counts by what is in force', async () => {
    assert.equal(answer.board?.stale, false)
    await inTransaction(h.db, (tx) => retirePurpose(tx, 'marketing', by(now)))
    assert.equal((await boardShown(h.db.$pickTables())).board?.stale, true)
    const asking = (board: number) => inTransaction(h.db, (tx) => countSoon(tx.$pickTables(), { board, by: house, now }))
    await asking(7001)
    await asking(7002)
    assert.equal((await boardShown(h.db.$pickTables())).counting, true)
    const anew = await counted(h, new Date(now.getTime() + 1000))
    assert.deepEqual([anew.counting, anew.board?.stale, emailOf(anew).email], [false, false, undefined])
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from keep.reach_board`.execute(h.db)
    assert.equal(rows[0]?.n, 2, 'asked twice, counted once')
  })
})
