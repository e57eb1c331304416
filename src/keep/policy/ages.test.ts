import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, by, consentingHome, settle, staff } from '../../../test/consenting.ts'
import { inTransaction, openDb, sql } from '../../platform/db/index.ts'
import { lookForChildren, newBatch, publishDerived, writeFields } from '../customers/index.ts'
import { decideMany } from '../gate/index.ts'
import { childOf, endChildhoods, publishDue, topicsNow } from '../terms/index.ts'
import { policyAt, policyIsSound } from './body.ts'
import type { PolicySaid } from './contract.ts'
import { lastTrial, makeDraft, trySoon } from './drafts.ts'
import { runTrial } from './shadow.ts'
import { switchOn, versionsOf } from './switchOn.ts'

const now = new Date('2026-11-23T12:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
// In Russia the law asks for fourteen: Mira is thirteen, Lev fifteen on two cards, Zoya fourteen since three weeks; Oleg is grown, Max fifteen in Germany.
const [mira, lev, levToo, zoya, oleg, max] = [1, 2, 3, 4, 5, 6]
const births = new Map([
  [mira, '2013-03-01'],
  [lev, '2011-06-01'],
  [levToo, '2011-06-01'],
  [zoya, '2012-11-01'],
  [oleg, '1983-03-01'],
  [max, '2011-06-01'],
])
const everybody = [mira, lev, zoya, oleg, max]

test('the age from which customers say for themselves is a draft’s to raise: who would need a guardian is counted, and it holds at once', async (t) => {
  const home = await consentingHome(t, new Date('2026-09-01T12:00:00Z'))
  const { db } = home
  for (const id of births.keys()) {
    await settle(home, { id, name: 'N', email: `n${id}@mail.example`, ...(id === levToo ? { mergedInto: lev } : {}) }, now)
    if (id !== levToo) await agrees(home, id, id === zoya ? new Date('2026-10-01T12:00:00Z') : new Date('2026-11-10T12:00:00Z'))
  }
  await sql`update keep.customer set country = case customer_id when ${max} then 'DE' else 'RU' end`.execute(db)
  await inTransaction(db, async (tx) => {
    const fields = [...births].map(([customer, value]) => ({ customer, value, field: 'birth_date' }))
    await writeFields({ ...home, db: db.$pickTables() }, tx.$pickTables(), fields, { actor: staff('clerk'), source: 'console', now })
    await publishDerived(home, tx.$pickTables(), [...births.keys()], { batch: await newBatch(tx), now })
  })
  const verdicts = async (at = now) => {
    const asks = everybody.map((customer) => ({
      customer,
      purpose: 'marketing',
      categories: ['contact'] as const,
      contact: { channel: 'email', topic: '*', contentKey: 'new' },
    }))
    return (await decideMany(db.$pickTables(), asks, at)).map((one) => (one.decision === 'allow' ? 'allow' : one.reason))
  }
  const reached = async () => {
    await publishDue(db.$pickTables(), now)
    const { rows } = await sql<{ id: number }>`select distinct customer_id as id from fact.reach where purpose = 'marketing' order by 1`.execute(db)
    return rows.map(({ id }) => id)
  }
  const children = async () =>
    (await sql<{ n: string | null }>`select string_agg(customer_id || ' ' || consents_from, ', ' order by customer_id) as n from keep.child`.execute(db))
      .rows[0]?.n
  const before = await policyAt(db.$pickTables(), now)
  const tried = async (id: number, body: PolicySaid) => {
    await inTransaction(db, (tx) => makeDraft(tx.$pickTables(), { id, title: 'Sixteen', body }, { staff: 7, now }))
    await inTransaction(db, (tx) => trySoon(tx.$pickTables(), { id, trial: id + 1, days: 30 }, { staff: 7, now }))
    await runTrial({ ...home, db: db.$pickTables() }, id + 1, now)
    return (await lastTrial(db.$pickTables(), id))?.more?.map(({ what, of, before, after, count }) => [what, of, before, after, count])
  }
  const on = (id: number, at: Date) => inTransaction(db, (tx) => switchOn(tx.$pickTables(), { id, revision: 1 }, { actor: staff('privacy', 8), now: at }))
  const looked = (at: Date) => lookForChildren({ db: db.$pickTables(), keyring: home.keyring }, at)

  assert.deepEqual(before.ages, {})
  const known = { purposes: new Map(), topics: new Set((await topicsNow(db.$pickTables())).keys()) }
  for (const [ages, sentence] of [
    [{ RU: 13 }, /more than the law, never for less/],
    [{ DE: 15 }, /more than the law, never for less/],
    [{ '*': 12 }, /more than the law, never for less/],
    [{ RU: 19 }, /From eighteen on/],
    [{ ru: 16 }, /must be a country/],
  ] as const)
    await assert.rejects(policyIsSound(db.$pickTables(), { ...before, ages: { ...ages } }, known), sentence)

  const byLaw = '1 2027-03-01, 6 2027-06-01'
  assert.equal(await children(), byLaw)
  assert.deepEqual(await verdicts(), ['child', 'allow', 'allow', 'allow', 'child'])
  assert.deepEqual(await tried(900, { ...before, ages: { DE: 16 } }), [], 'the law asks for as much')
  const raised: PolicySaid = { ...before, ages: { RU: 16 } }
  assert.deepEqual(await tried(910, raised), [['wards', 'RU', 'own', 'ward', 2]], 'Lev with both his cards, and Zoya')
  assert.equal(await children(), byLaw, 'a trial makes nobody a child')
  assert.deepEqual(await tried(920, { ...before, ages: { '*': 18 } }), [['wards', 'RU', 'own', 'ward', 2]], 'everywhere: there Max is a child already')

  await on(910, later(1))
  assert.deepEqual(await verdicts(), ['child', 'child', 'child', 'allow', 'child'], 'at once, before anybody opened a birth date')
  const owner = openDb<object>({ url: home.store.url.owner, max: 1 })
  t.after(() => owner.destroy())
  const { rows: jobs } = await sql<{ key: string }>`select key from keep_jobs.jobs where task_identifier = 'children_looked' order by run_at`.execute(owner)
  assert.deepEqual(
    jobs.map(({ key }) => key),
    ['children_looked now', 'children_looked again'],
    'once more for whoever was being entered',
  )
  await looked(later(2))
  assert.equal(await children(), '1 2029-03-01, 2 2027-06-01, 3 2027-06-01, 4 2028-11-01, 6 2027-06-01')
  assert.deepEqual(await verdicts(), ['child', 'child', 'child', 'allow', 'child'])
  assert.deepEqual(await reached(), [oleg], 'what the office counts on follows')
  const [last] = await versionsOf(db.$pickTables(), { below: undefined, limit: 1 })
  assert.deepEqual([last?.draft, last?.changes], ['Sixteen', [{ what: 'age', code: 'RU', version: 1, retired: false }]])
  await inTransaction(db, async (tx) => publishDerived(home, tx.$pickTables(), [lev], { batch: await newBatch(tx), now: later(2) }))
  assert.equal((await childOf(db.$pickTables(), [lev], now))?.until, '2027-06-01', 'a birth date written later goes by it')

  // Back to the law: whoever is a ward no more comes of age. What Lev said at fifteen he said for himself; what Zoya said at thirteen ends.
  assert.deepEqual(await tried(930, { ...before, ages: {} }), [['wards', 'RU', 'ward', 'own', 2]])
  await on(930, later(3))
  await looked(later(4))
  assert.deepEqual(await verdicts(), ['child', 'child', 'child', 'allow', 'child'], 'not before what was agreed to was looked at')
  await endChildhoods(home, db.$pickTables(), by(later(5)))
  assert.equal(await children(), byLaw)
  assert.deepEqual(await verdicts(later(6)), ['child', 'allow', 'consent_revoked', 'allow', 'child'])
  assert.deepEqual(await reached(), [lev, oleg])
  assert.deepEqual((await policyAt(db.$pickTables(), later(2))).ages, { RU: 16 }, 'what held then can be read')
  assert.deepEqual((await policyAt(db.$pickTables(), later(4))).ages, {})
})
