import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { agrees, by, consentingHome, settle, staff } from '../../../test/consenting.ts'
import { inTransaction, openDb, sql } from '../../platform/db/index.ts'
import { ageOfConsent, consentsFrom, lookAtTheUnsure, newBatch, publishChildren, publishDerived, writeFields } from '../customers/index.ts'
import { allowForChild, childOf, endChildhoods, noteGuardiansPast, publishDue, stop } from '../terms/index.ts'
import { decideMany } from './index.ts'

// Mira is thirteen and lives in Moscow; her father Oleg is her guardian. On 1 March 2027 she is fourteen.

const [mira, oleg] = [1, 2]
const before = new Date('2026-11-23T12:00:00Z')

const from = (birth: string, country: string | null) => consentsFrom(birth, ageOfConsent(country, new Map()))

test('the birthday from which a yes counts: by country, leap days, and what is no date', () => {
  assert.equal(from('2013-03-01', 'RU'), '2027-03-01')
  assert.equal(from('2013-03-01', 'DE'), '2029-03-01')
  assert.equal(from('2013-03-01', 'GB'), '2026-03-01')
  assert.equal(from('2013-03-01', null), '2029-03-01', 'where nothing is known, sixteen')
  assert.equal(from('2012-02-29', 'RU'), '2026-03-01', 'born on a leap day: not before 1 March')
  assert.equal(from('2012-02-29', 'FR'), '2027-03-01')
  assert.equal(from('2012-02-29', 'DE'), '2028-02-29')
  for (const none of ['2013-02-30', '2013-13-01', 'spring', '']) assert.equal(from(none, 'RU'), undefined, none)
})

async function setting(t: TestContext) {
  const home = await consentingHome(t, before)
  for (const id of [mira, oleg]) await settle(home, { id, name: 'N', email: `n${id}@mail.example`, language: 'en' }, before)
  await sql`update keep.customer set country = 'RU', time_zone = 'Europe/Moscow'`.execute(home.db)
  for (const id of [mira, oleg]) await agrees(home, id, before)
  const born = (birth: string | null, now = before) =>
    inTransaction(home.db, (tx) => publishChildren(tx, [{ customer: mira, birth, country: 'RU' }], { now, known: true }))
  const related = (until: string | null) =>
    sql`insert into keep.relation (customer_id, other_id, kind, relation_id, until, at, by_kind, by_id)
      values (${mira}, ${oleg}, 'guardian', 1, ${until}::date, ${before}, 'staff', 7) on conflict (customer_id, other_id, kind) do update set until = excluded.until`.execute(
      home.db,
    )
  const allow = (allowed: boolean, customer = mira, purpose = 'marketing') =>
    inTransaction(home.db, (tx) =>
      allowForChild(home, tx.$pickTables(), { customer, purpose, allowed }, { ...by(before, staff('clerk')), method: 'in_person' }),
    )
  const verdict = async (now: Date, o: { customer?: number; purpose?: string; contentKey?: string } = {}) => {
    const { customer = mira, purpose = 'marketing' } = o
    const [decision] = await decideMany(
      home.db.$pickTables(),
      [{ customer, purpose, categories: ['contact'], contact: { channel: 'email', topic: '*', contentKey: 'new' } }],
      now,
    )
    return decision?.decision === 'allow' ? 'allow' : decision?.reason
  }
  return { home, born, related, allow, verdict }
}

test('a child’s own yes counts for nothing without a guardian’s; a guardian’s counts as long as they are one', async (t) => {
  const { home, born, related, allow, verdict } = await setting(t)
  assert.equal(await verdict(before), 'allow', 'nobody knows that she is a child')
  await born('2013-03-01')
  assert.equal(await verdict(before), 'child')
  assert.equal(await verdict(before, { purpose: 'service' }), 'allow', 'her own orders are answered')
  assert.equal(await verdict(before, { customer: oleg }), 'allow')
  await assert.rejects(allow(true), /no guardian on their card/)
  await related('2026-11-01')
  await assert.rejects(allow(true), /no guardian on their card/, 'nor one who was')
  await related(null)
  await assert.rejects(allow(true, oleg), /no child/)
  await assert.rejects(allow(true, mira, 'nothing'), /no such purpose/)
  await allow(true)
  assert.equal(await verdict(before), 'allow')
  assert.deepEqual(await childOf(home.db.$pickTables(), [mira], before), { until: '2027-03-01', guardian: true, allowed: ['marketing'] })
  await related('2026-11-01')
  assert.equal(await verdict(before), 'child', 'a guardian no more')
  await related(null)
  await allow(false)
  assert.equal(await verdict(before), 'child')
})

test('a guardian’s yes goes round nothing: what the child stopped stays stopped', async (t) => {
  const { home, born, related, allow, verdict } = await setting(t)
  await sql`update keep.customer set country = 'RU'`.execute(home.db)
  await born('2013-03-01')
  await related(null)
  await allow(true)
  await inTransaction(home.db, (tx) => stop(home, tx, { customer: mira }, { ...by(before), method: 'portal' }))
  assert.equal(await verdict(before), 'stopped')
})

test('on the day itself nothing goes by the guardian’s word, and what was agreed to ends: they are asked anew', async (t) => {
  const { home, born, related, allow, verdict } = await setting(t)
  await born('2013-03-01')
  await related(null)
  await allow(true)
  const grown = (at: string) => endChildhoods(home, home.db.$pickTables(), by(new Date(at)))
  assert.equal(await verdict(new Date('2027-02-28T09:00:00Z')), 'allow')
  assert.equal(await verdict(new Date('2027-02-28T10:00:00Z')), 'child', 'where a day begins first it is 1 March')
  assert.equal(await grown('2027-03-01T11:59:59Z'), 0, 'where it begins last it is still February')
  assert.equal(await verdict(new Date('2027-03-01T11:59:59Z')), 'child')
  assert.equal(await grown('2027-03-01T12:00:00Z'), 1)
  assert.equal(await grown('2027-03-01T12:00:00Z'), 0, 'once')
  assert.equal(await verdict(new Date('2027-03-01T12:00:01Z')), 'consent_revoked')
  const states = await sql<{ state: string }>`select state from keep.consent_state where customer_id = ${mira}`.execute(home.db)
  assert.deepEqual(states.rows, [{ state: 'ConsentInvalidated' }])
  assert.equal(await childOf(home.db.$pickTables(), [mira], before), null, 'and the day is held no longer')
  await agrees(home, mira, new Date('2027-03-02T12:00:00Z'))
  assert.equal(await verdict(new Date('2027-03-02T12:00:01Z')), 'allow', 'her own yes')
})

test('the office counts on no child but for what a guardian allows, whichever road it came by', async (t) => {
  const { home, born, related, allow } = await setting(t)
  const published = async (now = before) => {
    await publishDue(home.db.$pickTables(), now)
    const reached = await sql<{
      said: string
    }>`select purpose as said from fact.reach where customer_id = ${mira} and channel = 'email' and topic = '*' order by 1`.execute(home.db)
    const objected = await sql<{ said: string }>`select purpose as said from fact.objection where customer_id = ${mira} order by 1`.execute(home.db)
    return `${reached.rows.map(({ said }) => said).join()} but ${objected.rows.map(({ said }) => said).join()}`
  }
  const grown = await published()
  assert.match(grown, /marketing.* but $/)
  await born('2013-03-01')
  const child = await published()
  assert.match(child, /^ but .*analysis/, 'neither written to nor counted')
  await related('2026-12-31')
  await allow(true)
  assert.match(await published(), /^marketing but .*analysis/)
  await allow(true, mira, 'analysis')
  assert.equal(await published(), 'marketing but ')
  await noteGuardiansPast(home.db.$pickTables(), new Date('2027-01-01T01:00:00Z'))
  assert.equal(await published(new Date('2027-01-01T01:00:00Z')), child, 'her guardian is none any more')
  await related(null)
  assert.equal(await published(), 'marketing but ')
  await sql`delete from keep.relation where customer_id = ${mira}`.execute(home.db)
  assert.equal(await published(), child)
  await born('1983-03-01')
  assert.equal(await published(), grown, 'the date was wrong')
})

test('a birth date that was wrong makes nobody a child; one that came to be known does', async (t) => {
  const { home, born, verdict } = await setting(t)
  await born('2013-03-01')
  await born('1983-03-01')
  assert.equal(await verdict(before), 'allow')
  await born('2013-03-01')
  await born(null)
  assert.equal(await childOf(home.db.$pickTables(), [mira], before), null)
})

test('whose birth date was there before an upgrade is refused what is unasked until it was looked at, and that is at the start', async (t) => {
  const { home, verdict } = await setting(t)
  const [grown, nobodysWard] = [3, 4]
  for (const id of [grown, nobodysWard]) {
    await settle(home, { id, name: 'N', email: `n${id}@mail.example`, language: 'en' }, before)
    await agrees(home, id, before)
  }
  await sql`update keep.customer set country = 'RU', time_zone = 'Europe/Moscow'`.execute(home.db)
  const births = [
    { customer: mira, value: '2013-03-01' },
    { customer: grown, value: '2010-03-01' },
    { customer: nobodysWard, value: '1983-03-01' },
  ]
  await inTransaction(home.db, async (tx) => {
    const tables = tx.$pickTables()
    await writeFields(
      { ...home, db: home.db.$pickTables() },
      tables,
      births.map((one) => ({ ...one, field: 'birth_date' })),
      { actor: staff('clerk'), source: 'console', now: before },
    )
    await publishDerived(home, tables, [mira, grown, nobodysWard], { batch: await newBatch(tx), now: before })
  })
  // As it stood before there were children.
  await sql`delete from keep.child`.execute(home.db)
  const all = async () => [await verdict(before), await verdict(before, { customer: grown }), await verdict(before, { customer: nobodysWard })]
  assert.deepEqual(await all(), ['allow', 'allow', 'allow'])
  const owner = openDb<object>({ url: home.store.url.owner, max: 1 })
  t.after(() => owner.destroy())
  await sql.raw(await readFile(new URL('../../../db/migrations/main/911_children_known_at_once.sql', import.meta.url), 'utf8')).execute(owner)
  assert.deepEqual(await all(), ['child', 'child', 'allow'], 'not known is a no')
  const looked = { db: home.db.$pickTables(), keyring: home.keyring }
  assert.equal(await lookAtTheUnsure(looked, before), 2)
  assert.deepEqual(await all(), ['child', 'allow', 'allow'])
  assert.equal((await childOf(home.db.$pickTables(), [mira], before))?.until, '2027-03-01')
  assert.equal(await lookAtTheUnsure(looked, before), 0, 'once')
})

test('around any birthday, summer time or not: a guardian’s yes never counts on a day on which their own does somewhere', async (t) => {
  const { born, related, allow, verdict } = await setting(t)
  await born('2013-03-01')
  await related(null)
  await allow(true)
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -60, max: 60 }), async (hours) => {
      const at = new Date(Date.parse('2027-03-01T00:00:00Z') + hours * 3_600_000)
      const somewhere = new Date(at.getTime() + 14 * 3_600_000).toISOString() >= '2027-03-01'
      assert.equal(await verdict(at), somewhere ? 'child' : 'allow')
    }),
    { numRuns: 40 },
  )
})
