import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWings } from '../../../test/wings.ts'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { acceptedNow, agreements } from '../agreements/index.ts'
import { hashOf, iriOf } from '../agreements/known.ts'
import { agree, keepOpen, publish } from '../agreements/store.ts'
import { policyAt, policyIsSound } from './body.ts'
import type { PolicySaid } from './contract.ts'
import { changeDraft, findDraft, lastTrial, makeDraft, trySoon } from './drafts.ts'
import { runTrial } from './shadow.ts'
import { switchOn, versionsOf } from './switchOn.ts'

const anna = { kind: 'staff', id: 7, role: 'privacy' } as const
const ben = { kind: 'staff', id: 8, role: 'privacy' } as const

test('a draft takes an agreement off the list or adds one: whose offers would be answered otherwise is said before, and what is signed stays', async (t) => {
  const wings = await openWings(t)
  const { db, signer } = wings.keep
  const now = () => wings.clock.now()
  const [vera = 0, nina = 0, olga = 0, petr = 0, pavel = 0] = await wings.customers(5)
  const offers = (...ids: string[]) => ids.map((id) => ({ iri: iriOf(id), sha256: hashOf(agreements.get(id) ?? { text: '' }) }))
  const one = (id: string) => {
    const agreement = agreements.get(id)
    assert.ok(agreement)
    return agreement
  }
  const agrees = (customer: number, id: string, ...more: string[]) =>
    inTransaction(db, (tx) =>
      agree(tx.$pickTables(), {
        customer,
        members: [customer],
        agreement: one(id),
        offers: offers(id, ...more),
        method: 'portal',
        company: 'Лавка',
        signer,
        now: now(),
      }),
    )
  const open = (customer: number, ids: string[], counter?: string) =>
    inTransaction(db, (tx) =>
      keepOpen(tx.$pickTables(), { customer, members: [customer], offers: offers(...ids), counter: counter ? one(counter) : undefined, now: now() }),
    )
  await inTransaction(db, (tx) => publish(tx.$pickTables(), { ids: ['SD-BASE-A', 'SD-BASE-ATP'], by: anna, now: now() }))
  // Vera and Petr agreed to what would go, Petr would take another one as well; Nina was offered something else, Olga nothing; Pavel is Olga.
  await agrees(vera, 'SD-BASE-A')
  await agrees(petr, 'SD-BASE-A', 'SD-BASE-ATP')
  await open(nina, ['SD-BASE'], 'SD-BASE-A')
  await open(olga, ['SD-BASE-DP'])
  wings.clock.advance(1000)
  await open(pavel, ['SD-BASE'])
  await sql`update keep.customer set merged_into = ${olga} where customer_id = ${pavel}`.execute(db)
  const before = await policyAt(db.$pickTables(), now())
  assert.deepEqual(before.accepts, ['SD-BASE-A', 'SD-BASE-ATP'])
  const draft = (id: number, body: PolicySaid) =>
    inTransaction(db, (tx) => makeDraft(tx.$pickTables(), { id, title: 'Less', body }, { staff: anna.id, now: now() }))
  const tried = async (id: number, trial: number) => {
    await inTransaction(db, (tx) => trySoon(tx.$pickTables(), { id, trial, days: 30 }, { staff: anna.id, now: now() }))
    await runTrial({ db: db.$pickTables(), keyring: wings.keep.access.keyring }, trial, now())
    return (await lastTrial(db.$pickTables(), id))?.more?.map(({ what, before, after, count }) => [what, before, after, count])
  }
  const signed = async () =>
    (
      await sql<{
        n: string
      }>`select string_agg(customer_id || ' ' || agreement || ' ' || coalesce(ended_at::text, ''), ';' order by customer_id) as n from keep.agreement`.execute(
        db,
      )
    ).rows[0]?.n

  const known = { purposes: new Map(), topics: new Set<string>() }
  for (const [accepts, sentence] of [
    [['SD-BASE', 'SD-ALL'], /There is no such agreement in the registry/],
    [['SD-BASE', 'SD-BASE'], /An agreement is named once/],
  ] as const)
    await assert.rejects(policyIsSound(db.$pickTables(), { ...before, accepts: [...accepts] }, known), sentence)

  await draft(900, before)
  assert.deepEqual(await tried(900, 901), [], 'what is as it was changes nothing')
  await draft(910, { ...before, accepts: ['SD-BASE', 'SD-BASE-ATP'] })
  const would = await tried(910, 911)
  assert.deepEqual(
    would?.toSorted((a, b) => String(a).localeCompare(String(b))),
    [
      ['offers', 'agreed SD-BASE-A', 'agreed SD-BASE-ATP', 1],
      ['offers', 'agreed SD-BASE-A', 'counter SD-BASE', 1],
      ['offers', 'counter SD-BASE-A', 'agreed SD-BASE', 1],
      ['offers', 'refused', 'agreed SD-BASE', 1],
    ],
    'by the last offer of each person, over all their cards',
  )
  const people = await sql<{ customer_id: number; change: number }>`select customer_id, change from keep.policy_sample where trial_id = 911 order by 1`.execute(
    db,
  )
  assert.deepEqual(
    people.rows.map((row) => row.customer_id),
    [vera, nina, olga, petr].toSorted((a, b) => a - b),
  )
  assert.ok(people.rows.every(({ change }) => change >= 500))
  assert.deepEqual((await acceptedNow(db.$pickTables())).ids, before.accepts, 'trying publishes nothing')

  const stood = await signed()
  const on = (id: number, revision: number) => inTransaction(db, (tx) => switchOn(tx.$pickTables(), { id, revision }, { actor: ben, now: now() }))
  wings.clock.advance(1000)
  await inTransaction(db, (tx) => publish(tx.$pickTables(), { ids: ['SD-BASE-A'], by: anna, now: now() }))
  await assert.rejects(on(910, 1), /Try this draft first/, 'the list it was tried against is no more')
  await tried(910, 912)
  wings.clock.advance(1000)
  await on(910, 1)
  assert.deepEqual((await acceptedNow(db.$pickTables())).ids, ['SD-BASE', 'SD-BASE-ATP'])
  assert.equal(await signed(), stood, 'what is signed stays signed')
  const [last] = await versionsOf(db.$pickTables(), { below: undefined, limit: 1 })
  assert.deepEqual([last?.draft, last?.by_id, last?.changes.map(({ what }) => what)], ['Less', ben.id, ['accepts']])
  await draft(920, await policyAt(db.$pickTables(), new Date(now().getTime() - 1)))
  assert.deepEqual((await findDraft(db.$pickTables(), 920)).body.accepts, ['SD-BASE-A'], 'the earlier list can be had again')
  await inTransaction(db, (tx) =>
    changeDraft(
      tx.$pickTables(),
      { id: 920, revision: 1, title: 'No word of it', body: { caps: before.caps, hours: before.hours, checks: before.checks } },
      { staff: anna.id, now: now() },
    ),
  )
  assert.deepEqual(await tried(920, 921), [])
  await on(920, 2)
  assert.deepEqual((await acceptedNow(db.$pickTables())).ids, ['SD-BASE', 'SD-BASE-ATP'], 'a draft without a word of it leaves the list')
})
