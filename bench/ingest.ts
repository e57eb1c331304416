// Recording by the API (design §9, "ingest"): batches of 100 over HTTP, each event durable, resolved and sealed before its
// answer. The keep's listener runs in a process of its own; the sender is this one, on the same cores. The limit is a raw
// COPY of the same rows into the same tables with their indexes, in the same run.

import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePostgres, migrate, type RunningPostgres, withClient } from '../src/platform/launcher/index.ts'
import { copyOfTheSame } from './ingest/bare-copy.ts'
import { customersOf, eventsOf, perCall, send } from './ingest/sender.ts'

const sizes = { small: { events: 200_000, customers: 100_000 }, full: { events: 1_000_000, customers: 100_000 } } as const

/** As the launcher starts the keep: with room for the young objects of a whole transaction. */
const keepOptions = ['--max-semi-space-size=64']

/** Prints a JSON line for each figure. */
export function ingest({ size }: { size: 'small' | 'full' }): Promise<void> {
  return measure({ ...sizes[size], options: keepOptions })
}

export async function measure({ events, customers, options }: { events: number; customers: number; options: readonly string[] }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
  const postgres = await ensurePostgres({ home: folder, say: () => {} })
  let keep: Keep | undefined
  try {
    await migrate({ ownerUrl: postgres.ownerUrl })
    keep = await startKeep(postgres, folder, options)
    const made = await send(keep.port, customersOf(customers))
    print('new_customers_per_s', made.perSecond, '1/s', customers)
    keep.profile()
    const cpuBefore = { keep: keep.cpuUs(), postgres: cpuUsOf(postgres.pid) }
    const recorded = await send(keep.port, eventsOf(events, customers))
    const cpuAfter = { keep: keep.cpuUs(), postgres: cpuUsOf(postgres.pid) }
    await mustHold(postgres, customers + events)
    await keep.stop()
    const bare = await copyOfTheSame(postgres)
    print('events_per_s', recorded.perSecond, '1/s', events, bare.perSecond)
    // What an event costs in processor time says more than its rate on a machine that does other things too.
    print('keep_cpu_us', (cpuAfter.keep - cpuBefore.keep) / events, 'µs', events)
    if (cpuAfter.postgres > 0) print('postgres_cpu_us', (cpuAfter.postgres - cpuBefore.postgres) / events, 'µs', events)
    print('call_p50_ms', recorded.p50, 'ms', events / perCall)
    print('call_p99_ms', recorded.p99, 'ms', events / perCall)
    print('keep_rss_mb', keep.rssMb(), 'MB', 1)
  } finally {
    await keep?.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Keep = { port: number; rssMb(): number; cpuUs(): number; profile(): void; stop(): Promise<void> }

function startKeep(postgres: RunningPostgres, folder: string, options: readonly string[]): Promise<Keep> {
  const child = fork(join(import.meta.dirname, 'ingest', 'keep.ts'), [], {
    execArgv: [...options],
    env: { ...process.env, BENCH_KEEP_URL: postgres.url('keep'), BENCH_KEYS_URL: postgres.url('keep', 'rapport_keys'), BENCH_FOLDER: folder },
  })
  let rss = 0
  let cpu = 0
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the keep of the bench ended with ${code}`)))
    child.on('message', (said: { port?: number; rssMb?: number; cpuUs?: number }) => {
      rss = Math.max(rss, said.rssMb ?? 0)
      cpu = said.cpuUs ?? cpu
      if (said.port !== undefined)
        resolve({ port: said.port, rssMb: () => rss, cpuUs: () => cpu, profile: () => child.send('profile'), stop: () => ended(child) })
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

/** Processor time of a PostgreSQL and its backends so far, where /proc tells it; else 0. */
function cpuUsOf(postmaster: number): number {
  if (!existsSync('/proc/self/stat')) return 0
  const ticksUs = 10_000
  let sum = 0
  for (const name of readdirSync('/proc').filter((n) => /^\d+$/.test(n))) {
    const [, parent = '0', times = []] = statOf(name)
    if (Number(name) === postmaster || Number(parent) === postmaster) sum += Number(times[0]) + Number(times[1])
  }
  return sum * ticksUs
}

function statOf(pid: string): [string, string, string[]] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return [pid, rest[1] ?? '0', rest.slice(11, 13)]
  } catch {
    return [pid, '0', []] // it has just ended
  }
}

function print(figure: string, value: number, unit: string, n: number, limit?: number): void {
  const rounded = Math.round(value * 100) / 100
  console.log(
    JSON.stringify({
      bench: 'ingest',
      figure,
      value: rounded,
      unit,
      n,
      ...(limit === undefined ? {} : { limit: Math.round(limit), ratio: Math.round((value / limit) * 1000) / 1000 }),
    }),
  )
}
