import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listMessages, sendMany } from '../src/keep/channels/index.ts'
import { contentPlace } from '../src/keep/customers/index.ts'
import { recordBatch } from '../src/keep/interactions/index.ts'
import { interactionOf } from '../src/keep/interactions/testing.ts'
import { unseal } from '../src/keep/keyring/index.ts'
import { needsOfPerson } from '../src/keep/needs/index.ts'
import { type Heard, heardReply } from '../src/keep/roads/index.ts'
import { sayRule, stop, termsOf } from '../src/keep/terms/index.ts'
import { officeTasks } from '../src/office/jobs.ts'
import { openLists } from '../src/office/lists/index.ts'
import { inTransaction, sql } from '../src/platform/db/index.ts'
import { opaque } from '../src/platform/ids/index.ts'
import { staff } from './consenting.ts'
import { openWings, type Wings } from './wings.ts'

// What comes back by mail and SMS, from the words to what may still be sent.

const day = 86_400_000
let nth = 0

async function opened(w: Wings) {
  const [anna = 0, ben = 0, eva = 0] = await w.customers(3)
  for (const customer of [anna, ben, eva]) await w.agrees(customer)
  const addressOf = new Map([anna, ben, eva].map((customer, i) => [customer, `c${i}@shop.example`]))
  const hear = (customer: number, words: string, more: Partial<Heard> = {}) =>
    heardReply(w.keep.roads, { id: `m${++nth}`, via: 'email', address: addressOf.get(customer) ?? '', words, ...more })
  const send = async (customer: number, key = `k${++nth}`) => {
    const order = { purpose: 'marketing', topic: null, channels: ['email'], template: 'thank_you', customers: [{ customer }], slots: { discount_percent: 10 } }
    const [result] = await sendMany(w.keep.channels.deps, { ...order, contentKey: key }, { actor: staff('marketer'), now: w.clock.now() })
    return result && `${result.decision} ${result.reason ?? ''}`.trim()
  }
  const receipts = async (customer: number) =>
    (
      await sql<{ said: string }>`select concat_ws(' ', c.activity, c.operation, c.fields::text, r.consent) as said
        from keep.receipt r join keep.receipt_codes c using (codes_id) where r.customer_id = ${customer} and c.actor = 'customer' order by r.seq`.execute(
        w.keep.db,
      )
    ).rows.map((r) => r.said)
  const timeline = async (customer: number) =>
    (
      await sql<{
        said: string
      }>`select concat_ws(' ', kind, channel, direction, outcome) as said from fact.interaction where customer_id = ${customer} and kind = 'message' and direction = 'in' order by id`.execute(
        w.keep.db,
      )
    ).rows.map((r) => r.said)
  const terms = (customer: number) => termsOf(w.keep.db.$pickTables(), customer, w.clock.now())
  return { anna, ben, eva, hear, send, receipts, timeline, terms }
}

test('a reply takes effect at once, with its evidence and its receipt', async (t) => {
  const w = await openWings(t)
  const { anna, ben, eva, hear, send, receipts, timeline, terms } = await opened(w)

  await t.test('other words are kept in the timeline and change nothing', async () => {
    assert.equal(await hear(anna, 'Спасибо, приду в пятницу'), 'nothing')
    assert.equal(await send(anna), 'allow')
    assert.deepEqual(await timeline(anna), ['message email in'])
    assert.deepEqual(await receipts(anna), [])
  })

  await t.test('СТОП: no more of the kind by this channel; what was ordered is answered still', async () => {
    assert.equal(await hear(anna, 'СТОП!', { id: 'once' }), 'stopped')
    assert.equal(await send(anna), 'deny consent_withdrawn')
    const service = (await terms(anna)).items.find((i) => i.purpose === 'service' && i.channel === 'email')
    assert.equal(service?.allowed, true)
    assert.deepEqual(await receipts(anna), ['reply write {consent} marketing:email:*:no'])
    const [last] = await sql<{ method: string; evidence_kind: string; evidence: Buffer }>`
      select method, evidence_kind, evidence from keep.consent_event where customer_id = ${anna} order by seq desc limit 1`
      .execute(w.keep.db)
      .then((r) => r.rows)
    assert.deepEqual([last?.method, last?.evidence_kind, last?.evidence.includes('СТОП')], ['reply', 'reply', false], 'sealed')
    assert.deepEqual(await timeline(anna), ['message email in', 'message email in stopped'])
  })

  await t.test('what comes twice is heard once', async () => {
    assert.equal(await hear(anna, 'СТОП!', { id: 'once' }), 'stopped')
    assert.equal((await receipts(anna)).length, 1)
    assert.equal((await timeline(anna)).length, 2)
  })

  await t.test('a word gives no consent back', async () => {
    assert.equal(await hear(anna, 'START'), 'nothing', 'anybody can write an address above a letter')
    assert.equal(await send(anna), 'deny consent_withdrawn')
  })

  await t.test('РЕЖЕ: the next step each time; ПАУЗА: for a month, or as long as they say, never shorter than they said before', async () => {
    const cap = async () => (await terms(ben)).rules.flatMap((r) => (r.kind === 'cap' && r.endedAt === null ? [`${r.contacts} in ${r.windowS / 86_400}`] : []))
    assert.equal(await hear(ben, 'реже'), 'less')
    assert.deepEqual(await cap(), ['1 in 7'])
    assert.equal(await hear(ben, 'РЕЖЕ, пожалуйста'), 'less')
    assert.deepEqual(await cap(), ['1 in 14'])
    const paused = async () =>
      (await terms(ben)).rules.flatMap((r) =>
        r.kind === 'pause' && r.endedAt === null ? [r.until && (r.until.getTime() - w.clock.now().getTime()) / day] : [],
      )
    assert.equal(await hear(ben, 'пауза 60'), 'paused')
    assert.deepEqual(await paused(), [60])
    assert.equal(await hear(ben, 'ПАУЗА'), 'paused')
    assert.deepEqual(await paused(), [60], 'thirty days would be less')
    assert.match((await send(ben)) ?? '', /^(later|deny) /)
    assert.deepEqual(
      await receipts(ben),
      ['reply write {terms} rule:cap', 'reply write {terms} rule:cap', 'reply write {terms} rule:pause'],
      'each time it is said',
    )
  })

  await t.test('СТОП ВСЁ, and what a reply took away a reply to a message of ours gives back', async () => {
    assert.equal(await send(eva), 'allow')
    await w.keep.channels.handOverDue(w.clock.now())
    const [message] = (await listMessages(w.keep.channels.deps, { customers: [eva], limit: 1 })).items
    assert.equal(await hear(eva, 'Стоп всё'), 'stopped')
    assert.equal(await send(eva), 'deny stopped')
    assert.ok((await terms(eva)).stoppedAt)
    assert.equal(await heardReply(w.keep.roads, { id: 'sms1', via: 'sms', address: '+79990000000', words: 'START' }), 'nothing', 'a number of nobody')
    assert.ok((await terms(eva)).stoppedAt)
    assert.equal(await hear(eva, 'START', { message: message?.message }), 'resumed')
    assert.equal((await terms(eva)).stoppedAt, null)
    assert.equal(
      await hear(0, 'stop', { address: 'forwarded@else.example', message: message?.message }),
      'stopped',
      'from an address of nobody: as the link in it',
    )
    assert.equal(await send(eva), 'deny consent_withdrawn')
  })
})

test('what somebody looks for, said in a reply, stands where their needs stand: in their words, once, with a receipt', async (t) => {
  const w = await openWings(t)
  const { anna, ben, hear, receipts, timeline } = await opened(w)
  const needs = async (customer: number) =>
    (await needsOfPerson({ db: w.keep.db.$pickTables(), keyring: w.keep.access.keyring }, [customer], { after: null, limit: 5, now: w.clock.now() })).map(
      (n) => [n.kind, n.words, n.road, n.unnamed, n.evidence, n.by.kind],
    )
  await w.keep.db.updateTable('keep.customer').set({ status: 'restricted' }).where('customer_id', '=', ben).execute()
  assert.equal(await hear(ben, 'Ищу атлас мира'), 'need')
  assert.deepEqual(await needs(ben), [], 'who restricts the use of their data only has it in the timeline')
  const words = 'Здравствуйте! Ищу книгу о живописи эпохи Сун, до 3000 ₽ к 10 декабря.'
  for (const _ of [1, 2]) assert.equal(await hear(anna, words, { id: 'once' }), 'need')
  assert.deepEqual(await needs(anna), [['need', words, 'reply', false, null, 'customer']])
  assert.deepEqual(await receipts(anna), ['reply write {need} said:need'])
  assert.deepEqual(await timeline(anna), ['message email in need'])
  for (let i = 0; i < 21; i += 1) await hear(anna, `Looking for book ${i}`)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from keep.need where customer_id = ${anna}`.execute(w.keep.db)
  assert.equal(rows[0]?.n, 20, 'as many as anybody may have open')
  assert.equal(await heardReply(w.keep.roads, { id: 'nobody', via: 'email', address: 'nobody@else.example', words }), 'nothing')
})

test('what smells of a no is held until a colleague has read it', async (t) => {
  const w = await openWings(t)
  const { anna, hear, send, terms } = await opened(w)
  assert.equal(await hear(anna, 'не останавливайте!'), 'held')
  assert.match((await send(anna)) ?? '', /^(later|deny) paused/)
  const lists = openLists({ url: w.store.url.office, door: w.office.door, clock: w.clock })
  t.after(() => lists.destroy())
  const tasks = officeTasks({ ...w.office, clock: w.clock, lists, ids: opaque('ids'), analyst: undefined })
  const { rows } = await sql<{ payload: unknown }>`
    select payload from office_jobs._private_jobs j join office_jobs._private_tasks k on k.id = j.task_id where k.identifier = 'task'`.execute(w.office.db)
  assert.equal(rows.length, 1)
  assert.equal(JSON.stringify(rows[0]?.payload).includes('останавливайте'), false, 'no word outside the keep')
  for (const _ of [1, 2]) await tasks['task']?.(rows[0]?.payload, w.clock.now())
  const made = await w.office.db.selectFrom('office.task').selectAll().execute()
  assert.deepEqual(
    made.map((task) => [task.customer_id, task.kind, task.state, task.assignee, task.due_at?.getTime()]),
    [[anna, 'task', 'open', null, w.clock.now().getTime() + day]],
  )
  const id = made[0]?.task_id ?? 0
  const content = await w.keep.db
    .selectFrom('keep.content')
    .selectAll()
    .where('customer_id', '=', anna)
    .where('kind', '=', 'task')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const key = (await w.keep.access.keyring.existingKeys([anna], 'content')).get(anna)
  assert.ok(key)
  assert.match(unseal(key, contentPlace(anna, 'task', id), content.sealed)?.toString('utf8') ?? '', /«не останавливайте!»/)

  await t.test('said again it stays one hold; a stop after it is a stop', async () => {
    assert.equal(await hear(anna, 'stop by tomorrow'), 'held')
    assert.equal((await terms(anna)).rules.filter((r) => r.kind === 'pause' && r.endedAt === null).length, 1)
    assert.equal(await hear(anna, 'stop'), 'stopped')
    assert.equal(await send(anna), 'deny consent_withdrawn')
  })
})

test('a shared address stops everybody on it; nobody’s and an erased one leave no trace', async (t) => {
  const w = await openWings(t)
  const { anna, ben, eva, send, terms, timeline } = await opened(w)
  const now = w.clock.now()
  const phone = '+79458100777'
  // Two who gave one number: the second is a claim, as recording leaves it.
  for (const [i, customer] of [anna, ben].entries()) {
    const event = interactionOf({
      at: now.toISOString(),
      customer: {
        identifiers: [
          { kind: 'email', value: `c${i}@shop.example` },
          { kind: 'phone', value: phone },
        ],
      },
    })
    await recordBatch(w.keep.recording, [event], { now, source: 'shop', trust: 'secret' })
    assert.ok(customer)
  }
  const claims = await sql<{ why: string }>`select why from keep.claim where kind = 'phone'`.execute(w.keep.db)
  assert.deepEqual(
    claims.rows.map((c) => c.why),
    ['shared'],
    'the town has such a number',
  )
  assert.equal(await heardReply(w.keep.roads, { id: 'sms', via: 'sms', address: '8 (945) 810-07-77', words: 'стоп всё', country: 'RU' }), 'stopped')
  for (const customer of [anna, ben]) assert.equal(await send(customer), 'deny stopped')
  assert.equal(await send(eva), 'allow')
  assert.deepEqual(
    [await timeline(anna), await timeline(ben)].flat().filter((line) => line.includes('sms')).length <= 1,
    true,
    'the words stand with one at most',
  )

  await t.test('START by SMS lifts what the SMS took away, of all of them, and nothing they said on their page', async () => {
    await inTransaction(w.keep.db, async (tx) => {
      const by = { actor: { kind: 'customer' as const, id: ben, role: 'customer' }, now, method: 'portal' }
      await stop(w.keep.roads, tx.$pickTables(), { customer: ben, topic: 'china' }, by)
      await sayRule(w.keep.roads, tx.$pickTables(), { customer: ben, rule: { kind: 'pause', channel: '*', topic: '*', until: null } }, by)
    })
    assert.equal(await heardReply(w.keep.roads, { id: 'sms2', via: 'sms', address: phone, words: 'START' }), 'resumed')
    assert.equal(await send(anna), 'allow')
    assert.match((await send(ben)) ?? '', /paused/)
    assert.equal((await terms(ben)).stops.length, 1)
  })

  await t.test('an address of nobody, of somebody erased, and none at all', async () => {
    const count = async () =>
      (
        await sql<{
          n: number
        }>`select (select count(*) from fact.interaction)::int + (select count(*) from keep.customer)::int + (select count(*) from keep.stop)::int as n`.execute(
          w.keep.db,
        )
      ).rows[0]?.n
    const before = await count()
    await sql`update keep.customer set status = 'erased' where customer_id = ${eva}`.execute(w.keep.db)
    for (const address of ['nobody@else.example', 'c2@shop.example', 'no address', ''])
      assert.equal(await heardReply(w.keep.roads, { id: `n${address}`, via: 'email', address, words: 'STOP' }), 'nothing')
    assert.equal(await count(), before)
  })
})
