import { fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Hono } from 'hono'
import type { Credential } from '../src/keep/door/contract.ts'
import { cardOf } from '../src/office/console/card.ts'
import { timelinePage } from '../src/office/console/timeline.ts'
import { openDoor } from '../src/office/door.ts'
import { openFigures } from '../src/office/figures.ts'
import type { House } from '../src/office/house.ts'
import { openLists } from '../src/office/lists/index.ts'
import type { OfficeTables } from '../src/office/tables.ts'
import { systemClock } from '../src/platform/clock.ts'
import { keepEnv, usualLookLimitMs } from '../src/platform/config.ts'
import { byteaArray, type Db, openDb, sql } from '../src/platform/db/index.ts'
import { idBlocks, opaque } from '../src/platform/ids/index.ts'
import { logger } from '../src/platform/log.ts'
import { openReads } from '../src/platform/reads.ts'
import { fillPeople } from './look/people.ts'
import { cpuMeter } from './processor.ts'
import { percentile, print, scratchStore } from './scratch.ts'

// A whole card: figures and timeline by the office, names, fields, addresses and words through the door of a real keep, each
// with its receipt on disk. The limit is the bare statements for the same rows, without names opened.

const customers = { small: 20_000, full: 1_000_000 } as const
const clients = 8
const secondsEach = { small: 12, full: 30 } as const

/** Prints cards_per_s, p50_ms and p99_ms with caches cold and warm, with eight clients. */
export async function look({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = customers[size]
  const store = await scratchStore()
  try {
    const keysFolder = join(store.folder, 'keys')
    await fillPeople({ keepUrl: store.postgres.url('keep'), keysUrl: store.keysUrl, keysFolder, n, now: systemClock.now() })
    await analysed(store.postgres.url('owner'))
    const keep = await startKeep(store, keysFolder)
    const house = officeOf(store.postgres.url('office'), store.folder)
    const keepReads = openDb<Record<string, never>>({ url: store.postgres.url('keep'), max: 4 })
    try {
      await searchFilled(house)
      const as = await readers(store.postgres.url('keep'))
      const random = (i: number) => 1 + ((i * 2_654_435_761) % n)
      const processes = { office: process.pid, keep: keep.pid, postgres: store.postgres.pid }
      const cold = await run(secondsEach[size], (i) => wholeCard(house, as(), random(i)))
      const warm = await metered(processes, () => run(secondsEach[size], (i) => wholeCard(house, as(), random(i % 2_000))))
      const limit = await run(secondsEach[size] / 2, (i) => bareCard(house.db, keepReads, random(i)))
      tell('', cold, limit)
      tell('warm_', warm, limit)
    } finally {
      house.door.close()
      await Promise.all([house.close(), keepReads.destroy(), keep.stop()])
    }
  } finally {
    await store.end()
  }
}

/** The keep reads everybody for its search index when it starts for the first time; the next start finds a file. */
async function searchFilled(house: House): Promise<void> {
  while (!(await house.door.ask({ service: 'health' }, 'health', {})).search.ready) await setTimeout(50)
}

type Times = { perSecond: number; ms: number[] }

function tell(name: string, times: Times, limit: Times): void {
  const n = times.ms.length
  print({ bench: 'look', figure: `${name}cards_per_s`, value: times.perSecond, unit: '1/s', n, limit: limit.perSecond })
  print({ bench: 'look', figure: `${name}p50_ms`, value: percentile(times.ms, 0.5), unit: 'ms', n, limit: percentile(limit.ms, 0.5) })
  print({ bench: 'look', figure: `${name}p99_ms`, value: percentile(times.ms, 0.99), unit: 'ms', n, limit: percentile(limit.ms, 0.99) })
}

/**
 * As the database does by itself a minute after much was written: plans made without it are for tables of unknown contents.
 * Tables that hold nothing are left alone, as it leaves them: known to be empty, they would be read whole as they fill.
 */
async function analysed(ownerUrl: string): Promise<void> {
  const owner = openDb<Record<string, never>>({ url: ownerUrl, max: 1 })
  const written = await sql<{ name: string }>`select relid::regclass::text as name from pg_stat_user_tables where pg_relation_size(relid) > 0`.execute(owner)
  for (const { name } of written.rows) await sql`analyze ${sql.raw(name)}`.execute(owner)
  await owner.destroy()
}

const cardsEach = 250
const mostReaders = 2_000

/** Who looks, as many at once as there are clients: each opens no more than an open budget allows, then the next one goes on. */
async function readers(url: string): Promise<() => Credential> {
  const keys = Array.from({ length: mostReaders }, (_, n) => `rsk_reader_${n}`)
  const db = openDb<Record<string, never>>({ url, max: 1 })
  await sql`insert into keep.api_key (key_id, digest, hint, kind, title, source, scopes, purposes, made_by, made_at)
    select n, d, 'rsk_read', 'secret', 'Reader', 'bench', '{read}', '{}', 0, ${systemClock.now()}
    from unnest(${keys.map((_, n) => n + 1)}::bigint[], ${byteaArray(keys.map((key) => createHash('sha256').update(key).digest()))}::bytea[]) as t(n, d)`.execute(
    db,
  )
  await db.destroy()
  let looked = 0
  const shift = clients * cardsEach
  return () => ({ key: keys[(Math.floor(looked / shift) * clients + (looked++ % clients)) % keys.length] ?? '' })
}

async function wholeCard(house: House, as: Credential, customer: number): Promise<void> {
  const [, page] = await Promise.all([
    cardOf(house, as, { customer, caseId: null, purpose: 'service', now: systemClock.now() }),
    timelinePage(house, as, { customer, members: [customer], purpose: 'service', staff: null }, { limit: 20 }),
  ])
  if (page.items.length !== 10) throw new Error(`a card with ${page.items.length} moments`)
}

/** Prints the processor time that each process took for a card. */
async function metered(processes: { [who: string]: number }, work: () => Promise<Times>): Promise<Times> {
  const used = cpuMeter(processes)
  const times = await work()
  used('look', 'card', times.ms.length)
  return times
}

/** The same rows by bare statements, one for each table: what PostgreSQL alone takes. */
async function bareCard(db: Db<OfficeTables>, keep: Db<Record<string, never>>, customer: number): Promise<void> {
  await Promise.all([
    sql`select * from keep.customer where customer_id = ${customer}`.execute(keep),
    sql`select * from keep.identifier where customer_id = ${customer}`.execute(keep),
    sql`select * from keep.vault where customer_id = ${customer} and current`.execute(keep),
    sql`select * from keep.content where customer_id = ${customer}`.execute(keep),
    sql`select * from keep.consent_state where customer_id = ${customer}`.execute(keep),
    sql`select * from fact.interaction where customer_id = ${customer} order by id desc limit 20`.execute(db),
    sql`select * from fact.interaction_item where customer_id = ${customer}`.execute(db),
    sql`select * from office.task where customer_id = ${customer}`.execute(db),
    sql`select * from office.work_case where customer_id = ${customer}`.execute(db),
    sql`select * from office.value_class where customer_id = ${customer}`.execute(db),
    sql`select * from fact.derived where customer_id = ${customer}`.execute(db),
    sql`select * from fact.reach where customer_id = ${customer}`.execute(db),
  ])
}

async function run(seconds: number, one: (i: number) => Promise<void>): Promise<Times> {
  const ms: number[] = []
  let next = 0
  const from = performance.now()
  const until = from + seconds * 1000
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        const start = performance.now()
        await one(next++)
        ms.push(performance.now() - start)
      }
    }),
  )
  return { perSecond: ms.length / ((performance.now() - from) / 1000), ms }
}

function officeOf(url: string, folder: string): House & { door: ReturnType<typeof openDoor>; close(): Promise<unknown> } {
  const db = openDb<OfficeTables>({ url, max: 8 })
  const reads = openReads<OfficeTables>({ url, name: 'bench reads', limitMs: usualLookLimitMs })
  const log = logger('bench')
  const door = openDoor({ socket: join(folder, 'door.sock'), secret: 'bench' })
  const lists = openLists({ url, door, clock: systemClock })
  return {
    app: new Hono(),
    on: { log, now: systemClock.now, authenticate: () => Promise.reject(new Error('not served')) },
    db,
    door,
    lists,
    analyst: undefined,
    ids: opaque('bench'),
    keepHttp: { socketPath: join(folder, 'keep.sock'), caller: '127.0.0.1' },
    rowIds: idBlocks(db, 'office.row_id_seq'),
    figures: openFigures(reads),
    clock: systemClock,
    live: {
      tell: async () => {},
      join: async () => false,
      leave: () => {},
      joinOwn: () => false,
      leaveOwn: () => {},
      here: () => false,
      knowsHere: () => false,
      presentAt: () => [],
      close: async () => {},
    },
    kindTitles: async () => new Map(),
    topicTitles: async () => new Map(),
    demo: false,
    wipe: () => {},
    metricsToken: undefined,
    version: 'bench',
    startedAt: systemClock.now(),
    close: () => Promise.all([db.destroy(), reads.destroy(), lists.destroy()]),
  }
}

async function startKeep(store: Awaited<ReturnType<typeof scratchStore>>, keysFolder: string): Promise<{ pid: number; stop(): Promise<void> }> {
  const env = keepEnv({
    databaseUrl: store.postgres.url('keep'),
    keysDatabaseUrl: store.keysUrl,
    keysFolder,
    home: store.folder,
    between: { runFolder: store.folder },
    doorSecret: 'bench',
    idsSecret: 'bench',
    publicUrl: 'http://localhost:1',
    lookLimitMs: usualLookLimitMs,
    smtpUrl: undefined,
    sendingPaused: false,
    setUpCode: undefined,
    outwardNetworks: '',
  })
  const file = process.env['BENCH_KEEP'] ?? fileURLToPath(new URL('../src/keep/process.ts', import.meta.url))
  const child = fork(file, {
    env: { ...env, RAPPORT_LOG: 'error', TZ: 'UTC' },
    execArgv: ['--max-semi-space-size=32', ...(process.env['BENCH_PROF'] ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : [])],
  })
  await new Promise<void>((resolve, reject) => {
    child.on('message', (said) => typeof said === 'object' && said !== null && 'ready' in said && resolve())
    child.once('exit', () => reject(new Error('the keep did not start')))
  })
  return { pid: child.pid ?? 0, stop: () => new Promise((resolve) => child.once('exit', () => resolve()) && child.kill('SIGTERM')) }
}
