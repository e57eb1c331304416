// Recording by the API (design §9, "ingest"): batches of 100 over HTTP, each event durable, resolved and sealed before its
// answer. The keep's listener runs in a process of its own; the sender is this one, on the same cores. The limit is a raw
// COPY of the same rows into the same tables with their indexes, in the same run.

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePostgres, migrate, type RunningPostgres, withClient } from '../src/platform/launcher/index.ts'
import { copyOfTheSame } from './ingest/bare-copy.ts'
import { customersOf, eventsOf, perCall, send } from './ingest/sender.ts'

const sizes = { small: { events: 200_000, customers: 100_000 }, full: { events: 1_000_000, customers: 100_000 } } as const

/** Prints a JSON line for each figure. */
export async function ingest({ size }: { size: 'small' | 'full' }): Promise<void> {
  const { events, customers } = sizes[size]
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
  const postgres = await ensurePostgres({ home: folder, say: () => {} })
  let keep: Keep | undefined
  try {
    await migrate({ ownerUrl: postgres.ownerUrl })
    keep = await startKeep(postgres, folder)
    const made = await send(keep.port, customersOf(customers))
    print('new_customers_per_s', made.perSecond, '1/s', customers)
    const recorded = await send(keep.port, eventsOf(events, customers))
    await mustHold(postgres, customers + events)
    await keep.stop()
    const bare = await copyOfTheSame(postgres)
    print('events_per_s', recorded.perSecond, '1/s', events, bare.perSecond)
    print('call_p50_ms', recorded.p50, 'ms', events / perCall)
    print('call_p99_ms', recorded.p99, 'ms', events / perCall)
    print('keep_rss_mb', keep.rssMb(), 'MB', 1)
  } finally {
    await keep?.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Keep = { port: number; rssMb(): number; stop(): Promise<void> }

function startKeep(postgres: RunningPostgres, folder: string): Promise<Keep> {
  const profiled = process.env['RAPPORT_BENCH_PROFILE']
  const child = fork(join(import.meta.dirname, 'ingest', 'keep.ts'), [], {
    env: { ...process.env, BENCH_KEEP_URL: postgres.url('keep'), BENCH_KEYS_URL: postgres.url('keep', 'rapport_keys'), BENCH_FOLDER: folder },
    execArgv: profiled ? ['--cpu-prof', `--cpu-prof-dir=${profiled}`] : [],
  })
  let rss = 0
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the keep of the bench ended with ${code}`)))
    child.on('message', (said: { port?: number; rssMb?: number }) => {
      rss = Math.max(rss, said.rssMb ?? 0)
      if (said.port !== undefined) resolve({ port: said.port, rssMb: () => rss, stop: () => ended(child) })
    })
  })
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.disconnect()
  })
}

async function mustHold(postgres: RunningPostgres, events: number): Promise<void> {
  const count = await withClient(postgres.ownerUrl, async (client) => (await client.query('select count(*)::int as n from fact.interaction')).rows[0]?.n)
  if (count !== events) throw new Error(`${events} events were acknowledged and ${count} are there`)
}

function print(figure: string, value: number, unit: string, n: number, limit?: number): void {
  const rounded = Math.round(value * 100) / 100
  console.log(JSON.stringify({ bench: 'ingest', figure, value: rounded, unit, n, ...(limit === undefined ? {} : { limit: Math.round(limit), ratio: Math.round((value / limit) * 1000) / 1000 }) }))
}
