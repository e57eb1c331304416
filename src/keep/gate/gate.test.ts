import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, by, consentingHome, type Home, house, settle } from '../../../test/consenting.ts'
import { systemClock } from '../../platform/clock.ts'
import { inTransaction, numbersIn, sql } from '../../platform/db/index.ts'
import { mergeCustomers, unmergeCustomer } from '../customers/index.ts'
import { closeLeases, lastLeasePast, leaseMs, prefer, registerTopic, retirePurpose, stop, suppress, withdrawConsent } from '../terms/index.ts'
import {
  type ContactAsk,
  capsNow,
  type Due,
  decideHandOver,
  decideMany,
  dropCap,
  forecast,
  mergeContacts,
  reserveMany,
  setCap,
  settleContacts,
  unmergeContacts,
  type Verdict,
} from './index.ts'

const now = new Date('2026-11-21T12:00:00Z')
const days = (n: number) => new Date(now.getTime() + n * 86_400_000)
const ask = (customer: number, contentKey: string, over: Partial<ContactAsk> = {}): ContactAsk => ({
  customer,
  purpose: 'marketing',
  categories: ['contact'],
  fields: ['name'],
  channels: ['email'],
  topic: '*',
  contentKey,
  campaign: 5,
  ...over,
})
const activity = { kind: 'campaign', id: 5 }
const reserve = (home: Home, asks: readonly ContactAsk[], at = now) =>
  inTransaction(home.db, (tx) => reserveMany(tx, asks, { actor: house, now: at, activity }))
const said = (v: Verdict | undefined) => (v?.chosen ? 'yes' : v?.refusal.reason)
const count = async (home: Home, what: string) => Number((await sql.raw<{ n: string }>(`select count(*)::text as n from ${what}`).execute(home.db)).rows[0]?.n)

async function home(t: Parameters<typeof consentingHome>[0], contacts = 2): Promise<Home> {
  const made = await consentingHome(t, now)
  await inTransaction(made.db, (tx) => setCap(tx, { cap: 'week', scope: 'all', key: null, contacts, windowS: 7 * 86_400 }, by(now)))
  return made
}

test('what the gate answers, from what is stored', async (t) => {
  const h = await home(t)
  const anna = await settle(h, { id: 1, name: 'Anna', email: 'anna@example.org' }, now)
  const ben = await settle(h, { id: 2, name: 'Ben', email: 'ben@example.org' }, now)
  const eva = await settle(h, { id: 3, name: 'Eva' }, now)
  await agrees(h, anna, now)
  await agrees(h, eva, now)
  await agrees(h, anna, now, { channel: 'sms' })

  await t.test('a dry run counts with reasons and writes nothing', async () => {
    const counts = await forecast(
      h.db,
      [anna, ben, eva, 99].map((c) => ask(c, 'autumn')),
      now,
    )
    assert.deepEqual(counts, {
      asked: 4,
      allowed: 1,
      later: 0,
      refused: 3,
      channels: { email: 1 },
      reasons: { consent_missing: 1, no_address: 1, unknown_customer: 1 },
    })
    assert.equal(await count(h, 'keep.contact'), 0)
    assert.equal(await count(h, 'keep.receipt'), 0)
  })

  await t.test('looks: what a purpose does not cover is refused', async () => {
    const look = (purpose: string, categories: string[]) => ({ customer: ben, purpose, categories })
    const verdicts = await decideMany(
      h.db,
      [look('service', ['contact']), look('service', ['sensitive']), look('marketing', ['contact']), look('spying', ['contact'])],
      now,
    )
    assert.deepEqual(
      verdicts.map((v) => (v.decision === 'allow' ? 'allow' : v.reason)),
      ['allow', 'category_not_covered', 'consent_missing', 'purpose_unknown'],
    )
  })

  await t.test('reserved with a receipt; the same content is not reserved again; a refusal is told once', async () => {
    assert.deepEqual((await reserve(h, [ask(anna, 'autumn'), ask(ben, 'autumn'), ask(99, 'autumn')])).map(said), ['yes', 'consent_missing', 'unknown_customer'])
    assert.deepEqual((await reserve(h, [ask(anna, 'autumn'), ask(ben, 'autumn')])).map(said), ['already_sent', 'consent_missing'])
    assert.equal(
      await count(
        h,
        `keep.receipt r join keep.receipt_codes c using (codes_id) where customer_id = ${anna} and decision = 'allow' and channel = 'email' and content = 'autumn'`,
      ),
      1,
    )
    assert.equal(await count(h, `keep.receipt where customer_id = ${ben}`), 1)
    assert.equal(await count(h, `keep.receipt where customer_id = 99`), 0)
  })

  await t.test('within one batch the second of three is the last', async () => {
    assert.deepEqual((await reserve(h, [ask(anna, 'a'), ask(anna, 'b')])).map(said), ['yes', 'cap_all'])
  })

  await t.test('with time until later, the first free moment is reserved', async () => {
    const [v] = await reserve(h, [ask(anna, 'c', { latest: days(30) })])
    assert.ok(v?.chosen)
    assert.deepEqual(v.at, days(7))
    const [w] = await reserve(h, [ask(anna, 'd', { latest: days(10), channels: ['sms', 'email'] })])
    assert.ok(w?.chosen && w.channel === 'email', 'she left no number for the first channel')
  })

  await t.test('her own cap, a stopped topic, a suppressed address', async () => {
    const marta = await settle(h, { id: 4, name: 'Marta', email: 'marta@example.org' }, now)
    await agrees(h, marta, now)
    await inTransaction(h.db, (tx) => registerTopic(tx, { topic: 'china', title: { en: 'China', ru: 'Китай' } }, by(now)))
    await inTransaction(h.db, (tx) => prefer(h, tx, { customer: marta, preference: { kind: 'cap', contacts: 1, days: 14 } }, { ...by(now), method: 'portal' }))
    await inTransaction(h.db, (tx) => stop(h, tx, { customer: marta, topic: 'china' }, { ...by(now), method: 'portal' }))
    assert.deepEqual(
      (await reserve(h, [ask(marta, 'c1', { topic: 'china' }), ask(marta, 'c2', { topic: 'mars' }), ask(marta, 'c3'), ask(marta, 'c4')])).map(said),
      ['topic_stopped', 'topic_unknown', 'yes', 'cap_own'],
    )
    await inTransaction(h.db, (tx) => suppress(tx, [{ kind: 'email', digest: h.keyring.digest('email', 'marta@example.org'), reason: 'bounce' }], by(now)))
    assert.deepEqual((await reserve(h, [ask(marta, 'c5')], days(20))).map(said), ['address_suppressed'])
  })
})

test('thirty senders at once never exceed a cap, and never say the same twice', async (t) => {
  const h = await home(t)
  const people = await Promise.all(Array.from({ length: 12 }, (_, i) => settle(h, { id: i + 1, name: `P${i}`, email: `p${i}@example.org` }, now)))
  for (const p of people) await agrees(h, p, now)
  await settle(h, { id: 50, name: 'P0 again', email: 'p0-again@example.org', mergedInto: 1 }, now)
  const asked = [...people, 50]
  const senders = Array.from({ length: 30 }, (_, s) =>
    reserve(
      h,
      [...asked].sort(() => (s % 2 ? 1 : -1)).map((p) => ask(p, `campaign-${s}`)),
    ),
  )
  const verdicts = (await Promise.all(senders)).flat()
  const reserved = await sql<{ n: number }>`select count(*)::int as n from keep.contact where state = 'reserved' group by customer_id`.execute(h.db)
  assert.equal(verdicts.filter((v) => v.chosen).length, 24)
  assert.deepEqual(
    reserved.rows.map((r) => r.n),
    Array(12).fill(2),
    'two each, the merged identity counted with the person',
  )

  const later = days(8)
  const same = await Promise.all(
    Array.from({ length: 30 }, () =>
      reserve(
        h,
        asked.map((p) => ask(p, 'the-one')),
        later,
      ),
    ),
  )
  assert.equal(same.flat().filter((v) => v.chosen).length, 12)
  const recent = await sql<{ recent: string }>`select recent::text from keep.person_state`.execute(h.db)
  assert.ok(recent.rows.every((r) => numbersIn(r.recent).length === 3))
})

test('merging and taking apart', async (t) => {
  const h = await home(t)
  for (const id of [1, 2]) {
    await settle(h, { id, name: 'Ilya', email: `ilya${id}@example.org` }, now)
    await agrees(h, id, now)
  }
  await reserve(h, [ask(1, 'x'), ask(2, 'x'), ask(2, 'y')])
  await inTransaction(h.db, async (tx) => {
    await mergeCustomers(tx, { from: 2, into: 1, actor: house, why: 'same person', now })
    await mergeContacts(tx, { from: 2, into: 1 })
  })
  assert.deepEqual((await reserve(h, [ask(1, 'y'), ask(1, 'z')])).map(said), ['already_sent', 'cap_all'])
  assert.deepEqual((await reserve(h, [ask(2, 'z')], days(8))).map(said), ['yes'])
  await inTransaction(h.db, async (tx) => {
    await unmergeCustomer(tx, { customer: 2, actor: house, now })
    await unmergeContacts(tx, { customer: 2, from: 1 })
  })
  assert.deepEqual((await reserve(h, [ask(2, 'z'), ask(1, 'z')], days(8))).map(said), ['already_sent', 'already_sent'])
})

test('the last decision before the wire', async (t) => {
  const h = await home(t)
  const anna = await settle(h, { id: 1, name: 'Anna', email: 'anna@example.org' }, now)
  await agrees(h, anna, now)
  const due = async (key: string, over: Partial<ContactAsk> = {}, at = now): Promise<Due> => {
    const [v] = await reserve(h, [ask(anna, key, over)], at)
    assert.ok(v?.chosen, said(v))
    return { ask: ask(anna, key, over), channel: v.channel, mark: v.mark, message: 77 }
  }
  const handOver = (d: Due, at: Date) => inTransaction(h.db, (tx) => decideHandOver(tx, [d], { actor: house, now: at, activity }))

  await t.test('its own reservation does not stand in its way; it counts from when it goes', async () => {
    const first = await due('one')
    const second = await due('two')
    assert.equal((await handOver(first, days(1)))[0]?.verdict, 'go')
    assert.equal((await handOver(second, now))[0]?.verdict, 'go')
    assert.deepEqual((await reserve(h, [ask(anna, 'three')], days(7.5))).map(said), ['yes'])
    assert.deepEqual((await reserve(h, [ask(anna, 'four')], days(7.6))).map(said), ['cap_all'])
  })

  await t.test('what comes too late is dropped and free again', async () => {
    const late = await due('late', { latest: days(21) }, days(20))
    const [answer] = await handOver(late, days(22))
    assert.deepEqual(answer, { verdict: 'drop', person: anna, reason: 'too_late' })
    assert.equal(await count(h, `keep.contact where content_key = 'late' and state = 'released' and reason = 'too_late' and mark is null`), 1)
    assert.deepEqual((await reserve(h, [ask(anna, 'late')], days(22))).map(said), ['yes'], 'it never reached her, so it may still')
  })

  await t.test('a rejected hand-over is released, a made one stays', async () => {
    const d = await due('bounce', {}, days(40))
    const [go] = await handOver(d, days(40))
    assert.equal(go?.verdict, 'go')
    const mark = go?.verdict === 'go' ? go.mark : null
    await inTransaction(h.db, (tx) => settleContacts(tx, [{ ask: d.ask, mark, made: false, reason: 'rejected' }], days(40)))
    const [again] = await reserve(h, [d.ask], days(40))
    assert.ok(again?.chosen)
    await handOver({ ...d, mark: again.mark }, days(40))
    await inTransaction(h.db, (tx) => settleContacts(tx, [{ ask: d.ask, mark: again.mark, made: true }], days(40)))
    assert.deepEqual((await reserve(h, [d.ask], days(60))).map(said), ['already_sent'])
  })

  await t.test('a withdrawal waits for the lease that is older, and what is decided after it is dropped', async () => {
    const at = systemClock.now()
    const ben = await settle(h, { id: 2, name: 'Ben', email: 'ben@example.org' }, now)
    await agrees(h, ben, now)
    const open = await due('leased', { customer: ben }, at)
    const waiting = await due('waiting', { customer: ben }, at)
    const go = await handOver({ ...open, message: 500 }, at)
    assert.equal(go[0]?.verdict, 'go')
    await inTransaction(h.db, (tx) =>
      withdrawConsent(h, tx, { customer: ben, purpose: 'marketing', category: 'contact', channel: 'email', topic: '*', method: 'link' }, by(at)),
    )
    const started = systemClock.monotonic()
    const acknowledged = lastLeasePast(h.db, [ben], systemClock).then(() => systemClock.monotonic() - started)
    const [refused] = await handOver({ ...waiting, message: 501 }, systemClock.now())
    assert.deepEqual(refused, { verdict: 'drop', person: ben, reason: 'consent_withdrawn' })
    await new Promise((r) => setTimeout(r, 200))
    await closeLeases(h.db, [{ person: ben, lease: 500 }], systemClock.now())
    const waited = await acknowledged
    assert.ok(waited >= 190 && waited < leaseMs, `waited ${waited} ms`)
    assert.equal(await count(h, `keep.receipt r join keep.receipt_codes c using (codes_id) where decision = 'deny' and reasons = '{consent_withdrawn}'`), 1)
    const none = systemClock.monotonic()
    await lastLeasePast(h.db, [ben], systemClock)
    assert.ok(systemClock.monotonic() - none < leaseMs / 2, 'nobody waits where no lease is open')
  })
})

test('caps and purposes are in force from the moment they are said', async (t) => {
  const h = await home(t, 1)
  const anna = await settle(h, { id: 1, name: 'Anna', email: 'anna@example.org' }, now)
  await agrees(h, anna, now)
  assert.deepEqual((await reserve(h, [ask(anna, 'a'), ask(anna, 'b')])).map(said), ['yes', 'cap_all'])
  await inTransaction(h.db, (tx) => dropCap(tx, 'week', by(now)))
  assert.deepEqual(await capsNow(h.db), [])
  await inTransaction(h.db, (tx) => registerTopic(tx, { topic: 'china', title: { en: 'China', ru: 'Китай' } }, by(now)))
  await inTransaction(h.db, (tx) => setCap(tx, { cap: 'topic', scope: 'topic', key: null, contacts: 1, windowS: 86_400 }, by(now)))
  await inTransaction(h.db, (tx) => setCap(tx, { cap: 'mail', scope: 'channel', key: 'email', contacts: 4, windowS: 86_400 }, by(now)))
  const china = { topic: 'china' }
  assert.deepEqual((await reserve(h, [ask(anna, 'c', china), ask(anna, 'd', china), ask(anna, 'e'), ask(anna, 'f'), ask(anna, 'g')])).map(said), [
    'yes',
    'cap_topic',
    'yes',
    'yes',
    'cap_channel',
  ])
  await inTransaction(h.db, (tx) => retirePurpose(tx, 'marketing', by(now)))
  assert.deepEqual((await reserve(h, [ask(anna, 'h')], days(5))).map(said), ['purpose_unknown'])
})
