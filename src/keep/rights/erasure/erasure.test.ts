import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { openWings, type Wings } from '../../../../test/wings.ts'
import { inTransaction, sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { withClient } from '../../../platform/launcher/index.ts'
import { makeApiKey } from '../../access/index.ts'
import { decideByRules } from '../../gate/index.ts'
import { type IdentifierKind, recordBatch } from '../../interactions/index.ts'
import { interactionOf } from '../../interactions/testing.ts'
import { advanceLog, certificateOf, readErasure, verifyAll, writeReceipts } from '../../receipts/index.ts'
import { verifyCertificate } from '../../receipts/verify/index.ts'
import { stepNames } from '../shapes.ts'
import { asks, countedOf, heldBy, stateOf, step, stepOf, takesBack, toTheEnd } from '../testing.ts'
import { sweepErased } from './run.ts'

const conflict = (place?: string) => (error: unknown) =>
  error instanceof AppError && error.code === 'conflict' && (place === undefined || error.place === place)
const dayMs = 86_400_000

type Points = readonly { kind: IdentifierKind; value: string }[]
const email = (value: string) => ({ kind: 'email', value }) as const
const phone = (value: string) => ({ kind: 'phone', value }) as const
const user = (value: string) => ({ kind: 'user', value }) as const

/** What becomes of an event of whoever these point at. */
async function comes(wings: Wings, identifiers: Points, trust: 'secret' | 'public' = 'secret') {
  const event = interactionOf({ customer: { identifiers: [...identifiers], fields: { surname: 'Титов' } }, content: { text: 'Письмо' } }, trust)
  const [outcome] = await recordBatch(wings.keep.recording, [event], { now: wings.clock.now(), source: 'shop', trust })
  assert.ok(outcome)
  return outcome
}

async function known(wings: Wings, identifiers: Points): Promise<number> {
  const outcome = await comes(wings, identifiers)
  assert.ok(outcome.status !== 'refused')
  return outcome.customer
}

const rowsOf = async (wings: Wings, customer: number) =>
  (
    await sql<{
      n: number
    }>`select (select count(*) from keep.customer where customer_id = ${customer}) + (select count(*) from keep.vault where customer_id = ${customer})
      + (select count(*) from keep.content where customer_id = ${customer}) + (select count(*) from fact.interaction where customer_id = ${customer}) as n`.execute(
      wings.keep.db,
    )
  ).rows[0]?.n

const mayOpen = async (wings: Wings, customer: number) =>
  (await decideByRules(wings.keep.db.$pickTables(), [{ customer, purpose: 'service', categories: ['contact'] }], wings.clock.now())).decisions[0]

test('from the moment it is asked nobody is opened; until its day it is taken back, and all stands as before', async (t) => {
  const wings = await openWings(t)
  const nina = await known(wings, [user('nina'), email('nina@erased.example')])
  await wings.keep.door.directory.follow()
  assert.equal((await mayOpen(wings, nina))?.decision, 'allow')
  const id = await asks(wings.keep, nina, { days: 30 })
  const closed = await mayOpen(wings, nina)
  assert.deepEqual([closed?.decision, closed && 'reason' in closed && closed.reason], ['deny', 'restricted'])
  assert.equal(wings.keep.door.directory.find('Титов', { limit: 5, after: null }).total, 0)
  assert.equal(await asks(wings.keep, nina), id, 'asked twice it is the same')
  assert.equal(await step(wings.keep, id), 'over', 'its day has not come')
  assert.equal(await stateOf(wings.keep, id), 'waiting')

  await takesBack(wings.keep, id)
  await takesBack(wings.keep, id)
  assert.equal((await mayOpen(wings, nina))?.decision, 'allow')
  assert.equal(wings.keep.door.directory.find('Титов', { limit: 5, after: null }).total, 1)
  wings.clock.advance(31 * dayMs)
  await wings.keep.rights.runner.tick(wings.clock.now())
  await wings.keep.rights.runner.idle()
  assert.equal(await stateOf(wings.keep, id), 'taken_back')
  const again = await asks(wings.keep, nina)
  await wings.keep.rights.runner.tick(wings.clock.now())
  await wings.keep.rights.runner.idle()
  assert.equal(await stateOf(wings.keep, again), 'done')
  await assert.rejects(takesBack(wings.keep, again), conflict())
})

test('what changed since it was looked at, a dispute and an unpaid order hold it up', async (t) => {
  const wings = await openWings(t)
  const { keep, store } = wings
  const nina = await known(wings, [user('nina')])
  const order = (outcome: string, kind = 'order') =>
    recordBatch(
      keep.recording,
      [
        interactionOf({
          kind,
          outcome,
          amount: { minor: 5_000, currency: 'RUB' },
          at: wings.clock.now().toISOString(),
          customer: { identifiers: [user('nina')] },
        }),
      ],
      { now: wings.clock.now(), source: 'shop', trust: 'secret' },
    )
  await order('paid')
  assert.deepEqual(await heldBy(keep, [nina]), [])
  await order('unpaid')
  assert.deepEqual(await heldBy(keep, [nina]), ['unpaid_order'])
  await assert.rejects(asks(keep, nina), conflict('unpaid_order'))
  wings.clock.advance(60_000)
  await order('done', 'payment')
  assert.deepEqual(await heldBy(keep, [nina]), [])
  await withClient(store.url.owner, async (client) => {
    await client.query(
      `insert into office.work_case (customer_id, case_id, number, kind, made_by, opened_at) values ($1, 1, '2026-0001', 'dispute', 7, now())`,
      [nina],
    )
    await assert.rejects(asks(keep, nina), conflict('dispute'))
    await client.query(`update office.work_case set state = 'solved', closed_at = now(), closed_by = 7`)
  })
  await assert.rejects(asks(keep, nina, { seen: 'another' }), (error: unknown) => error instanceof AppError && error.code === 'stale')
  await asks(keep, nina)
})

test('cards that were joined go together, and what others have of them; nobody is joined with them meanwhile', async (t) => {
  const wings = await openWings(t)
  const [nina, twin, friend] = [await known(wings, [user('nina')]), await known(wings, [user('twin')]), await known(wings, [user('friend')])]
  await wings.joins(twin, nina)
  await sql`insert into keep.relation (customer_id, other_id, kind, at, by_kind, by_id, relation_id) values (${friend}, ${twin}, 'family', now(), 'staff', 7, 1)`.execute(
    wings.keep.db,
  )
  const id = await asks(wings.keep, nina, { members: [nina, twin] })
  await toTheEnd(wings.keep, id)
  assert.deepEqual([await rowsOf(wings, nina), await rowsOf(wings, twin)], [0, 0])
  assert.ok(((await rowsOf(wings, friend)) ?? 0) > 0)
  assert.equal((await sql<{ n: number }>`select count(*) as n from keep.relation`.execute(wings.keep.db)).rows[0]?.n, 0)
})

/** A trigger that makes a step fail the moment its end is written down: its work is done, and nobody knows. */
const crashes = (client: pg.Client, at: string) =>
  client.query(`create or replace function public.crash() returns trigger language plpgsql as $$ begin
      if old.step = '${at}' and (new.step is distinct from old.step or new.state <> old.state) then raise exception 'the light went out'; end if; return new; end $$;
    drop trigger if exists crash on keep.erasure; create trigger crash before update on keep.erasure for each row execute function public.crash()`)

test('killed after the work of any step, or in the middle of the rows, it goes on and counts nothing twice', { timeout: 300_000 }, async (t) => {
  const wings = await openWings(t)
  const { keep, store } = wings
  const people = [user('whole'), ...stepNames.map((name) => user(`at-${name}`)), user('at-rows-middle')]
  const ids = new Map<string, number>()
  for (const one of people) ids.set(one.value, await known(wings, [one, email(`${one.value}@erased.example`)]))
  const whole = await asks(keep, ids.get('whole') ?? 0)
  await toTheEnd(keep, whole)
  const counted = await countedOf(keep, whole)
  assert.ok((counted['keep.vault'] ?? 0) > 0 && (counted['fact.interaction'] ?? 0) > 0 && (counted['keys'] ?? 0) > 0, JSON.stringify(counted))

  await withClient(store.url.admin, async (client) => {
    for (const name of stepNames) {
      const id = await asks(keep, ids.get(`at-${name}`) ?? 0)
      await crashes(client, name)
      await assert.rejects(toTheEnd(keep, id), /the light went out/, name)
      assert.equal(await stateOf(keep, id), 'erasing', `it does not say that it is done: ${name}`)
      await client.query('drop trigger crash on keep.erasure')
      await toTheEnd(keep, id)
      assert.equal(await stateOf(keep, id), 'done', name)
      assert.deepEqual(await countedOf(keep, id), counted, name)
      assert.equal(await rowsOf(wings, ids.get(`at-${name}`) ?? 0), 0)
    }
    const id = await asks(keep, ids.get('at-rows-middle') ?? 0)
    await client.query(`create function public.middle() returns trigger language plpgsql as $$ begin raise exception 'the light went out'; end $$;
      create trigger middle before delete on keep.vault for each row execute function public.middle()`)
    await assert.rejects(toTheEnd(keep, id), /the light went out/)
    assert.equal(await stepOf(keep, id), 'rows')
    await client.query('drop trigger middle on keep.vault')
    await keep.rights.runner.tick(wings.clock.now())
    await keep.rights.runner.idle()
    assert.deepEqual([await stateOf(keep, id), await countedOf(keep, id)], ['done', counted])
  })
  await advanceLog(keep.db.$pickTables(), { signers: [keep.signer], now: wings.clock.now() })
  const findings: unknown[] = []
  await verifyAll(keep.db.$pickTables(), { key: keep.signer, found: (finding) => void findings.push(finding) })
  assert.deepEqual(findings, [], 'chains and log hold, with every certificate in it')
})

test('whoever began to write before brings nobody back: rows are taken when they are over', async (t) => {
  const wings = await openWings(t)
  const nina = await known(wings, [user('nina')])
  const id = await asks(wings.keep, nina)
  await withClient(wings.store.url.keep, async (client) => {
    await client.query('begin')
    await client.query(
      `insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source) values ($1, 99, 1, now(), 'visit', 'shop', 'in', 'late')`,
      [nina],
    )
    while ((await stepOf(wings.keep, id)) !== 'quiet') await step(wings.keep, id)
    assert.equal(await step(wings.keep, id), 'writers')
    assert.equal(await step(wings.keep, id), 'writers')
    await client.query('commit')
  })
  // Whoever is refused a look while it goes on leaves a receipt: it goes with the card.
  const receipts = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from keep.receipt where customer_id = ${nina}`.execute(wings.keep.db)).rows[0]?.n
  const key = { kind: 'secret', title: 'crm', source: 'crm', scopes: ['read'], purposes: [] } as const
  const { secret } = await makeApiKey(wings.keep.access, key, { staff: 1, now: wings.clock.now() })
  while ((await stepOf(wings.keep, id)) !== 'person') await step(wings.keep, id)
  await wings.office.door.ask({ key: secret }, 'card', { customer: nina, purpose: 'service', reason: { kind: 'card' } })
  assert.equal(await receipts(), 1)
  await toTheEnd(wings.keep, id)
  assert.deepEqual([await rowsOf(wings, nina), await receipts()], [0, 0])
  const codes = { actor: 'api', role: 'clerk', activity: 'card', purpose: 'service', operation: 'read', policy: 'late', decision: 'deny' } as const
  const late = { customer: nina, codes: { ...codes, categories: ['contact'], fields: ['card'] }, actorId: 1 }
  await inTransaction(wings.keep.db, (tx) => writeReceipts(tx, [late], wings.clock.now()))
  // What the office was just writing comes a moment later, and goes within the hour.
  await withClient(wings.store.url.owner, (client) => client.query(`insert into office.favourite (customer_id, staff_id, at) values ($1, 7, now())`, [nina]))
  wings.clock.advance(25 * 3_600_000)
  const at = { db: wings.keep.rights.deps.db, keyring: wings.keep.access.keyring }
  assert.equal(await sweepErased(at, wings.clock.now()), 2)
  assert.deepEqual([await sweepErased(at, wings.clock.now()), await receipts()], [0, 0])
})

test('who was erased does not come back under any variant; others do, and so do they by themselves', async (t) => {
  const wings = await openWings(t)
  const theirs = [user('nina'), email('nina.titova@почта.рф'), phone('8 (912) 345-67-89')]
  const nina = await known(wings, theirs)
  const living = await known(wings, [user('boris')])
  await toTheEnd(wings.keep, await asks(wings.keep, nina))

  const variants: Points[] = [
    [user('nina')],
    [email('nina.titova@почта.рф')],
    [email('NinaTitova@ПОЧТА.РФ')],
    [email('n.i.n.a.titova+shop@xn--80a1acny.xn--p1ai')],
    [phone('+7 912 345 67 89')],
    [phone('89123456789')],
    [user('a new number'), email('ninatitova+2@почта.рф')],
    [{ kind: 'card', value: 'a card nobody knows' }, phone('+79123456789')],
  ]
  for (const points of variants) assert.equal((await comes(wings, points)).status, 'refused', JSON.stringify(points))
  assert.equal((await comes(wings, [email('nina@почта.рф')])).status, 'recorded', 'another address is somebody else')

  const said = await comes(wings, [user('boris'), email('nina.titova@почта.рф')])
  assert.ok(said.status === 'recorded' && said.customer === living)
  const { rows } = await sql<{
    points: number
    claims: number
  }>`select (select count(*) from keep.identifier where customer_id = ${living} and kind = 'email') as points,
    (select count(*) from keep.claim where customer_id = ${living}) as claims`.execute(wings.keep.db)
  assert.deepEqual(rows[0], { points: 0, claims: 1 }, 'the address is remembered as a claim and joins nobody')
})

test('the certificate says what went and stays, names nobody, and is proven by the log', async (t) => {
  const wings = await openWings(t)
  const { keep, clock } = wings
  const nina = await known(wings, [user('nina'), email('nina@erased.example')])
  await wings.agrees(nina)
  const id = await asks(keep, nina)
  await toTheEnd(keep, id)
  await advanceLog(keep.db.$pickTables(), { signers: [keep.signer], now: clock.now() })
  const { rows } = await sql<{ statement: number }>`select statement from keep.erasure where erasure_id = ${id}`.execute(keep.db)
  const stated = await readErasure(keep.db.$pickTables(), rows[0]?.statement ?? 0)
  assert.ok(stated)
  const file = certificateOf(stated, keep.signer.shown)
  assert.ok(file)
  const verdict = verifyCertificate(JSON.parse(JSON.stringify(file)), keep.signer.shown)
  assert.ok(verdict.holds)
  const { gone, stays, number, reason } = verdict.certificate.erasure
  assert.deepEqual([number, reason], [keep.ids.show('erasure', id), 'request'])
  assert.ok((gone['contact'] ?? 0) > 0 && (gone['keys'] ?? 0) > 0 && (gone['pseudonym'] ?? 0) > 0, JSON.stringify(gone))
  assert.ok((stays['kept_out'] ?? 0) === 2 && (stays['consents'] ?? 0) > 0, JSON.stringify(stays))
  assert.ok(!JSON.stringify(file).includes('nina') && !JSON.stringify(file).includes('Титов'))
  for (const changed of [
    { ...file, certificate: { ...file.certificate, at: '2026-01-01T00:00:00.000Z' } },
    { ...file, certificate: { ...file.certificate, erasure: { ...file.certificate.erasure, gone: { ...gone, keys: 1_000 } } } },
    { ...file, proof: file.proof.replace('index ', 'index 1') },
    { ...file, more: 1 },
  ])
    assert.equal(verifyCertificate(changed, keep.signer.shown).holds, false)
})

test('more than there are connections, begun in one moment, all come to their end', async (t) => {
  const { keep, ...wings } = await openWings(t)
  const many = Array.from({ length: 16 }, (_, n) => n)
  const customers: number[] = []
  for (const n of many) customers.push(await known({ keep, ...wings }, [user(`many ${n}`)]))
  const ids: number[] = []
  for (const customer of customers) ids.push(await asks(keep, customer))
  for (const id of ids) keep.rights.runner.begin(id)
  await keep.rights.runner.idle()
  assert.deepEqual(
    await Promise.all(ids.map((id) => stateOf(keep, id))),
    many.map(() => 'done'),
  )
})
