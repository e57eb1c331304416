// Audiences (design §9, "audience"): a rule counted over all interactions in the copy for analysis, against the SQL one would write by hand for the same question,
// in the same run; and how long after an event its customer stands in an audience that lives, while others are written.

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openAnalyst } from '../src/office/analyst/index.ts'
import { openMirror } from '../src/office/analyst/mirror/mirror.ts'
import { analystHandler } from '../src/office/analyst/serve.ts'
import { openRuns } from '../src/office/analyst/thinking/runs.ts'
import { type Asking, countAudience, keepAudiences, type Rule, rule } from '../src/office/audiences/index.ts'
import { switchLiving } from '../src/office/audiences/living/index.ts'
import type { OfficeTables } from '../src/office/tables.ts'
import { systemClock } from '../src/platform/clock.ts'
import { type Db, inTransaction, openDb, sql } from '../src/platform/db/index.ts'
import { idBlocks, opaque } from '../src/platform/ids/index.ts'
import { logger } from '../src/platform/log.ts'
import { serveRpc } from '../src/platform/rpc/index.ts'
import { percentile, print, scratchStore } from './scratch.ts'

const sizes = { small: { interactions: 400_000, seconds: 8, rounds: 9 }, full: { interactions: 10_000_000, seconds: 30, rounds: 9 } } as const
const live = 20
const perTransaction = 100
const eventsPerSecond = 2_000
/** After the last event: who is not seen by then is told as not seen. */
const patienceMs = 20_000
const now = new Date('2025-11-20T12:00:00Z')

type Bare = Db<Record<string, never>>

const asking: Asking = {
  now,
  zone: 'UTC',
  use: 'marketing',
  asksLeave: false,
  asksClosed: false,
  traits: new Map(),
  lists: new Map(),
  fields: new Map(),
  kinds: new Map(),
  audiences: new Map(),
}

/** Three rules, each with the statement somebody who knows the copy would write for it. */
const questions: { figure: string; rule: Rule; byHand: string }[] = [
  {
    figure: 'bought_often',
    rule: rule.parse({ all: [{ bought: { within_days: 365, at_least: 4 } }] }),
    byHand: `select count(*) from (select i.person from interaction i join subject s on s.person = i.person where i.kind = 'order' and i.amount >= 0 and i."at" between ? and ? group by i.person having count(*) >= 4)`,
  },
  {
    figure: 'spent_on_goods',
    rule: rule.parse({
      all: [{ spent: { sku: ['s7', 's70', 's700'], within_days: 365, at_least_minor: 500, currency: 'RUB' } }],
      none: [{ language: ['en'] }],
    }),
    byHand: `select count(*) from subject where coalesce(language, '') <> 'en' and person in (select l.person from interaction_item l join interaction i on i.person = l.person and i.id = l.interaction_id
      where l.sku in ('s7', 's70', 's700') and i.kind = 'order' and i.amount >= 0 and i.currency = 'RUB' and i."at" between ? and ? group by l.person having sum(l.amount) >= 500)`,
  },
  {
    figure: 'never_since',
    rule: rule.parse({ all: [{ last_purchase: { within_days: 365 } }], none: [{ bought: { sku: ['s8'], within_days: 365 } }] }),
    byHand: `select count(*) from (select i.person from interaction i join subject s on s.person = i.person where i.kind = 'order' and i.amount >= 0 and i."at" between ? and ? group by i.person) b
      where person not in (select l.person from interaction_item l join interaction i on i.person = l.person and i.id = l.interaction_id where l.sku = 's8' and i.kind = 'order' and i.amount >= 0 and i."at" between ? and ?)`,
  },
]

/** Prints a count's and the same by hand's milliseconds for each rule, and from an event to standing in an audience, p50 and p99. */
export async function audience({ size }: { size: 'small' | 'full' }): Promise<void> {
  const { interactions, seconds, rounds } = sizes[size]
  const store = await scratchStore()
  const keep = openDb<Record<string, never>>({ url: store.postgres.url('keep'), max: 2 })
  const analysed = openDb<Record<string, never>>({ url: store.postgres.url('analyst'), max: 4 })
  const db = openDb<OfficeTables>({ url: store.postgres.url('office'), max: 4 })
  const ends: (() => unknown)[] = []
  try {
    await fill(keep, interactions)
    const folder = join(store.folder, 'analysis')
    const place = { folder, loadThreads: 2, bounds: { memoryMb: 1_500, threads: 1, spill: join(folder, 'spill'), spillMb: 20_000 } }
    const mirror = await openMirror({ db: analysed, place, clock: systemClock, log: logger('bench') })
    ends.push(() => mirror.close())
    await mirror.turn()
    const runs = openRuns({ mirror, clock: systemClock, log: logger('bench') })
    const at = { socket: join(store.folder, 'analyst.sock'), secret: 'bench' }
    const free = { ask: () => Promise.reject(new Error('nobody asks freely here')), stop: () => 0 }
    const served = await serveRpc(at, analystHandler({ mirror, free, runs, clock: systemClock }), logger('bench'))
    const analyst = openAnalyst(at)
    ends.push(
      () => runs.close(),
      () => served.close(),
      () => analyst.close(),
    )

    for (const { figure, rule: said, byHand } of questions) {
      const span = [new Date(now.getTime() - 365 * 86_400_000).toISOString(), now.toISOString()]
      const values = byHand
        .split('?')
        .slice(1)
        .map((_, i) => span[i % 2] ?? '')
      const ours: number[] = []
      const hand: number[] = []
      let [count, same] = [0, 0]
      for (let round = 0; round < rounds; round++) {
        const counted = await timed(() => countAudience({ db, analyst }, said, asking))
        const asked = await timed(() => analyst.ask('ask', { statement: byHand, values, limit_ms: 60_000 }))
        ours.push(counted.ms)
        hand.push(asked.ms)
        count = counted.answer.count
        same = Number(asked.answer.rows[0]?.[0])
      }
      if (count !== same) throw new Error(`${figure}: ${count} by the rule and ${same} by hand`)
      print({ bench: 'audience', figure: `${figure}_ms`, value: percentile(ours, 0.5), unit: 'ms', n: interactions, limit: percentile(hand, 0.5) })
      print({ bench: 'audience', figure: `${figure}_p99_ms`, value: percentile(ours, 0.99), unit: 'ms', n: rounds, limit: 500 })
    }
    const { lags, unseen, rate } = await lagOfLiving(keep, db, seconds)
    print({ bench: 'audience', figure: 'seen_p50_s', value: percentile(lags, 0.5), unit: 's', n: lags.length, limit: 1 })
    print({ bench: 'audience', figure: 'seen_p99_s', value: percentile(lags, 0.99), unit: 's', n: lags.length, limit: 1 })
    print({ bench: 'audience', figure: 'events_per_s', value: rate, unit: '1/s', n: seconds, limit: eventsPerSecond })
    print({ bench: 'audience', figure: 'unseen', value: unseen, unit: '', n: lags.length + unseen })
  } finally {
    for (const end of ends.reverse()) await end()
    await Promise.all([keep.destroy(), analysed.destroy(), db.destroy()])
    await store.end()
  }
}

/** Ten interactions a customer, half of them orders, over two years; two fifths of the orders have a line. */
async function fill(keep: Bare, interactions: number): Promise<void> {
  const customers = interactions / 10
  // No divisor of what goes round: else a customer would always buy the same, or never.
  const among = customers - 1
  await sql`insert into fact.derived (customer_id, person, kind, role, status, language, country, region, has_email, since, batch)
    select c, c, 'person', 'customer', 'known', (array['ru', 'en'])[1 + c % 2], 'RU', 'Тверь', true, timestamptz '2024-01-01', 1 from generate_series(1, ${customers}::int) c`.execute(
    keep,
  )
  // Who and when are drawn apart: in step with each other everybody would buy at the same times.
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
    select 1 + (n * 7919::bigint) % ${among}::int, n, n / 1000, timestamptz '2023-11-20' + ((n * 104729::bigint) % 63000000) * interval '1 second',
      (array['order', 'order', 'visit', 'message'])[1 + n % 4], 'shop', 'in', 'till', case when n % 4 < 2 then n % 9000 end, case when n % 4 < 2 then 'RUB' end
    from generate_series(1, ${interactions}::int) n`.execute(keep)
  await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount)
    select 1 + (n * 7919::bigint) % ${among}::int, n, 1, n / 1000, 's' || n % 5000, 1, 500, 500 from generate_series(1, ${interactions}::int) n where n % 4 < 2 and n % 5 < 2`.execute(
    keep,
  )
  await sql`analyze`.execute(keep).catch(() => {})
}

/** Seconds from each commit until its customer is in the audience that the event brings them into, how many were not seen in time, and how many events a second there truly were. */
async function lagOfLiving(keep: Bare, db: Db<OfficeTables>, seconds: number): Promise<{ lags: number[]; unseen: number; rate: number }> {
  const ids = opaque('bench')
  const from = 1_000_000_000
  // Told apart by what they ask, so that no two share their work; the first is the one that is watched.
  const rules = Array.from({ length: live }, (_, i) =>
    i === 0
      ? { all: [{ bought: { sku: ['watched'], within_days: 30 } }] }
      : { all: [{ bought: { within_days: 20 + i, at_least: 1 + (i % 4) } }, { language: ['ru'] }] },
  )
  for (const [i, said] of rules.entries()) {
    await sql`insert into office.audience (audience_id, title, rule, made_by, created_at) values (${i + 1}, ${`A${i}`}, ${JSON.stringify(rule.parse(said))}::jsonb, 1, ${now})`.execute(
      db,
    )
    await switchLiving(db, i + 1, 'marketing', new Date())
  }
  const deps = {
    db: db.$pickTables(),
    ids,
    rowIds: idBlocks(db, 'office.row_id_seq'),
    log: logger('bench'),
    askingFor: async (use: string, at: Date) => ({ ...asking, use, now: at }),
  }
  const turn = () => keepAudiences(deps, { now: new Date(), piece: 2_000, look: false })
  while ((await keepAudiences(deps, { now: new Date(), piece: 20_000, look: true })).more);

  const waiting = new Map<number, number>()
  const lags: number[] = []
  let writing = true
  let patience = 0
  const following = (async () => {
    while (writing || (waiting.size > 0 && performance.now() < patience)) {
      const { more } = await turn()
      const { rows } = await sql<{
        id: number
      }>`select customer_id as id from office.audience_member where audience_id = 1 and customer_id = any(${[...waiting.keys()]}::bigint[])`.execute(db)
      const seen = performance.now()
      for (const { id } of rows) {
        lags.push((seen - (waiting.get(id) ?? seen)) / 1000)
        waiting.delete(id)
      }
      if (!more) await sleep(100)
    }
  })()
  const began = performance.now()
  let written = 0
  for (let n = 0; performance.now() - began < seconds * 1000; n++) {
    const batch = 10_000_000 + n
    const watched = 1 + (((n + 1) * perTransaction) % 30_000)
    await inTransaction(keep, async (tx) => {
      await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
        select 1 + (${n * perTransaction}::bigint + c) % 30000, ${from + n * perTransaction}::bigint + c, ${batch}, now(), 'order', 'shop', 'in', 'bench', 500, 'RUB' from generate_series(1, ${perTransaction}) c`.execute(
        tx,
      )
      await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount)
        select ${watched}, ${from + n * perTransaction}::bigint + ${perTransaction}, 1, ${batch}, 'watched', 1, 500, 500`.execute(tx)
      await sql`insert into fact.change (batch, at, what, customers) values (${batch}, now(), '{interaction,interaction_item}', (select array_agg(1 + (${n * perTransaction}::bigint + c) % 30000) from generate_series(1, ${perTransaction}) c))`.execute(
        tx,
      )
    })
    waiting.set(watched, performance.now())
    written += perTransaction
    await sleep(Math.max(0, began + ((n + 1) * perTransaction * 1000) / eventsPerSecond - performance.now()))
  }
  const took = (performance.now() - began) / 1000
  writing = false
  patience = performance.now() + patienceMs
  await following
  return { lags, unseen: waiting.size, rate: written / took }
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; answer: T }> {
  const from = performance.now()
  const answer = await work()
  return { ms: performance.now() - from, answer }
}
