// The analyst's copy (design §9, "mirror"): the first load of all facts, and how long after its commit a fact is in the copy while others are written. The limit of the
// load is the bare engines doing the same: COPY of the same columns to files, and DuckDB's own reader, in the same run. Facts are written straight into the
// tables the recorder writes, with its change row; sealing and the API would only make the writer slower.

import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, openDuck } from '../src/office/analyst/mirror/duck.ts'
import { type Mirror, openMirror } from '../src/office/analyst/mirror/mirror.ts'
import { prove } from '../src/office/analyst/mirror/prove.ts'
import { mirrorTables } from '../src/office/analyst/mirror/shape.ts'
import { inSnapshot } from '../src/office/analyst/mirror/store.ts'
import { systemClock } from '../src/platform/clock.ts'
import { copyOut, type Db, inTransaction, openDb, sql } from '../src/platform/db/index.ts'
import { logger } from '../src/platform/log.ts'
import { percentile, print, scratchStore } from './scratch.ts'

const sizes = { small: { facts: 600_000, seconds: 8 }, full: { facts: 10_000_000, seconds: 30 } } as const
const perTransaction = 100
const eventsPerSecond = 2_000
const mb = 1024 * 1024

type Bare = Db<Record<string, never>>

/** Prints facts_per_s, bare_facts_per_s, lag_p50_s, lag_p99_s, rss_mb, and how many differences the proof found. */
export async function mirror({ size }: { size: 'small' | 'full' }): Promise<void> {
  const { facts, seconds } = sizes[size]
  const store = await scratchStore()
  const keep = openDb<Record<string, never>>({ url: store.postgres.url('keep'), max: 2 })
  const db = openDb<Record<string, never>>({ url: store.postgres.url('analyst'), max: 4 })
  try {
    await fill(keep, facts)
    const bare = await bareCopy(db, join(store.folder, 'bare'))
    const folder = join(store.folder, 'analysis')
    const place = { folder, loadThreads: 2, bounds: { memoryMb: 1_500, threads: 1, spill: join(folder, 'spill'), spillMb: 20_000 } }
    const copy = await openMirror({ db, place, clock: systemClock, log: logger('bench') })
    const most = watchMemory()
    const began = performance.now()
    await copy.turn()
    const perSecond = copy.state().loaded_rows / ((performance.now() - began) / 1000)
    const figure = (name: string, value: number, unit: string, n: number, limit?: number) =>
      print({ bench: 'mirror', figure: name, value, unit, n, ...(limit === undefined ? {} : { limit }) })
    figure('facts_per_s', perSecond, '1/s', copy.state().loaded_rows, bare.perSecond)
    figure('load_rss_mb', most(), 'MB', 1)
    const lags = await lagWhile(keep, copy, seconds)
    figure('lag_p50_s', percentile(lags, 0.5), 's', lags.length)
    figure('lag_p99_s', percentile(lags, 0.99), 's', lags.length)
    figure('rss_mb', most(), 'MB', 1)
    figure('differences', (await copy.compared(prove)).differences.length, '', 1)
    await copy.close()
  } finally {
    await Promise.all([keep.destroy(), db.destroy()])
    await store.end()
  }
}

/** Two thirds are interactions, a quarter lines of them, the rest who they are of: ten interactions a customer. */
async function fill(keep: Bare, facts: number): Promise<void> {
  const interactions = Math.floor((facts * 2) / 3)
  const customers = Math.floor(interactions / 10)
  await sql`insert into fact.derived (customer_id, person, kind, role, status, language, country, region, has_email, since, batch)
    select c, c, 'person', 'customer', 'known', 'ru', 'RU', 'Тверь', true, timestamptz '2024-01-01' + c * interval '1 second', 1 from generate_series(1, ${customers}) c`.execute(
    keep,
  )
  await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency, attrs)
    select 1 + n % ${customers}, n, n / 1000, timestamptz '2024-01-01' + n * interval '5 seconds', (array['order', 'order', 'visit', 'message'])[1 + n % 4], 'shop', 'in', 'till', case when n % 4 < 2 then n % 9000 end,
      case when n % 4 < 2 then 'RUB' end, case when n % 4 < 2 then '{"lines": 2}'::jsonb end from generate_series(1, ${interactions}) n`.execute(keep)
  await sql`insert into fact.interaction_item (customer_id, interaction_id, line, batch, sku, quantity, price, amount)
    select 1 + n % ${customers}, n, 1, n / 1000, 's' || n % 5000, 1 + n % 3, 500, 500 from generate_series(1, ${interactions}) n where n % 8 < 3`.execute(keep)
}

async function bareCopy(db: Bare, folder: string): Promise<{ perSecond: number }> {
  mkdirSync(folder)
  const file = await openDuck(join(folder, 'bare.duckdb'), { memoryMb: 1_500, threads: 2, spill: folder, spillMb: 20_000 })
  const duck = await file.connect()
  const began = performance.now()
  let rows = 0
  for (const { name, columns } of mirrorTables) {
    const path = join(folder, `${name}.csv`)
    const out = createWriteStream(path)
    const said = columns.map((column) => column.said ?? `"${column.name}"`).join(', ')
    await inSnapshot(db, (tx) =>
      copyOut(tx, `select ${said} from fact.${name}`, async (bytes) => {
        if (!out.write(bytes)) await once(out, 'drain')
      }),
    )
    out.end()
    await once(out, 'finish')
    const types = columns.map((column) => `'${column.name}': '${column.type}'`).join(', ')
    await duck.run(
      `create table ${name} as select * from read_csv('${path}', header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${types}})`,
    )
    rows += Number((await ask(duck, `select count(*) as n from ${name}`))[0]?.['n'] ?? 0)
  }
  await duck.run('checkpoint')
  const perSecond = rows / ((performance.now() - began) / 1000)
  duck.closeSync()
  file.close()
  return { perSecond }
}

/** Seconds from each commit until its rows are in the copy. */
async function lagWhile(keep: Bare, copy: Mirror, seconds: number): Promise<number[]> {
  copy.follow()
  const committed: { batch: number; at: number }[] = []
  const lags: number[] = []
  let seen = 0
  let writing = true
  const watching = (async () => {
    while (writing || seen < committed.length) {
      const last = Number((await copy.reading((duck) => ask(duck, `select coalesce(max(batch), 0) as n from interaction where source = 'bench'`)))[0]?.['n'])
      const now = performance.now()
      for (let next = committed[seen]; next && next.batch <= last; next = committed[seen]) {
        lags.push((now - next.at) / 1000)
        seen += 1
      }
      await sleep(20)
    }
  })()
  const until = performance.now() + seconds * 1000
  for (let n = 0; performance.now() < until; n++) {
    const began = performance.now()
    const batch = 1_000_000 + n
    await inTransaction(keep, async (tx) => {
      await sql`insert into fact.interaction (customer_id, id, batch, at, kind, channel, direction, source, amount, currency)
        select 1 + (${n}::int * 7919 + c * 104729) % 5000, ${1_000_000_000 + n * perTransaction}::bigint + c, ${batch}, now(), 'order', 'shop', 'in', 'bench', 500, 'RUB' from generate_series(1, ${perTransaction}) c`.execute(
        tx,
      )
      await sql`insert into fact.change (batch, at, what, customers) select ${batch}, now(), '{interaction}', array_agg(distinct customer_id) from fact.interaction where batch = ${batch} and source = 'bench'
        and customer_id <= 5000 and id between ${1_000_000_000 + n * perTransaction} and ${1_000_000_000 + (n + 1) * perTransaction}`.execute(tx)
    })
    committed.push({ batch, at: performance.now() })
    await sleep(Math.max(0, (perTransaction / eventsPerSecond) * 1000 - (performance.now() - began)))
  }
  writing = false
  await watching
  return lags
}

function watchMemory(): () => number {
  let most = 0
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss() / mb)
  }
  setInterval(look, 50).unref()
  return () => {
    look()
    return most
  }
}
