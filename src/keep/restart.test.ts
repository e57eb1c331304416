import assert from 'node:assert/strict'
import { test } from 'node:test'
import { by, consentingHome, staff } from '../../test/consenting.ts'
import { inTransaction } from '../platform/db/index.ts'
import { capsNow, dropCap, setCap, setStartingCaps } from './gate/index.ts'
import { allPurposes, purposesNow, registerPurpose, registerStartingTerms, retirePurpose } from './terms/index.ts'

// What an installation starts with is set at every start of a keep (open.ts): what people have changed since must stand.

const monday = new Date('2026-03-02T08:00:00Z')
const tuesday = new Date('2026-03-03T08:00:00Z')

test('a cap that was changed, and one that was taken away, survive the next start', async (t) => {
  const { db } = await consentingHome(t, monday)
  const start = (now: Date) => inTransaction(db, (tx) => setStartingCaps(tx.$pickTables(), by(now)))
  const caps = async () => (await capsNow(db.$pickTables())).map(({ cap, contacts }) => ({ cap, contacts }))
  await start(monday)
  assert.deepEqual(await caps(), [{ cap: 'week', contacts: 2 }])
  const admin = by(monday, staff('admin'))
  await inTransaction(db, (tx) => setCap(tx.$pickTables(), { cap: 'week', scope: 'all', key: null, contacts: 1, windowS: 604_800 }, admin))
  await start(tuesday)
  assert.deepEqual(await caps(), [{ cap: 'week', contacts: 1 }])
  await inTransaction(db, (tx) => dropCap(tx.$pickTables(), 'week', admin))
  await start(tuesday)
  assert.deepEqual(await caps(), [])
})

test('a purpose that was changed, and one that was retired, survive the next start', async (t) => {
  const { db } = await consentingHome(t, monday) // it has registered them once
  const officer = by(monday, staff('privacy'))
  const before = (await purposesNow(db)).get('marketing')
  assert.ok(before)
  const title = { en: 'News of the shop', ru: 'Новости магазина' }
  await inTransaction(db, (tx) => registerPurpose(tx, { ...before, checks: [...before.checks], title }, officer))
  await inTransaction(db, (tx) => retirePurpose(tx, 'security', officer))
  const stands = (await allPurposes(db)).length
  await inTransaction(db, (tx) => registerStartingTerms(tx, by(tuesday)))
  const after = await purposesNow(db)
  assert.deepEqual(after.get('marketing')?.title, title)
  assert.equal(after.get('security'), undefined)
  assert.equal((await allPurposes(db)).length, stands)
})
