import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Actor } from '../src/keep/access/actor.ts'
import { type ContactAsk, decideHandOver, type GateTables, largestReservation, reserveMany, setCap } from '../src/keep/gate/index.ts'
import { closeLeases, lastLeasePast, leaseMs, registerStartingTerms, stop, type TermsTables } from '../src/keep/terms/index.ts'
import { systemClock } from '../src/platform/clock.ts'
import { copyRows, type Db, inTransaction, openDb, sql } from '../src/platform/db/index.ts'
import { idBlocks } from '../src/platform/ids/index.ts'
import { cpuMeter } from './processor.ts'
import { percentile, print, scratchStore } from './scratch.ts'

// Decisions with caps and receipts, durable (design §9, "gate"). The limit is the same work in hand-written SQL: batches of
// the same size that lock the person's row, test consent, stops and the weekly cap, and write a contact and a plain receipt
// row, without chain, reasons or any rule that is not needed for these customers.

const sizes = { small: { customers: 60_000, campaigns: 3 }, full: { customers: 250_000, campaigns: 4 } } as const
const workers = 3
const house: Actor = { kind: 'service', id: 0, role: 'house' }
const start = new Date('2026-11-21T09:00:00Z')
const weekS = 7 * 86_400

type Store = Db<TermsTables & GateTables>

/** Prints a JSON line for each figure. */
export async function gate({ size }: { size: 'small' | 'full' }): Promise<void> {
  const store = await scratchStore()
  try {
    const db: Store = openDb<TermsTables & GateTables>({ url: store.postgres.url('keep'), max: 16, name: 'bench' })
    const owner = openDb<TermsTables & GateTables>({ url: store.postgres.ownerUrl, max: 2 })
    const { customers, campaigns } = sizes[size]
    await settle(owner, customers)
    await inTransaction(db, (tx) => registerStartingTerms(tx, { actor: house, now: start }))
    await inTransaction(db, (tx) => setCap(tx, { cap: 'week', scope: 'all', key: null, contacts: 2, windowS: weekS }, { actor: house, now: start }))
    await inUse(db, owner, customers)
    await decided(db, owner, store.postgres.pid, customers, campaigns)
    await oneAtATime(db, customers)
    await races(db, customers)
    await withdrawals(db, customers)
    await db.destroy()
    await owner.destroy()
  } finally {
    await store.end()
  }
}

/** 80 % agreed, one in twenty stopped, one in fifty without an address. */
async function settle(owner: Store, customers: number): Promise<void> {
  const ids = Array.from({ length: customers }, (_, i) => i + 1)
  await owner.transaction().execute(async (tx) => {
    await copyRows(
      tx,
      'keep.customer',
      [
        { name: 'customer_id', type: 'int8' },
        { name: 'status', type: 'text' },
        { name: 'created_at', type: 'timestamptz' },
      ],
      ids.map((id) => [id, 'known', start]),
    )
    await copyRows(
      tx,
      'keep.identifier',
      [
        { name: 'kind', type: 'text' },
        { name: 'digest', type: 'bytea' },
        { name: 'customer_id', type: 'int8' },
        { name: 'sealed', type: 'bytea' },
        { name: 'source', type: 'text' },
        { name: 'first_seen', type: 'timestamptz' },
        { name: 'last_seen', type: 'timestamptz' },
      ],
      ids.filter((id) => id % 50 !== 0).map((id) => [`email`, createHash('sha256').update(String(id)).digest(), id, Buffer.alloc(60), 'bench', start, start]),
    )
    await copyRows(
      tx,
      'keep.consent_state',
      [
        { name: 'customer_id', type: 'int8' },
        { name: 'purpose', type: 'text' },
        { name: 'category', type: 'text' },
        { name: 'channel', type: 'text' },
        { name: 'topic', type: 'text' },
        { name: 'seq', type: 'int4' },
        { name: 'state', type: 'text' },
        { name: 'since', type: 'timestamptz' },
        { name: 'hash', type: 'bytea' },
      ],
      ids.filter((id) => id % 5 !== 0).map((id) => [id, 'marketing', 'contact', 'email', '*', 2, 'ConsentGiven', start, Buffer.alloc(32)]),
    )
    await copyRows(
      tx,
      'keep.stop',
      [
        { name: 'customer_id', type: 'int8' },
        { name: 'stop_id', type: 'int8' },
        { name: 'since', type: 'timestamptz' },
        { name: 'method', type: 'text' },
        { name: 'by_kind', type: 'text' },
        { name: 'by_id', type: 'int8' },
        { name: 'by_role', type: 'text' },
      ],
      ids.filter((id) => id % 20 === 1).map((id) => [id, 1, start, 'bench', 'customer', id, 'customer']),
    )
    await copyRows(
      tx,
      'keep.person_state',
      [{ name: 'customer_id', type: 'int8' }],
      ids.map((id) => [id]),
    )
  })
  for (const table of ['keep.customer', 'keep.identifier', 'keep.consent_state', 'keep.stop', 'keep.person_state'])
    await sql.raw(`vacuum analyze ${table}`).execute(owner)
}

const askFor = (customer: number, campaign: number | string): ContactAsk => ({
  customer,
  purpose: 'marketing',
  categories: ['contact'],
  fields: ['name', 'patronymic'],
  channels: ['email'],
  topic: '*',
  contentKey: `campaign.${campaign}`,
  campaign: Number(campaign) || 0,
})

function batches(customers: number, campaign: number | string): ContactAsk[][] {
  return Array.from({ length: Math.ceil(customers / largestReservation) }, (_, b) =>
    Array.from({ length: Math.min(largestReservation, customers - b * largestReservation) }, (_, i) => askFor(b * largestReservation + i + 1, campaign)),
  )
}

/** A store that has been written to for a while: each customer decided once, three weeks ago, and statistics gathered as autovacuum does. */
async function inUse(db: Store, owner: Store, customers: number): Promise<void> {
  const then = new Date(start.getTime() - 21 * 86_400_000)
  await atOnce(batches(customers, 'before'), (asks) =>
    inTransaction(db, (tx) => reserveMany(tx, asks, { actor: house, now: then, activity: { kind: 'campaign', id: 99 } })),
  )
  for (const table of ['keep.person_state', 'keep.contact', 'keep.receipt_head', 'keep.receipt']) await sql.raw(`vacuum analyze ${table}`).execute(owner)
}

async function decided(db: Store, owner: Store, postgres: number, customers: number, campaigns: number): Promise<void> {
  const work = Array.from({ length: campaigns }, (_, c) => batches(customers, c + 1)).flat()
  const n = work.reduce((sum, b) => sum + b.length, 0)
  let at = start.getTime()
  const cpu = cpuMeter({ node: process.pid, postgres })
  const ms = await timed(() =>
    atOnce(work, (asks) => {
      at += 1000
      const now = new Date(at)
      return inTransaction(db, (tx) => reserveMany(tx, asks, { actor: house, now, activity: { kind: 'campaign', id: asks[0]?.campaign ?? 0 } }))
    }),
  )
  cpu('gate', 'decision', n)
  const limit = await bare(db, owner, customers, campaigns)
  print({ bench: 'gate', figure: 'decisions_per_s', value: n / (ms / 1000), unit: '1/s', n, limit: n / (limit / 1000) })
  const over = await sql<{
    n: number
  }>`select count(*)::int as n from (select 1 from keep.contact where state = 'reserved' and at >= ${start} group by customer_id having count(*) > 2) x`.execute(
    db,
  )
  print({ bench: 'gate', figure: 'over_cap', value: over.rows[0]?.n ?? -1, unit: 'persons', n: customers })
}

/** The bare engine: one statement a batch. */
async function bare(db: Store, owner: Store, customers: number, campaigns: number): Promise<number> {
  await sql`create table keep.bare_state (customer_id bigint primary key, recent timestamptz[] not null default '{}') with (fillfactor = 70)`.execute(owner)
  await sql`create table keep.bare_contact (customer_id bigint, content_key text, channel text, at timestamptz, primary key (customer_id, content_key))`.execute(
    owner,
  )
  await sql`create table keep.bare_receipt (customer_id bigint, seq bigint, at timestamptz, decision text, reason text, primary key (customer_id, seq))`.execute(
    owner,
  )
  await sql`insert into keep.bare_state select customer_id from keep.customer`.execute(owner)
  await sql`grant select, insert, update on keep.bare_state, keep.bare_contact, keep.bare_receipt to rapport_keep`.execute(owner)
  await sql`vacuum analyze keep.bare_state`.execute(owner)
  const work = Array.from({ length: campaigns }, (_, c) => batches(customers, c + 1)).flat()
  let at = start.getTime()
  return timed(() =>
    atOnce(work, async (asks) => {
      at += 1000
      const now = new Date(at)
      await inTransaction(db, (tx) =>
        sql`
          with state as materialized (
            select customer_id, recent from keep.bare_state where customer_id = any(${asks.map((a) => a.customer)}::bigint[]) order by customer_id for update
          ), verdict as materialized (
            select s.customer_id, s.recent, case
              when exists (select from keep.stop t where t.customer_id = s.customer_id and t.lifted_at is null) then 'stopped'
              when not exists (select from keep.consent_state c where c.customer_id = s.customer_id and c.purpose = 'marketing' and c.category = 'contact' and c.channel = 'email' and c.state = 'ConsentGiven') then 'consent_missing'
              when not exists (select from keep.identifier i where i.customer_id = s.customer_id and i.kind = 'email') then 'no_address'
              when (select count(*) from unnest(s.recent) r where r > ${now}::timestamptz - interval '7 days') >= 2 then 'cap_all' end as reason
            from state s
          ), counted as (
            update keep.bare_state b set recent = v.recent || ${now}::timestamptz from verdict v where b.customer_id = v.customer_id and v.reason is null
          ), contacts as (
            insert into keep.bare_contact select customer_id, ${asks[0]?.contentKey ?? ''}, 'email', ${now} from verdict where reason is null
          )
          insert into keep.bare_receipt select customer_id, ${asks[0]?.campaign ?? 0}, ${now}, case when reason is null then 'allow' else 'deny' end, reason from verdict`.execute(
          tx,
        ),
      )
    }),
  )
}

async function oneAtATime(db: Store, customers: number): Promise<void> {
  const times: number[] = []
  const later = new Date(start.getTime() + 30 * 86_400_000)
  for (let i = 0; i < 600; i++) {
    const ask = askFor(((i * 7919) % customers) + 1, `one${i}`)
    const ms = await timed(() => inTransaction(db, (tx) => reserveMany(tx, [ask], { actor: house, now: later, activity: { kind: 'call', id: i } })))
    if (i >= 100) times.push(ms)
  }
  print({ bench: 'gate', figure: 'one_p50_ms', value: percentile(times, 0.5), unit: 'ms', n: times.length })
  print({ bench: 'gate', figure: 'one_p99_ms', value: percentile(times, 0.99), unit: 'ms', n: times.length })
}

/** Thirty senders at the same two hundred people. */
async function races(db: Store, customers: number): Promise<void> {
  const later = new Date(start.getTime() + 90 * 86_400_000)
  const people = Array.from({ length: 1000 }, (_, i) => Math.max(1, customers - i))
    .filter((id) => id % 5 !== 0 && id % 20 !== 1 && id % 50 !== 0)
    .slice(0, 200)
  await Promise.all(
    Array.from({ length: 30 }, (_, s) =>
      inTransaction(db, (tx) =>
        reserveMany(
          tx,
          [...people].sort(() => (s % 2 ? 1 : -1)).map((p) => askFor(p, `race${s}`)),
          { actor: house, now: later, activity: { kind: 'campaign', id: s } },
        ),
      ),
    ),
  )
  const counts = await sql<{
    n: number
  }>`select count(*)::int as n from keep.contact where state = 'reserved' and content_key like 'campaign.race%' group by customer_id`.execute(db)
  const over = counts.rows.reduce((sum, r) => sum + Math.max(0, r.n - 2), 0) + (counts.rows.length === people.length ? 0 : Number.NaN)
  print({ bench: 'gate', figure: 'race_over_cap', value: over, unit: 'contacts', n: 30 * people.length })
}

/** Hand-overs of 0–60 ms under way while each person withdraws: what leaves after the acknowledgement. */
async function withdrawals(db: Store, customers: number): Promise<void> {
  const deps = { rowIds: idBlocks(db, 'keep.row_id_seq') }
  const people = Array.from({ length: 400 }, (_, i) => i + 2)
    .filter((id) => id <= customers && id % 5 !== 0 && id % 20 !== 1 && id % 50 !== 0)
    .slice(0, 150)
  const left = new Map<number, number>()
  const acknowledged = new Map<number, number>()
  const waits: number[] = []
  await Promise.all(
    people.flatMap((person) => [
      pause(Math.random() * 300).then(() => handOver(db, person, left)),
      pause(Math.random() * 300).then(async () => {
        const from = systemClock.monotonic()
        await inTransaction(db, (tx) => stop(deps, tx, { customer: person }, { actor: house, now: systemClock.now(), method: 'link' }))
        await lastLeasePast(db, [person], systemClock)
        acknowledged.set(person, systemClock.monotonic())
        waits.push(systemClock.monotonic() - from)
      }),
    ]),
  )
  const after = people.filter((p) => (left.get(p) ?? 0) > (acknowledged.get(p) ?? 0)).length
  print({ bench: 'gate', figure: 'after_withdrawal', value: after, unit: 'messages', n: people.length })
  print({ bench: 'gate', figure: 'withdrawal_p99_ms', value: percentile(waits, 0.99), unit: 'ms', n: waits.length })
}

async function handOver(db: Store, person: number, left: Map<number, number>): Promise<void> {
  const ask = askFor(person, `last${person}`)
  const by = () => ({ actor: house, now: new Date(start.getTime() + 200 * 86_400_000), activity: { kind: 'campaign', id: 1 } })
  const [reserved] = await inTransaction(db, (tx) => reserveMany(tx, [ask], by()))
  if (!reserved?.chosen) return
  const end = systemClock.monotonic() + leaseMs
  const [answer] = await inTransaction(db, (tx) =>
    decideHandOver(tx, [{ ask, channel: 'email', mark: reserved.mark, message: person }], { ...by(), now: systemClock.now() }),
  )
  if (answer?.verdict !== 'go') return
  await pause(Math.random() * 60)
  if (systemClock.monotonic() < end) left.set(person, systemClock.monotonic())
  await closeLeases(db, [{ person, lease: person }], systemClock.now())
}

async function atOnce<T>(work: readonly T[], each: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let item = work[next++]; item !== undefined; item = work[next++]) await each(item)
  }
  await Promise.all(Array.from({ length: workers }, worker))
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = systemClock.monotonic()
  await work()
  return systemClock.monotonic() - from
}
