import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { withClient } from '../../../platform/launcher/index.ts'
import type { CheckedInteraction } from '../event.ts'
import { interactionOf, type Opened, openStore, today } from '../testing.ts'
import { openQueue } from './queue.ts'
import { prepareAll, recordBatch } from './record.ts'

const how = { now: today, source: 'shop', trust: 'secret' } as const
const event = (id: string, kind = 'visit', user = 'anna') => interactionOf({ id, kind, customer: { identifiers: [{ kind: 'user', value: user }] } })
const kindsIn = async (at: Opened) => (await at.db.selectFrom('fact.interaction').select('kind').orderBy('kind').execute()).map((r) => r.kind)

/** Lets the database do something to each row of fact.interaction that comes in. */
async function beforeEachFact(at: Opened, body: string): Promise<() => Promise<void>> {
  await withClient(at.store.url.admin, async (admin) => {
    await admin.query(`create function public.trouble() returns trigger language plpgsql security definer as $$ begin ${body} return new; end $$`)
    await admin.query('create trigger trouble before insert on fact.interaction for each row execute function public.trouble()')
  })
  return () => withClient(at.store.url.admin, async (admin) => void (await admin.query('drop trigger trouble on fact.interaction')))
}

test('killed between seen and interaction nothing is there, and the same event goes in once afterwards', async (t) => {
  const at = await openStore(t)
  const mend = await beforeEachFact(at, 'perform pg_terminate_backend(pg_backend_pid());')
  await assert.rejects(
    recordBatch(at.deps, [event('e-1'), event('e-2')], how),
    (error) => error instanceof AppError && error.code === 'unavailable' && error.retryAfterSeconds === 1,
  )
  const left = await sql<{
    n: number
  }>`select (select count(*) from keep.seen) + (select count(*) from keep.customer) + (select count(*) from keep.identifier) + (select count(*) from fact.change) as n`.execute(
    at.db,
  )
  assert.equal(left.rows[0]?.n, 0)
  await mend()
  assert.deepEqual(
    (await recordBatch(at.deps, [event('e-1'), event('e-2')], how)).map((o) => o.status),
    ['recorded', 'recorded'],
  )
  assert.deepEqual(
    (await recordBatch(at.deps, [event('e-1'), event('e-2')], how)).map((o) => o.status),
    ['repeated', 'repeated'],
  )
  assert.deepEqual(await kindsIn(at), ['visit', 'visit'])
})

test('an event that the database cannot take is refused alone; its neighbours, of its call and of others, go in', async (t) => {
  const at = await openStore(t)
  await beforeEachFact(at, `if new.kind = 'poison' then raise exception 'no' using errcode = '22000'; end if;`)
  const queue = openQueue(at.deps)
  const calls = [
    ['a', 'poison', 'b'],
    ['c', 'd'],
    ['e', 'f', 'g', 'h', 'poison'],
  ]
  const outcomes = await Promise.all(
    calls.map(async (kinds, n) => {
      const { ready } = await prepareAll(
        at.deps,
        kinds.map((kind, i) => event(`${n}-${i}`, kind)),
        { source: 'shop', trust: 'secret' },
        today,
      )
      return queue.join({ ready, bytes: 100, now: today })
    }),
  )
  assert.deepEqual(
    outcomes.map((call) => call.map((o) => o.status)),
    [
      ['recorded', 'refused', 'recorded'],
      ['recorded', 'recorded'],
      ['recorded', 'recorded', 'recorded', 'recorded', 'refused'],
    ],
  )
  assert.deepEqual(await kindsIn(at), ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
})

test('requests that wait are written together', async (t) => {
  const at = await openStore(t)
  const queue = openQueue(at.deps)
  const join = async (n: number) => {
    const { ready } = await prepareAll(at.deps, [event(`e-${n}`)], { source: 'shop', trust: 'secret' }, today)
    return queue.join({ ready, bytes: 10, now: today })
  }
  const all = await Promise.all(Array.from({ length: 200 }, (_, n) => join(n)))
  assert.equal(all.flat().length, 200)
  await queue.idle()
  assert.deepEqual(queue.waiting(), { rows: 0, bytes: 0, waiters: 0 })
  const batches = await sql<{ n: number }>`select count(distinct batch) as n from fact.interaction`.execute(at.db)
  assert.ok((batches.rows[0]?.n ?? 0) < 20, `${batches.rows[0]?.n} transactions for 200 requests`)
})

test('two keeps write the same people and the same events side by side: each event once, each person once', async (t) => {
  const at = await openStore(t)
  const second = await at.another()
  const events = () =>
    Array.from({ length: 120 }, (_, n) =>
      interactionOf({
        id: `e-${n}`,
        customer: {
          identifiers: [
            { kind: 'user', value: `u-${n % 10}` },
            { kind: 'email', value: `u${n % 10}@example.org` },
          ],
          fields: { name: `Name ${n % 10}` },
        },
      }),
    )
  const shuffled = (list: CheckedInteraction[], by: number) =>
    list
      .map((e, i) => ({ e, k: (i * by) % 127 }))
      .sort((a, b) => a.k - b.k)
      .map((x) => x.e)
  for (let round = 0; round < 4; round++) {
    await Promise.all([
      recordBatch(at.deps, shuffled(events(), 31 + round), how),
      recordBatch(second, shuffled(events(), 57 + round), how),
      recordBatch(at.deps, shuffled(events(), 11 + round), how),
    ])
  }
  const counts = await sql<{
    events: number
    people: number
    seen: number
    names: number
  }>`select (select count(*) from fact.interaction) as events, (select count(*) from keep.customer) as people, (select count(*) from keep.seen) as seen, (select count(*) from keep.vault where current) as names`.execute(
    at.db,
  )
  assert.deepEqual(counts.rows[0], { events: 120, people: 10, seen: 120, names: 10 })
})

test('any order and any repetition of a set of events leaves the same facts of the same people', async (t) => {
  const at = await openStore(t)
  const wanted = Array.from({ length: 12 }, (_, n) => ({ n, user: `u-${n % 3}`, cookie: n % 2 === 0 ? `c-${n % 3}` : undefined }))
  const eventOf = (run: number, { n, user, cookie }: (typeof wanted)[number]) =>
    interactionOf({
      id: `e-${n}`,
      at: new Date(Date.UTC(2026, 0, 1 + n)).toISOString(),
      kind: n % 4 === 0 ? 'order' : 'visit',
      customer: {
        identifiers: [
          ...(n % 5 === 0 ? [] : [{ kind: 'user' as const, value: `${run}-${user}` }]),
          ...(cookie || n % 5 === 0 ? [{ kind: 'anonymous' as const, value: `${run}-${cookie ?? `c-${n % 3}`}` }] : []),
        ],
      },
      ...(n % 4 === 0
        ? { amount: { minor: 100 * n, currency: 'RUB' }, items: [{ sku: `s-${n}`, quantity: 1, price_minor: 100 * n, amount_minor: 100 * n }] }
        : {}),
    })
  let run = 0
  const factsAfter = async (order: readonly number[], size: number) => {
    run += 1
    const source = `run-${run}`
    const events = order.map((n) => eventOf(run, wanted[n] ?? { n: 0, user: '', cookie: undefined }))
    for (let i = 0; i < events.length; i += size) await recordBatch(at.deps, events.slice(i, i + size), { ...how, source })
    const rows = await sql<{ at: Date; kind: string; amount: number | null; person: number; lines: number }>`
      select i.at, i.kind, i.amount, coalesce(c.merged_into, c.customer_id) as person, (select count(*) from fact.interaction_item t where t.customer_id = i.customer_id and t.interaction_id = i.id) as lines
      from fact.interaction i join keep.customer c using (customer_id) where source = ${source} order by i.at`.execute(at.db)
    const names = new Map<number, number>()
    return rows.rows.map((r) => ({ ...r, person: names.get(r.person) ?? names.set(r.person, names.size).size - 1 }))
  }
  const plain = await factsAfter(
    wanted.map((w) => w.n),
    12,
  )
  assert.equal(plain.length, 12)
  const orders = fc
    .array(fc.nat({ max: 11 }), { maxLength: 12 })
    .chain((more) => fc.shuffledSubarray([...wanted.map((w) => w.n), ...more.map((n) => n)], { minLength: 12 + more.length, maxLength: 12 + more.length }))
  await fc.assert(
    fc.asyncProperty(orders, fc.integer({ min: 1, max: 12 }), async (order, size) => {
      assert.deepEqual(await factsAfter(order, size), plain)
    }),
    { numRuns: 25 },
  )
})
