import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { by } from '../../../test/consenting.ts'
import { fixedClock, systemClock } from '../../platform/clock.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { withdrawCampaign } from '../channels/index.ts'
import { ids, log, people, type Shop, shop, thanks } from '../channels/testing.ts'
import { forecast } from '../gate/index.ts'
import { sayRule, stop } from '../terms/index.ts'
import { answerQuestion, askingRoutes, endQuestions, openQuestions, writeQuestions } from './index.ts'
import { tokenOf } from './link.ts'

// Anna agreed to offers by e-mail, and wants to be asked each time. Ben agreed too and said nothing of the kind.

const day = 86_400_000
const [anna, ben] = [1, 2]

async function setting(t: TestContext) {
  const s = await shop(t)
  await people(s, [anna, ben])
  const start = systemClock.now()
  // Messages go by the clock of the machine, which is always ahead of this one until it is set.
  const clock = fixedClock(start)
  const deps = { db: s.channels.deps.db, keyring: s.home.keyring, letters: { ...s.channels.deps, clock, soon: () => {} }, clock, log }
  const app = askingRoutes(deps)
  await inTransaction(s.home.db, (tx) =>
    sayRule(s.home, tx, { customer: anna, rule: { kind: 'ask', channel: '*', topic: '*' } }, { ...by(start), method: 'portal' }),
  )
  const send = async (contentKey: string, customers: readonly number[] = [anna]) =>
    (await s.send({ ...thanks, contentKey, customers: customers.map((customer) => ({ customer })) })).map((r) => r.reason ?? r.decision)
  const open = () => openQuestions(deps.db, [anna], clock.now())
  const answer = (question: number, yes: boolean, customer = anna) =>
    inTransaction(deps.db, (tx) => answerQuestion(tx, { customer, question, yes }, { method: 'portal', now: clock.now() }))
  const page = async (path: string, init: RequestInit = {}) => {
    const said = await app.request(path, { headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en' }, ...init })
    return { status: said.status, text: await said.text() }
  }
  const post = (path: string, body: string) => page(path, { method: 'POST', body })
  const at = (days: number) => clock.set(new Date(systemClock.now().getTime() + days * day))
  return { s, start, clock, deps, send, open, answer, page, post, at }
}

const messages = async (s: Shop, key: string) =>
  (
    await sql<{
      said: string
    }>`select concat_ws(' ', state, why) as said from keep.message where customer_id = ${anna} and content_key = ${key} order by message_id`.execute(s.home.db)
  ).rows.map((r) => r.said)
const contact = async (s: Shop, key: string) =>
  (await sql<{ state: string }>`select state from keep.contact where customer_id = ${anna} and content_key = ${key}`.execute(s.home.db)).rows[0]?.state

test('whoever wants to be asked is asked and not written to; counts name it; one question at a time', async (t) => {
  const { s, deps, clock, send, open } = await setting(t)
  const asks = [anna, ben].map((customer) => ({
    customer,
    purpose: 'marketing',
    categories: ['contact'],
    channels: ['email'],
    topic: '*',
    contentKey: 'offer',
  }))
  const counted = await forecast(deps.db.$pickTables(), asks, clock.now())
  assert.deepEqual([counted.allowed, counted.reasons], [1, { ask_first: 1 }])
  assert.deepEqual(await open(), [], 'a dry run asks nothing')
  assert.deepEqual(await send('offer', [anna, ben]), ['ask_first', 'allow'])
  assert.deepEqual(await messages(s, 'offer'), ['asked'])
  assert.equal((await open()).length, 1)
  assert.deepEqual(await send('offer'), ['ask_first'])
  assert.deepEqual(await send('another'), ['ask_first'], 'refused as well, and not asked about')
  assert.equal((await open()).length, 1, 'one open question for the purpose')
  assert.deepEqual(await messages(s, 'another'), [])
  await s.done()
  assert.deepEqual(await messages(s, 'offer'), ['asked'], 'it waits')
})

test('two campaigns at once put one question', async (t) => {
  const { send, open } = await setting(t)
  await Promise.all(['a', 'b', 'c', 'd'].map((key) => send(key)))
  assert.equal((await open()).length, 1)
})

test('a yes lets that very message go, once; the next is asked about anew', async (t) => {
  const { s, send, open, answer } = await setting(t)
  await send('offer')
  const [question] = await open()
  assert.ok(question)
  assert.equal(await answer(question.question, true, ben), undefined, 'Ben cannot answer for Anna')
  assert.equal((await answer(question.question, true))?.reason, null)
  assert.equal(await answer(question.question, true), undefined, 'once')
  await s.done()
  assert.deepEqual(await messages(s, 'offer'), ['sent accepted'])
  assert.equal(await contact(s, 'offer'), 'made')
  assert.deepEqual(await send('offer'), ['already_sent'])
  assert.deepEqual(await send('next'), ['ask_first'])
  assert.equal((await open()).length, 1)
})

test('a yes goes round nothing: who stopped meanwhile is not written to', async (t) => {
  const { s, start, send, open, answer } = await setting(t)
  await send('offer')
  const [question] = await open()
  await inTransaction(s.home.db, (tx) => stop(s.home, tx, { customer: anna }, { ...by(start), method: 'portal' }))
  assert.equal((await answer(question?.question ?? 0, true))?.reason, 'stopped')
  assert.deepEqual(await messages(s, 'offer'), ['dropped stopped'])
})

test('after a no nothing of the purpose is asked for thirty days, and that message never', async (t) => {
  const { s, deps, clock, send, open, answer, at } = await setting(t)
  await send('offer')
  const [question] = await open()
  assert.equal((await answer(question?.question ?? 0, false))?.reason, null)
  assert.deepEqual(await messages(s, 'offer'), ['dropped ask_refused'])
  assert.deepEqual(await send('next'), ['ask_refused'])
  assert.deepEqual(await open(), [])
  at(31)
  const said = async (contentKey: string) =>
    (
      await forecast(
        deps.db.$pickTables(),
        [{ customer: anna, purpose: 'marketing', categories: ['contact'], channels: ['email'], topic: '*', contentKey }],
        clock.now(),
      )
    ).reasons
  assert.deepEqual(await said('next'), { ask_first: 1 })
  assert.deepEqual(await said('offer'), { ask_refused: 1 })
})

test('no answer ends the question, and for two weeks no other is put', async (t) => {
  const { s, deps, clock, send, open, at } = await setting(t)
  await send('offer')
  assert.equal(await endQuestions(deps, clock.now()), 0)
  at(8)
  assert.equal(await endQuestions(deps, clock.now()), 1)
  assert.deepEqual(await messages(s, 'offer'), ['dropped not_answered'])
  await sql`update keep.question set answered_at = ${systemClock.now()}`.execute(s.home.db)
  assert.deepEqual(await send('next'), ['ask_first'])
  assert.deepEqual(await open(), [])
  await sql`update keep.question set answered_at = ${new Date(systemClock.now().getTime() - 15 * day)}`.execute(s.home.db)
  assert.deepEqual(await send('third'), ['ask_first'])
  at(0)
  assert.equal((await open()).length, 1)
})

test('one letter; its link shows and spends nothing until its button is pressed', async (t) => {
  const { s, deps, clock, send, open, page, post, at } = await setting(t)
  await send('offer')
  at(0)
  assert.equal(await writeQuestions(deps, clock.now()), 1)
  assert.equal(await writeQuestions(deps, clock.now()), 0, 'once')
  await s.done()
  const { items } = await s.channels.caught.list({ limit: 20, before: undefined, words: [] })
  const mails = await Promise.all(items.map(({ id }) => s.channels.caught.find(id)))
  const links = mails.flatMap((mail) => /https:\/\/shop\.example(\/q\/[\w.-]+)/.exec(mail?.text ?? '')?.[1] ?? [])
  assert.equal(links.length, 1)
  const [link = ''] = links
  const none = await page('/q/nothing')
  assert.equal(none.status, 404)
  const [question] = await open()
  const forged = tokenOf({ keyring: s.home.keyring, ids }, { customer: ben, question: question?.question ?? 0 })
  assert.equal((await post(`/q/${forged}`, 'answer=yes')).status, 404, 'a question of somebody else')
  assert.equal((await post(link.slice(0, -2), 'answer=yes')).text, none.text)
  for (const method of ['GET', 'HEAD']) assert.equal((await page(link, { method })).status, 200)
  assert.match((await page(link)).text, /Yes, this time|Да, в этот раз/)
  assert.equal((await post(link, 'answer=maybe')).status, 404)
  assert.equal((await post(link, `answer=yes&more=${'x'.repeat(6000)}`)).status, 413)
  assert.deepEqual(await messages(s, 'offer'), ['asked'], 'nothing of that was an answer')

  const both = await Promise.all([post(link, 'answer=yes'), post(link, 'answer=yes')])
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [200, 404], 'two at once are one')
  assert.equal((await page(link)).text, none.text, 'answered: word for word what an unknown link gets')
  await s.done()
  assert.deepEqual(await messages(s, 'offer'), ['sent accepted'])
  const receipts = await sql<{ said: string }>`select r::text as said from keep.receipt r where customer_id = ${anna}`.execute(s.home.db)
  assert.ok(receipts.rows.some(({ said }) => said.includes('question:marketing:email:*:yes')))
  const refusals = await sql<{
    decision: string
  }>`select c.decision from keep.receipt r join keep.receipt_codes c using (codes_id) where r.customer_id = ${anna} and c.reasons = '{ask_first}'`.execute(
    s.home.db,
  )
  assert.deepEqual(refusals.rows, [{ decision: 'ask' }], 'that it was not sent but asked has its receipt')
})

test('a campaign that was stopped asks nobody any more', async (t) => {
  const { deps, clock, send, open, s, answer } = await setting(t)
  await send('offer')
  const [question] = await open()
  assert.equal(await withdrawCampaign(deps.letters, 5, by(clock.now())), 1)
  assert.deepEqual(await messages(s, 'offer'), ['dropped withdrawn'])
  assert.deepEqual(await open(), [])
  assert.equal(await answer(question?.question ?? 0, true), undefined)
  assert.equal(await endQuestions(deps, clock.now()), 1)
})
