import assert from 'node:assert/strict'
import { test } from 'node:test'
import { by, consentingHome, staff } from '../../test/consenting.ts'
import { inTransaction } from '../platform/db/index.ts'
import { registerStarting, registerTemplate, startingTemplates } from './channels/index.ts'
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

test('words of our own stay in force at the next start, and no start adds a version of what did not change', async (t) => {
  const { db } = await consentingHome(t, monday)
  const start = (now: Date, templates = startingTemplates) => inTransaction(db, (tx) => registerStarting(tx.$pickTables(), templates, by(now)))
  const known = async () =>
    (await db.selectFrom('keep.template').select(['template', 'version', 'by_kind']).orderBy('template').orderBy('version').execute()).map(
      (row) => `${row.template} ${row.version} ${row.by_kind}`,
    )
  await start(monday)
  await start(tuesday)
  const first = startingTemplates.map(({ template }) => `${template} 1 service`).toSorted()
  assert.deepEqual(await known(), first)

  const rewritten = startingTemplates.map((one) => ({ ...one, words: { en: { subject: 'Hello', text: 'A new release says it in other words.', html: null } } }))
  const [thanks] = rewritten
  assert.ok(thanks?.template === 'thank_you')
  const ours = { ...thanks, words: { en: { subject: 'Thanks', text: 'In our own words.', html: null } } }
  await inTransaction(db, (tx) => registerTemplate(tx.$pickTables(), ours, by(monday, staff('admin'))))
  await start(tuesday)
  const stands = [...first, 'thank_you 2 staff'].toSorted()
  assert.deepEqual(await known(), stands)
  await start(tuesday, rewritten)
  const released = [...stands, ...startingTemplates.flatMap(({ template }) => (template === 'thank_you' ? [] : [`${template} 2 service`]))].toSorted()
  assert.deepEqual(await known(), released, 'other words of a release, where ours were in force')
  await start(tuesday, rewritten)
  await start(tuesday)
  assert.deepEqual(await known(), released)
})
