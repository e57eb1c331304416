import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, by, consentingHome, type Home, house, settle } from '../../../test/consenting.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { mergeCustomers, relate, unmergeCustomer } from '../customers/index.ts'
import { stop } from '../terms/index.ts'
import {
  type ContactAsk,
  type Due,
  decideHandOver,
  dropCap,
  forecast,
  mergeContacts,
  type Past,
  type Rules,
  replay,
  reserveMany,
  rulesUnder,
  setCap,
  settleContacts,
  surveyor,
  unmergeContacts,
  type Verdict,
} from './index.ts'

// One letterbox, one limit: letters by post to those who live together count together, whatever runs side by side.

const now = new Date('2026-11-23T12:00:00Z')
const days = (n: number) => new Date(now.getTime() + n * 86_400_000)
const activity = { kind: 'campaign', id: 5 }
const ask = (customer: number, contentKey: string, over: Partial<ContactAsk> = {}): ContactAsk => ({
  customer,
  purpose: 'marketing',
  categories: ['contact'],
  channels: ['post'],
  topic: '*',
  contentKey,
  ...over,
})
const said = (v: Verdict | undefined) => (v?.chosen ? 'yes' : v?.refusal.reason)
const reserve = (h: Home, asks: readonly ContactAsk[], at = now) => inTransaction(h.db, (tx) => reserveMany(tx, asks, { actor: house, now: at, activity }))

async function person(h: Home, id: number, mergedInto?: number): Promise<number> {
  await settle(h, { id, name: 'Vera', email: `vera${id}@example.org`, ...(mergedInto === undefined ? {} : { mergedInto }) }, now)
  await agrees(h, id, now, { channel: '*' })
  await sql`insert into keep.vault (customer_id, field, version, sealed, category, source, at, by_kind, by_id)
    values (${id}, 'address', ${await h.rowIds.one()}, '\\x00', 'contact', 'test', ${now}, 'service', 0)`.execute(h.db)
  return id
}
const live = (h: Home, one: number, other: number, until: string | null = null, kind: 'household' | 'family' = 'household') =>
  inTransaction(h.db, (tx) => relate(h, tx.$pickTables(), { customer: one, other, kind, title: null, position: null, since: null, until, actor: house, now }))
const limit = (h: Home, contacts: number) =>
  inTransaction(h.db, (tx) => setCap(tx, { cap: 'house', scope: 'household', key: null, contacts, windowS: 30 * 86_400 }, by(now)))

test('at most so many letters by post to one household', async (t) => {
  const h = await consentingHome(t, now)
  await limit(h, 2)

  await t.test('who lives together counts together, also by way of a third; one batch sees its own letters', async () => {
    const [anna, ben, eva] = [await person(h, 1), await person(h, 2), await person(h, 3)]
    await live(h, ben, anna)
    await live(h, ben, eva)
    assert.deepEqual((await reserve(h, [ask(anna, 'a'), ask(eva, 'a'), ask(ben, 'a')])).map(said), ['yes', 'yes', 'cap_household'])
    assert.deepEqual((await reserve(h, [ask(ben, 'b'), ask(ben, 'c', { channels: ['email'] })])).map(said), ['cap_household', 'yes'], 'by e-mail nobody shares')
    const counts = await forecast(h.db, [ask(ben, 'd')], now)
    assert.deepEqual([counts.refused, counts.reasons], [1, { cap_household: 1 }], 'the dry run says the same')
    const [later] = await reserve(h, [ask(ben, 'e', { latest: days(60) })], days(3))
    assert.deepEqual(later?.chosen && later.at, days(30), 'the window rolls')
  })

  await t.test('of somebody without a household only their own letters count; family elsewhere and a relation that is over are none', async () => {
    const [alone, gone, aunt] = [await person(h, 10), await person(h, 11), await person(h, 12)]
    await live(h, alone, gone, '2026-11-22')
    await live(h, alone, aunt, null, 'family')
    assert.deepEqual((await reserve(h, [ask(gone, 'a'), ask(gone, 'b'), ask(aunt, 'a'), ask(alone, 'a'), ask(alone, 'b'), ask(alone, 'c')])).map(said), [
      ...['yes', 'yes', 'yes'],
      ...['yes', 'yes', 'cap_household'],
    ])
  })

  await t.test('one member’s stop silences nobody else, and what they no longer get counts no more', async () => {
    const [one, other] = [await person(h, 20), await person(h, 21)]
    await live(h, one, other)
    const asks = [ask(one, 'a'), ask(one, 'b')]
    const reserved = await reserve(h, asks)
    const dues = asks.map((a, i): Due => ({ ask: a, channel: 'post', mark: markOf(reserved[i]), message: 90 + i }))
    assert.deepEqual((await reserve(h, [ask(other, 'c')])).map(said), ['cap_household'])
    await inTransaction(h.db, (tx) => stop(h, tx, { customer: one }, { ...by(now), method: 'portal' }))
    assert.deepEqual(
      (await handOver(h, dues)).map((g) => g.verdict),
      ['drop', 'drop'],
    )
    assert.deepEqual((await reserve(h, [ask(one, 'd'), ask(other, 'd'), ask(other, 'e')])).map(said), ['stopped', 'yes', 'yes'])
  })

  await t.test('at the last decision a household that came together since is heeded, and what goes does not stand in its own way', async () => {
    const [one, other] = [await person(h, 30), await person(h, 31)]
    const asks = [ask(one, 'a'), ask(one, 'b'), ask(other, 'a'), ask(other, 'b')]
    const reserved = await reserve(h, asks)
    assert.deepEqual(reserved.map(said), ['yes', 'yes', 'yes', 'yes'])
    await live(h, one, other)
    const dues = asks.map((a, i): Due => ({ ask: a, channel: 'post', mark: markOf(reserved[i]), message: 100 + i }))
    assert.deepEqual(
      (await handOver(h, dues)).map((g) => g.verdict),
      ['drop', 'drop', 'go', 'go'],
    )
    const [third] = dues.slice(2)
    assert.ok(third)
    await inTransaction(h.db, (tx) => settleContacts(tx, [{ ask: third.ask, mark: third.mark, made: false, reason: 'no_printer' }], now))
    assert.deepEqual((await reserve(h, [ask(one, 'c'), ask(one, 'd')])).map(said), ['yes', 'cap_household'])
  })

  await t.test('a relation said of one card holds for the person, and for both again when the cards are taken apart', async () => {
    const [root, card, mate] = [await person(h, 40), await person(h, 41), await person(h, 42)]
    await live(h, mate, card)
    await inTransaction(h.db, async (tx) => {
      await mergeCustomers(tx, { from: card, into: root, actor: house, why: 'same person', now })
      await mergeContacts(tx, { from: card, into: root }, now)
    })
    assert.deepEqual((await reserve(h, [ask(root, 'a'), ask(mate, 'a'), ask(root, 'b')])).map(said), ['yes', 'yes', 'cap_household'])
    await inTransaction(h.db, async (tx) => {
      await unmergeCustomer(tx, { customer: card, actor: house, now })
      await unmergeContacts(tx, { customer: card, from: root }, now)
    })
    assert.deepEqual((await reserve(h, [ask(root, 'c'), ask(card, 'd')])).map(said), ['yes', 'cap_household'])
  })

  await t.test('thirty senders at once, each to other members, in any order: two letters a household, never more', async () => {
    const houses = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const members = await Promise.all([0, 1, 2].map((i) => person(h, 100 + n * 10 + i)))
        const [a = 0, b = 0, c = 0] = n % 2 ? members : members.toReversed()
        await live(h, a, b)
        await live(h, b, c)
        return members
      }),
    )
    const again = await person(h, 199, 100)
    const senders = Array.from({ length: 30 }, (_, s) => {
      const chosen = houses.map((members) => members[s % 3] ?? 0).map((id) => (id === 100 && s % 2 ? again : id))
      return reserve(
        h,
        (s % 2 ? chosen.toReversed() : chosen).map((id) => ask(id, `campaign-${s}`)),
      )
    })
    const verdicts = (await Promise.all(senders)).flat()
    assert.deepEqual([...new Set(verdicts.map(said))].sort(), ['cap_household', 'yes'])
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from keep.contact where state = 'reserved' and customer_id between 100 and 198 group by (customer_id / 10)`.execute(h.db)
    assert.deepEqual(
      rows.map(({ n }) => n),
      Array(6).fill(2),
    )
  })

  await t.test('while one sender decides for one member, another waits who decides for the next, and then sees the letter', async () => {
    const [one, other] = [await person(h, 60), await person(h, 61)]
    await live(h, one, other)
    let answered = false
    const second = await inTransaction(h.db, async (tx) => {
      await reserveMany(tx, [ask(one, 'a'), ask(one, 'b')], { actor: house, now, activity })
      const beside = reserve(h, [ask(other, 'c')]).finally(() => {
        answered = true
      })
      while (!answered && !(await somebodyWaits(h))) await new Promise((done) => setImmediate(done))
      return { beside }
    })
    assert.deepEqual((await second.beside).map(said), ['cap_household'])
  })

  await t.test('a draft of limits says whom it would hold back now, and what of the past would not have gone', async () => {
    const [one, other] = [await person(h, 50), await person(h, 51)]
    const alone = await person(h, 52)
    await live(h, one, other)
    const asks = [ask(one, 'a'), ask(other, 'a'), ask(alone, 'a')]
    const went = [days(-20), days(-18), days(-17)]
    for (const [i, at] of went.entries()) {
      const [verdict] = await reserve(h, asks.slice(i, i + 1), at)
      await inTransaction(h.db, (tx) => settleContacts(tx, [{ ask: asks[i] ?? ask(0, ''), mark: markOf(verdict), made: true }], at))
    }
    await inTransaction(h.db, (tx) => dropCap(tx, 'house', by(now)))
    const as = (rules: Rules) =>
      rulesUnder(rules, { caps: [{ cap: 'house', scope: 'household', key: null, contacts: 1, windowS: 60 * 86_400 }], hours: [], checks: new Map() })
    const past = (at: Date): Past => ({ at, purpose: 'marketing', channel: 'post', topic: '*', unit: null })
    const gone = await replay(h.db, new Map([one, other, alone].map((id, i) => [id, [past(went[i] ?? now)]])), { now, as })
    const reasons = gone.map(({ before, after }) => [before, after].map((d) => (d.decision === 'allow' ? 'allow' : d.reason)))
    assert.deepEqual(reasons, [
      ['allow', 'allow'],
      ['allow', 'cap_household'],
      ['allow', 'allow'],
    ])
    const fresh = await person(h, 53)
    await live(h, fresh, other)
    const stranger = await person(h, 54)
    const survey = surveyor(h.db, { contacts: [{ purpose: 'marketing', channel: 'post' }], now, as })
    const told = (await survey([fresh, stranger])).map(({ decisions: [d] }) => (d?.decision === 'allow' ? 'allow' : d?.reason))
    assert.deepEqual(told, ['cap_household', 'allow'])
    await limit(h, 2)
  })

  await t.test('taken away it holds nobody back', async () => {
    await inTransaction(h.db, (tx) => dropCap(tx, 'house', by(now)))
    assert.deepEqual((await reserve(h, [ask(2, 'free')])).map(said), ['yes'])
  })
})

const somebodyWaits = async (h: Home) =>
  (
    await sql`select 1 from pg_locks l join pg_database d on d.oid = l.database or l.database is null where not granted and d.datname = current_database()`.execute(
      h.db,
    )
  ).rows.length > 0
const markOf = (v: Verdict | undefined) => (v?.chosen ? v.mark : null)
const handOver = (h: Home, dues: readonly Due[]) => inTransaction(h.db, (tx) => decideHandOver(tx, dues, { actor: house, now, activity }))
