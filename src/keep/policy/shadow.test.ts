import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agrees, by, consentingHome, type Home, house, settle } from '../../../test/consenting.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { type ContactAsk, capsNow, mergeContacts, reserveMany, setCap, settleContacts, unmergeContacts, type Verdict } from '../gate/index.ts'
import { purposesNow } from '../terms/index.ts'
import { policyAt } from './body.ts'
import type { PolicySaid } from './contract.ts'
import { changeDraft, endDraft, lastTrial, makeDraft, maySwitchOn, trySoon } from './drafts.ts'
import { runTrial } from './shadow.ts'
import { switchOn, versionsOf } from './switchOn.ts'

const now = new Date('2026-11-21T12:00:00Z')
const days = (n: number) => new Date(now.getTime() + n * 86_400_000)
const ask = (customer: number, contentKey: string): ContactAsk => ({
  customer,
  purpose: 'marketing',
  categories: ['contact'],
  channels: ['email'],
  topic: '*',
  contentKey,
})
const anna = { staff: 7, now }
const ben = { kind: 'staff', id: 8, role: 'privacy' } as const

async function sent(h: Home, asks: readonly ContactAsk[], at: Date) {
  const verdicts: Verdict[] = await inTransaction(h.db, (tx) => reserveMany(tx, asks, { actor: house, now: at, activity: { kind: 'campaign', id: 1 } }))
  await inTransaction(h.db, (tx) =>
    settleContacts(
      tx,
      asks.map((one, i) => {
        const v = verdicts[i]
        assert.ok(v?.chosen)
        return { ask: one, mark: v.mark, made: true }
      }),
      at,
    ),
  )
}

const differences = async (h: Home, draft: number) =>
  (await lastTrial(h.db.$pickTables(), draft))?.changes?.map(({ when, purpose, channel, before, after, count }) => [
    when,
    purpose,
    channel,
    before,
    after,
    count,
  ])

async function tried(h: Home, body: PolicySaid, draft: number, at = now) {
  await inTransaction(h.db, (tx) => makeDraft(tx.$pickTables(), { id: draft, title: 'Quieter', body }, anna))
  await inTransaction(h.db, (tx) => trySoon(tx.$pickTables(), { id: draft, trial: draft + 1, days: 30 }, anna))
  await runTrial({ ...h, db: h.db.$pickTables() }, draft + 1, at)
}

test('a draft is tried beside the policy in force, and switched on by another', async (t) => {
  const h = await consentingHome(t, now)
  await inTransaction(h.db, (tx) => setCap(tx, { cap: 'week', scope: 'all', key: null, contacts: 2, windowS: 7 * 86_400 }, by(days(-40))))
  for (let id = 1; id <= 6; id++) {
    await settle(h, { id, name: 'Anna', email: `anna${id}@example.org` }, days(-60))
    await agrees(h, id, days(-50))
  }
  // Each had a letter twenty days ago; three of them two within the last week.
  await sent(
    h,
    [1, 2, 3, 4, 5, 6].map((id) => ask(id, 'autumn')),
    days(-20),
  )
  await sent(
    h,
    [1, 2, 3].map((id) => ask(id, 'winter')),
    days(-5),
  )
  await sent(
    h,
    [1, 2, 3].map((id) => ask(id, 'sale')),
    days(-3),
  )
  const before = await policyAt(h.db.$pickTables(), now)
  const rows = async () =>
    (
      await sql<{
        n: string
      }>`select (select count(*) from keep.receipt) || ' ' || (select count(*) from keep.contact) || ' ' || (select count(*) from keep.cap) as n`.execute(h.db)
    ).rows[0]?.n
  const untouched = await rows()

  await t.test('what is as it was changes nothing', async () => {
    await tried(h, before, 900)
    assert.deepEqual(await differences(h, 900), [])
  })

  const quieter: PolicySaid = { ...before, caps: [{ cap: 'week', scope: 'all', key: null, contacts: 1, days: 14 }] }
  await t.test('a quieter one: whom it would stop now, and what of the last month would not have gone', async () => {
    await tried(h, quieter, 910)
    assert.deepEqual(await differences(h, 910), [['past', 'marketing', 'email', 'allow', 'later cap_all', 3]])
    const louder: PolicySaid = { ...before, caps: [] }
    await tried(h, louder, 920)
    assert.deepEqual(await differences(h, 920), [['now', 'marketing', 'email', 'later cap_all', 'allow', 3]])
    const { rows: few } = await sql<{ customer_id: number }>`select customer_id from keep.policy_sample where trial_id = 921 order by 1`.execute(h.db)
    assert.deepEqual(
      few.map((r) => r.customer_id),
      [1, 2, 3],
    )
  })

  await t.test('a check that is left out, and hours', async () => {
    const checks = before.checks['marketing'] ?? []
    await tried(h, { ...before, checks: { ...before.checks, marketing: checks.filter((c) => c !== 'pressure') } }, 930)
    assert.deepEqual(await differences(h, 930), [['now', 'marketing', 'email', 'later cap_all', 'allow', 3]])
    const nights = { hours: 'own', country: null, channels: ['email'], open: [{ days: [1], from: '01:00', to: '02:00' }] } as never
    await tried(h, { ...before, hours: [nights] }, 940)
    const said = await differences(h, 940)
    assert.ok(
      said?.some(([when, , , was, would, count]) => when === 'now' && was === 'allow' && would === 'later quiet_hours' && count === 3),
      JSON.stringify(said),
    )
    assert.ok(
      said?.some(([when, , , , would]) => when === 'past' && would === 'later quiet_hours'),
      JSON.stringify(said),
    )
  })

  await t.test('trying writes no contact, no receipt and no limit', async () => {
    assert.equal(await rows(), untouched)
  })

  await t.test('what was sent to a card that was joined to another one, and taken off again, is one message', async () => {
    const said = async (draft: number) => [await differences(h, draft), (await lastTrial(h.db.$pickTables(), draft))?.contacts]
    const join = async (from: number, into: number | null) => {
      await sql`update keep.customer set merged_into = ${into} where customer_id = ${from}`.execute(h.db)
      await inTransaction(h.db, (tx) => (into === null ? unmergeContacts(tx, { customer: from, from: 5 }, now) : mergeContacts(tx, { from, into }, now)))
    }
    // Four and five had a letter each on one day: with both one person, the second one would not go once a fortnight.
    await join(4, 5)
    await tried(h, quieter, 960)
    assert.deepEqual(await said(960), [[['past', 'marketing', 'email', 'allow', 'later cap_all', 4]], 12])
    await join(4, null)
    await tried(h, quieter, 970)
    const [, contacts] = await said(970)
    assert.equal(contacts, 12)
  })

  const may = (id: number, staff: number) =>
    h.db
      .selectFrom('keep.policy_draft')
      .selectAll()
      .where('draft_id', '=', id)
      .executeTakeFirstOrThrow()
      .then(async (draft) => maySwitchOn(h.db.$pickTables(), { draft, trial: await lastTrial(h.db.$pickTables(), id), staff }))
  const on = (id: number, revision: number) => inTransaction(h.db, (tx) => switchOn(tx.$pickTables(), { id, revision }, { actor: ben, now: days(1) }))

  await t.test('not before it was tried as it stands, against what is in force', async () => {
    await inTransaction(h.db, (tx) => makeDraft(tx.$pickTables(), { id: 950, title: 'Quieter', body: quieter }, anna))
    await assert.rejects(on(950, 1), /Try this draft first/)
    await inTransaction(h.db, (tx) => trySoon(tx.$pickTables(), { id: 950, trial: 951, days: 30 }, anna))
    await assert.rejects(on(950, 1), /Try this draft first/, 'not while it goes on')
    await runTrial({ ...h, db: h.db.$pickTables() }, 951, now)
    assert.equal(await may(950, 8), 'yes')
    await inTransaction(h.db, (tx) => changeDraft(tx.$pickTables(), { id: 950, revision: 1, title: 'Quieter still', body: quieter }, anna))
    await assert.rejects(on(950, 2), /Try this draft first/, 'what was tried is not what stands there')
    await inTransaction(h.db, (tx) => trySoon(tx.$pickTables(), { id: 950, trial: 952, days: 30 }, anna))
    await runTrial({ ...h, db: h.db.$pickTables() }, 952, now)
    await inTransaction(h.db, (tx) => setCap(tx, { cap: 'calls', scope: 'channel', key: 'phone', contacts: 1, windowS: 86_400 }, by(now)))
    await assert.rejects(on(950, 2), /Try this draft first/, 'the limits it was compared with are no more')
    await assert.rejects(on(950, 1), /Somebody changed this draft/)
  })

  await t.test('switched on, all of it holds at one moment, says when and by whom, and the earlier one can be had again', async () => {
    await inTransaction(h.db, (tx) => trySoon(tx.$pickTables(), { id: 950, trial: 953, days: 30 }, anna))
    await runTrial({ ...h, db: h.db.$pickTables() }, 953, now)
    await on(950, 2)
    assert.deepEqual(
      (await capsNow(h.db.$pickTables())).map(({ cap, contacts, windowS }) => [cap, contacts, windowS]),
      [['week', 1, 14 * 86_400]],
    )
    const [last] = await versionsOf(h.db.$pickTables(), { below: undefined, limit: 10 })
    assert.deepEqual([last?.at, last?.by_id, last?.draft], [days(1), 8, 'Quieter still'])
    assert.deepEqual(
      last?.changes.map(({ code, retired }) => [code, retired]),
      [
        ['calls', true],
        ['week', false],
      ],
    )
    const earlier = await policyAt(h.db.$pickTables(), new Date(now.getTime() - 1))
    assert.deepEqual(earlier.caps, before.caps)
    assert.equal((await purposesNow(h.db.$pickTables())).get('marketing')?.version, 1, 'a purpose whose checks stay gets no new version')
    await assert.rejects(on(950, 2), /at its end/)
    await assert.rejects(
      inTransaction(h.db, (tx) => endDraft(tx.$pickTables(), { id: 950, state: 'dropped' }, anna)),
      /at its end/,
    )
  })
})
