import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { by, consentingHome, settle } from '../../test/consenting.ts'
import { inTransaction, sql } from '../platform/db/index.ts'
import { withClient } from '../platform/launcher/index.ts'
import { keepCrontab, keepTasks } from './jobs.ts'
import { expireConsents, giveConsent, reachAnew, retirePurpose, stop } from './terms/index.ts'

const march = new Date('2026-03-01T10:00:00Z')
const april = new Date('2026-04-01T10:00:00Z')
const before = new Date(april.getTime() - 1)

test('every ten minutes consents whose time has passed are closed, and nobody counts on them any more', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const [eva, ida] = [await settle(home, { id: 1, name: 'Eva' }, march), await settle(home, { id: 2, name: 'Ida' }, march)]
  await inTransaction(db, (tx) => giveConsent(home, tx, { ...yes(eva), expiresAt: april }, by(march)))
  await inTransaction(db, (tx) => giveConsent(home, tx, yes(ida), by(march)))
  const reached = async () =>
    (await sql<{ c: number }>`select customer_id as c from fact.reach where purpose = 'marketing' and reach order by 1`.execute(db)).rows.map((row) => row.c)
  const changes = async () => (await sql<{ n: number }>`select count(*)::int as n from fact.change where ${eva} = any(customers)`.execute(db)).rows[0]?.n ?? 0
  const sweep = keepTasks({ db, access: home, channels: { forgetPast: async () => undefined, writeToStaff: async () => undefined } })['consents_past']
  assert.ok(sweep)
  assert.match(keepCrontab, /^\*\/10 \* \* \* \* consents_past /m)

  await sweep(undefined, before)
  assert.deepEqual(await reached(), [eva, ida])
  const told = await changes()
  await sweep(undefined, april)
  assert.deepEqual(await reached(), [ida])
  assert.equal(await changes(), told + 1, 'who follows changes is told')
  const last = await sql<{ state: string; method: string; at: Date; by_kind: string }>`
    select state, method, at, by_kind from keep.consent_event where customer_id = ${eva} order by seq desc limit 1`.execute(db)
  assert.deepEqual(last.rows, [{ state: 'ConsentExpired', method: 'time', at: april, by_kind: 'service' }])
  await sweep(undefined, april)
  assert.equal(await changes(), told + 1, 'once')
})

test('a consent that is renewed while the sweep waits for its person stays', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const ida = await settle(home, { id: 3, name: 'Ida' }, march)
  await inTransaction(db, (tx) => giveConsent(home, tx, { ...yes(ida), expiresAt: april }, by(march)))
  const { promise: renewed, resolve: goOn } = Promise.withResolvers<void>()
  const { promise: held, resolve: holds } = Promise.withResolvers<void>()
  const renewing = inTransaction(db, async (tx) => {
    await giveConsent(home, tx, { ...yes(ida), expiresAt: new Date('2027-04-01T10:00:00Z') }, by(april))
    holds()
    await renewed
  })
  await held
  const sweep = inTransaction(db, (tx) => expireConsents(home, tx, by(april)))
  await waitsForALock(home.store.url.admin).finally(goOn)
  await Promise.all([renewing, sweep])
  const { rows } = await sql<{ state: string }>`select state from keep.consent_state where customer_id = ${ida}`.execute(db)
  assert.deepEqual(rows, [{ state: 'RenewedConsentGiven' }])
})

test('a retired purpose counts nobody any more, in batches, and touches nobody it does not concern', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const people = [11, 12, 13, 14, 15]
  for (const id of people) await settle(home, { id, name: 'Ida' }, march)
  for (const id of people.slice(0, 4)) await inTransaction(db, (tx) => giveConsent(home, tx, yes(id), by(march)))
  await inTransaction(db, (tx) => stop(home, tx, { customer: 15, channel: 'phone' }, { ...by(march), method: 'portal' }))
  const counted = async () =>
    (await sql<{ c: number }>`select distinct customer_id as c from fact.reach where purpose = 'marketing' order by 1`.execute(db)).rows.map((row) => row.c)
  const told = async () =>
    (await sql<{ all: number[] }>`select customers as all from fact.change order by batch`.execute(db)).rows.map((row) => row.all.toSorted())
  assert.deepEqual(await counted(), [11, 12, 13, 14])
  const before = (await told()).length

  await inTransaction(db, (tx) => retirePurpose(tx, 'marketing', by(april)))
  assert.deepEqual(await counted(), [11, 12, 13, 14], 'not by the register alone')
  assert.equal(await reachAnew(db, 'marketing', april, 3), 4)
  assert.deepEqual(await counted(), [])
  assert.deepEqual((await told()).slice(before), [[11, 12, 13], [14]], 'who follows changes is told, a batch at a time')
  assert.equal(await reachAnew(db, 'nothing', april, 3), 0)

  const job = keepTasks({ db, access: home, channels: { forgetPast: async () => undefined, writeToStaff: async () => undefined } })['reach_anew']
  assert.ok(job)
  await assert.rejects(async () => job({}, april))
  await job({ purpose: 'marketing' }, april)
  assert.deepEqual(await counted(), [], 'again, after a kill, changes nothing')
})

test('nobody publishes by a register that is no more: a change of purposes waits for whoever is publishing', async (t) => {
  const home = await consentingHome(t, march)
  const { db } = home
  const ida = await settle(home, { id: 21, name: 'Ida' }, march)
  const { promise: goes, resolve: goOn } = Promise.withResolvers<void>()
  const { promise: held, resolve: holds } = Promise.withResolvers<void>()
  const giving = inTransaction(db, async (tx) => {
    await giveConsent(home, tx, yes(ida), by(march))
    holds()
    await goes
  })
  await held
  const retiring = inTransaction(db, (tx) => retirePurpose(tx, 'marketing', by(april)))
  await waitsForALock(home.store.url.admin).finally(goOn)
  await Promise.all([giving, retiring])
  assert.equal(await reachAnew(db, 'marketing', april), 1)
  const { rows } = await sql`select 1 from fact.reach where purpose = 'marketing'`.execute(db)
  assert.deepEqual(rows, [])
})

const yes = (customer: number) => ({
  customer,
  purpose: 'marketing',
  category: 'contact',
  channel: 'email',
  topic: '*',
  method: 'form',
  notice: { notice: 'marketing', version: 1 },
  language: 'en',
  evidence: { kind: 'confirmed' },
})

function waitsForALock(url: string): Promise<void> {
  return withClient(url, async (client) => {
    for (let tries = 0; tries < 400; tries += 1) {
      const { rows } = await client.query<{ waits: boolean }>(
        `select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`,
      )
      if (rows[0]?.waits) return
      await sleep(10)
    }
    assert.fail('nobody waits')
  })
}
