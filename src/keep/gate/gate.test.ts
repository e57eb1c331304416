import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, by, consentingHome, type Home, house, settle } from '../../../test/consenting.ts'
import { systemClock } from '../../platform/clock.ts'
import { inTransaction, numbersIn, openDb, sql } from '../../platform/db/index.ts'
import { interactionId } from '../../platform/ids/index.ts'
import { mergeCustomers, putUnitUnder, registerUnit, unmergeCustomer } from '../customers/index.ts'
import {
  closeLeases,
  everyDay,
  lastLeasePast,
  leaseMs,
  registerTopic,
  retirePurpose,
  type SaidRule,
  sayRule,
  stop,
  suppress,
  withdrawConsent,
} from '../terms/index.ts'
import {
  type ContactAsk,
  capsNow,
  contactHoursNow,
  type Due,
  decideHandOver,
  decideMany,
  dropCap,
  dropContactHours,
  forecast,
  mergeContacts,
  reserveMany,
  setCap,
  setContactHours,
  setLawHours,
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

const everything = { channel: '*', topic: '*' }
const says = (home: Home, customer: number, rule: SaidRule, at = now) =>
  inTransaction(home.db, (tx) => sayRule(home, tx, { customer, rule }, { ...by(at), method: 'portal' }))

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
    await says(h, marta, { kind: 'cap', ...everything, contacts: 1, windowS: 14 * 86_400 })
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

test('a brand has a limit of its own, beside the one over all brands', async (t) => {
  const h = await home(t, 3)
  const week = 7 * 86_400
  await inTransaction(h.db, async (tx) => {
    for (const code of ['atlas', 'compass']) await registerUnit(tx, { code, title: { en: code, ru: code }, kind: 'brand' }, now)
    await registerUnit(tx, { code: 'harbour', title: { en: 'Harbour', ru: 'Гавань' }, kind: 'shop' }, now)
    await putUnitUnder(tx, 'harbour', 'atlas')
    await setCap(tx, { cap: 'brand', scope: 'unit', key: null, contacts: 2, windowS: week }, by(now))
  })
  const person = async (id: number) => {
    await settle(h, { id, name: 'Anna', email: `anna${id}@example.org` }, now)
    await agrees(h, id, now)
    return id
  }

  await t.test('an unknown unit is a no; a shop counts with its brand; over all brands somebody is one', async () => {
    const anna = await person(1)
    const as = (unit: string, key: string) => ask(anna, key, { unit })
    assert.deepEqual((await reserve(h, [as('nobody', 'x')])).map(said), ['unit_unknown'])
    const verdicts = await reserve(h, [as('atlas', 'a'), as('harbour', 'b'), as('atlas', 'c'), as('compass', 'd'), as('compass', 'e'), ask(anna, 'f')])
    assert.deepEqual(verdicts.map(said), ['yes', 'yes', 'cap_unit', 'yes', 'cap_all', 'cap_all'])
  })

  await t.test('the window rolls; what is put off counts from when it goes; in no name only the limit over all holds', async () => {
    const ben = await person(2)
    assert.deepEqual((await reserve(h, [ask(ben, 'a', { unit: 'atlas' }), ask(ben, 'b', { unit: 'atlas' })])).map(said), ['yes', 'yes'])
    const [later] = await reserve(h, [ask(ben, 'c', { unit: 'atlas', latest: days(30) })], days(2))
    assert.deepEqual(later?.chosen && later.at, days(7))
    assert.deepEqual((await reserve(h, [ask(ben, 'd', { unit: 'compass' }), ask(ben, 'e')], days(8))).map(said), ['yes', 'yes'])
  })

  await t.test('released it counts no more, and what goes does not stand in its own way', async () => {
    const eva = await person(3)
    const asks = ['a', 'b'].map((key) => ask(eva, key, { unit: 'atlas' }))
    const reserved = await reserve(h, asks)
    const due = asks.map((one, i): Due => ({ ask: one, channel: 'email', mark: markOf(reserved[i]), message: 70 + i }))
    const gone = await inTransaction(h.db, (tx) => decideHandOver(tx, due, { actor: house, now, activity }))
    assert.deepEqual(
      gone.map((g) => g.verdict),
      ['go', 'go'],
    )
    assert.deepEqual((await reserve(h, [ask(eva, 'c', { unit: 'atlas' })])).map(said), ['cap_unit'])
    const [first] = due
    assert.ok(first)
    await inTransaction(h.db, (tx) => settleContacts(tx, [{ ask: first.ask, mark: first.mark, made: false, reason: 'no_server' }], now))
    assert.deepEqual((await reserve(h, [ask(eva, 'c', { unit: 'harbour' })])).map(said), ['yes'])
  })

  await t.test('thirty senders of two brands at once: each brand at most two, and three in all, also for two cards of one person', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, (_, i) => person(100 + i)))
    await settle(h, { id: 150, name: 'Anna again', email: 'again@example.org', mergedInto: 100 }, now)
    const asked = [...people, 150]
    const senders = Array.from({ length: 30 }, (_, s) =>
      reserve(
        h,
        [...asked].sort(() => (s % 2 ? 1 : -1)).map((p) => ask(p, `campaign-${s}`, { unit: ['atlas', 'harbour', 'compass'][s % 3] })),
      ),
    )
    await Promise.all(senders)
    const { rows } = await sql<{ n: number; atlas: number; compass: number }>`
      select count(*)::int as n, count(*) filter (where unit in ('atlas', 'harbour'))::int as atlas, count(*) filter (where unit = 'compass')::int as compass
      from keep.contact where state = 'reserved' and customer_id >= 100 group by customer_id`.execute(h.db)
    assert.equal(rows.length, 12)
    for (const row of rows) {
      assert.equal(row.n, 3, 'exactly what the limit over all allows')
      assert.ok(row.atlas <= 2 && row.compass <= 2, JSON.stringify(row))
    }
  })

  await t.test('cards that turn out to be one person count together', async () => {
    const [one, other] = [await person(201), await person(202)]
    await reserve(h, [ask(one, 'x', { unit: 'atlas' }), ask(other, 'y', { unit: 'harbour' })])
    await inTransaction(h.db, async (tx) => {
      await mergeCustomers(tx, { from: other, into: one, actor: house, why: 'same person', now })
      await mergeContacts(tx, { from: other, into: one }, now)
    })
    assert.deepEqual((await reserve(h, [ask(one, 'z', { unit: 'atlas' }), ask(one, 'z', { unit: 'compass' })])).map(said), ['cap_unit', 'yes'])
  })
})

const markOf = (v: Verdict | undefined) => (v?.chosen ? v.mark : null)

test('merging and taking apart', async (t) => {
  const h = await home(t)
  for (const id of [1, 2]) {
    await settle(h, { id, name: 'Ilya', email: `ilya${id}@example.org` }, now)
    await agrees(h, id, now)
  }
  await reserve(h, [ask(1, 'x'), ask(2, 'x'), ask(2, 'y')])
  await inTransaction(h.db, async (tx) => {
    await mergeCustomers(tx, { from: 2, into: 1, actor: house, why: 'same person', now })
    await mergeContacts(tx, { from: 2, into: 1 }, now)
  })
  assert.deepEqual((await reserve(h, [ask(1, 'y'), ask(1, 'z')])).map(said), ['already_sent', 'cap_all'])
  assert.deepEqual((await reserve(h, [ask(2, 'z')], days(8))).map(said), ['yes'])
  await inTransaction(h.db, async (tx) => {
    await unmergeCustomer(tx, { customer: 2, actor: house, now })
    await unmergeContacts(tx, { customer: 2, from: 1 }, now)
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

test('a purpose is over so long after anything last happened, whether or not anybody cleaned up', async (t) => {
  const h = await home(t, 50)
  const years = (n: number) => new Date(Date.UTC(2026 + n, 10, 21, 12))
  const [long, bought, written, fresh, both, other] = [1, 2, 3, 4, 5, 6]
  for (const id of [long, bought, written, fresh, both, other]) {
    await settle(h, { id, name: `P${id}`, email: `p${id}@example.org` }, now)
    await agrees(h, id, now)
    await sql`update keep.customer set created_at = ${id === fresh ? years(-2) : years(-4)} where customer_id = ${id}`.execute(h.db)
  }
  const happened = (id: number, at: Date, direction: 'in' | 'out' | 'none', n: number) =>
    sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source)
      values (${id}, ${interactionId(at, n)}, 1, ${at}, 'order', 'shop', ${direction}, 'till')`.execute(h.db)
  await happened(bought, years(-2), 'none', 1)
  await happened(written, years(-1), 'out', 2)
  await happened(other, years(-1), 'in', 3)
  const look = (customer: number, purpose: string) => ({ customer, purpose, categories: ['contact'] })
  const verdicts = async (purpose: string, ids: readonly number[], at = now) =>
    (
      await decideMany(
        h.db,
        ids.map((id) => look(id, purpose)),
        at,
      )
    ).map((d) => (d.decision === 'allow' ? 'allow' : d.reason))
  assert.deepEqual(await verdicts('service', [long, bought, written, fresh, both, other]), [
    'kept_no_longer',
    'allow',
    'kept_no_longer',
    'allow',
    'kept_no_longer',
    'allow',
  ])
  assert.deepEqual(await verdicts('own_view', [long]), ['allow'], 'what is still there they see')
  assert.deepEqual(await verdicts('accounting', [long]), ['allow'], 'five years')
  assert.deepEqual(
    (await reserve(h, [ask(long, 'a'), ask(long, 'b', { purpose: 'service' })])).map(said),
    ['yes', 'kept_no_longer'],
    'a consent speaks for itself',
  )
  assert.deepEqual(await verdicts('service', [bought], new Date(years(1).getTime() - 1)), ['allow'])
  assert.deepEqual(await verdicts('service', [bought], years(1)), ['kept_no_longer'], 'three years to the second')
  await inTransaction(h.db, (tx) => mergeCustomers(tx, { from: other, into: both, actor: house, why: 'same person', now }))
  assert.deepEqual(await verdicts('service', [both, other]), ['allow', 'allow'], 'what happened with one identity happened with the person')
})

test('what customers say of how often, when and not now', async (t) => {
  const h = await home(t, 50)
  const zoned = (id: number, zone: string | null, country: string | null) =>
    sql`update keep.customer set time_zone = ${zone}, country = ${country} where customer_id = ${id}`.execute(h.db)
  const person = async (id: number) => {
    await settle(h, { id, name: `P${id}`, email: `p${id}@example.org` }, now)
    await agrees(h, id, now)
    return id
  }
  await inTransaction(h.db, (tx) => registerTopic(tx, { topic: 'china', title: { en: 'China', ru: 'Китай' } }, by(now)))
  const evenings: SaidRule = { kind: 'hours', ...everything, open: [{ days: everyDay, from: 18 * 60, to: 21 * 60 }] }

  await t.test('a pause until a day, until they say, and of a topic only; answers come all the same', async () => {
    const [anna, ben, eva] = [await person(1), await person(2), await person(3)]
    await says(h, anna, { kind: 'pause', ...everything, until: days(10) })
    await says(h, ben, { kind: 'pause', ...everything, until: null })
    await says(h, eva, { kind: 'pause', channel: '*', topic: 'china', until: null })
    assert.deepEqual((await reserve(h, [ask(anna, 'a'), ask(ben, 'a'), ask(eva, 'a', { topic: 'china' }), ask(eva, 'b')])).map(said), [
      'paused',
      'paused',
      'paused',
      'yes',
    ])
    const [later] = await reserve(h, [ask(anna, 'c', { latest: days(20) })])
    assert.deepEqual(later?.chosen && later.at, days(10))
    assert.deepEqual((await reserve(h, [ask(ben, 'd', { latest: days(60) })])).map(said), ['paused'], 'nobody knows until when')
    assert.deepEqual((await reserve(h, [ask(ben, 'e', { purpose: 'service' })])).map(said), ['yes'])
  })

  await t.test('hours in their own zone; without one, those that are fine all over their country', async () => {
    const [anna, ben] = [await person(11), await person(12)]
    await zoned(anna, 'Asia/Kathmandu', 'NP')
    await zoned(ben, null, 'RU')
    for (const id of [anna, ben]) await says(h, id, evenings)
    const [hers, his] = await reserve(h, [ask(anna, 'a', { latest: days(3) }), ask(ben, 'a', { latest: days(3) })])
    assert.deepEqual(hers?.chosen && hers.at, new Date('2026-11-21T12:15:00Z'), '18:00 at +5:45')
    assert.equal(said(his), 'quiet_hours', 'no hour of Kaliningrad’s evening is one of Kamchatka’s')
    assert.deepEqual((await reserve(h, [ask(anna, 'b', { purpose: 'service' })])).map(said), ['yes'], 'an answer is no disturbance')
  })

  await t.test('how often, by channel and by topic, narrower than the company’s; a merged identity brings its own along', async () => {
    const anna = await person(21)
    const other = await person(22)
    await says(h, anna, { kind: 'cap', channel: '*', topic: 'china', contacts: 1, windowS: 30 * 86_400 })
    await says(h, other, { kind: 'cap', channel: 'email', topic: '*', contacts: 2, windowS: 7 * 86_400 })
    await inTransaction(h.db, async (tx) => {
      await mergeCustomers(tx, { from: other, into: anna, actor: house, why: 'same person', now })
      await mergeContacts(tx, { from: other, into: anna }, now)
    })
    const verdicts = await reserve(h, [ask(anna, 'a', { topic: 'china' }), ask(anna, 'b', { topic: 'china' }), ask(anna, 'c'), ask(anna, 'd')])
    assert.deepEqual(verdicts.map(said), ['yes', 'cap_own', 'yes', 'cap_own'])
    await says(h, anna, { kind: 'pause', ...everything, until: null })
    await inTransaction(h.db, async (tx) => {
      await unmergeCustomer(tx, { customer: other, actor: house, now })
      await unmergeContacts(tx, { customer: other, from: anna }, now)
    })
    assert.deepEqual((await reserve(h, [ask(anna, 'e'), ask(other, 'e')])).map(said), ['paused', 'paused'], 'what was said of both holds for each')
  })

  await t.test('a pause said between the decision and the wire stops what was reserved, and frees it', async () => {
    const anna = await person(31)
    const [v] = await reserve(h, [ask(anna, 'a')])
    assert.ok(v?.chosen)
    await says(h, anna, { kind: 'pause', ...everything, until: null })
    const handed = await inTransaction(h.db, (tx) =>
      decideHandOver(tx, [{ ask: ask(anna, 'a'), channel: v.channel, mark: v.mark, message: 9 }], { actor: house, now, activity }),
    )
    assert.deepEqual(handed[0], { verdict: 'drop', person: anna, reason: 'paused' })
  })

  await t.test('the company’s hours hold for everybody, from the moment they are set', async () => {
    const anna = await person(41)
    await zoned(anna, 'Europe/Moscow', 'RU')
    const mornings = {
      hours: 'mornings',
      basis: 'company' as const,
      country: null,
      dpv: null,
      channels: ['email'],
      open: [{ days: everyDay, from: 540, to: 720 }],
    }
    await inTransaction(h.db, (tx) => setContactHours(tx, { ...mornings, source: null, sourceUrl: null, validFrom: null }, by(now)))
    const [v] = await reserve(h, [ask(anna, 'a', { latest: days(3) })])
    assert.deepEqual(v?.chosen && v.at, new Date('2026-11-22T06:00:00Z'))
    await inTransaction(h.db, (tx) => dropContactHours(tx, 'mornings', by(now)))
    assert.deepEqual((await reserve(h, [ask(anna, 'b')])).map(said), ['yes'])
    await inTransaction(h.db, (tx) => setLawHours(tx, by(now)))
    assert.ok((await contactHoursNow(h.db)).some((l) => l.country === 'RU' && l.source?.startsWith('230-ФЗ')))
    await inTransaction(h.db, (tx) => dropContactHours(tx, 'us-calls', by(now)))
    assert.ok(
      (await contactHoursNow(h.db)).some((l) => l.hours === 'us-calls'),
      'the law is not the company’s to take away',
    )
  })

  await t.test('an open complaint: nothing unasked by any way to the gate, also when it came between the decision and the wire', async () => {
    const anna = await person(51)
    const [v] = await reserve(h, [ask(anna, 'a')])
    assert.ok(v?.chosen)
    const owner = openDb({ url: h.store.url.owner, max: 1 })
    await sql`insert into office.work_case (customer_id, case_id, number, kind, made_by, opened_at) values (${anna}, 1, '1', 'complaint', 7, ${now})`.execute(
      owner,
    )
    await owner.destroy()
    const due: Due = { ask: ask(anna, 'a'), channel: v.channel, mark: v.mark, message: 8 }
    assert.deepEqual((await reserve(h, [ask(anna, 'b')])).map(said), ['open_complaint'])
    const handed = await inTransaction(h.db, (tx) => decideHandOver(tx, [due], { actor: house, now, activity }))
    assert.deepEqual(handed[0], { verdict: 'drop', person: anna, reason: 'open_complaint' })
    assert.deepEqual((await reserve(h, [ask(anna, 'c', { purpose: 'service' })])).map(said), ['yes'])
  })
})
