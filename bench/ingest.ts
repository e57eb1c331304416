// Recording by the API (design §9, "ingest"): batches of 100 over HTTP, each event durable, resolved and sealed before its
// answer. The keep's listener runs in a process of its own; the sender is this one, on the same cores. The limit is a raw
// COPY of the same rows into the same tables with their indexes, in the same run.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePostgres, migrate, type RunningPostgres, withClient } from '../src/platform/launcher/index.ts'
import { copyOfTheSame } from './ingest/bare-copy.ts'
import { type Keep, startKeep, startOffice } from './ingest/processes.ts'
import { customersOf, eventsOf, perCall, send } from './ingest/sender.ts'
import { cpuMeter } from './processor.ts'
import { print } from './scratch.ts'

const sizes = { small: { events: 150_000, customers: 50_000 }, full: { events: 1_000_000, customers: 100_000 } } as const

/** Prints a JSON line for each figure. */
export function ingest({ size }: { size: 'small' | 'full' }): Promise<void> {
  return measure(sizes[size])
}

export async function measure({ events, customers }: { events: number; customers: number }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-bench-'))
  const postgres = await ensurePostgres({ home: folder, say: () => {} })
  let keep: Keep | undefined
  try {
    await migrate({ ownerUrl: postgres.ownerUrl })
    keep = await startKeep(postgres, folder)
    await record(postgres, keep, events, customers)
  } finally {
    await keep?.stop()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function record(postgres: RunningPostgres, keep: Keep, events: number, customers: number): Promise<void> {
  const direct = { socketPath: keep.socket, secret: keep.secret }
  const made = await send(direct, customersOf(customers))
  keep.profile()
  const cpu = cpuMeter({ keep: keep.pid, postgres: postgres.pid, sender: process.pid })
  const recorded = await send(direct, eventsOf(events, customers))
  cpu('ingest', 'event', events)

  const office = await startOffice(keep.socket)
  const more = Math.floor(events / 5)
  const piped = await send({ port: office.port, secret: keep.secret }, eventsOf(more, customers, events))
  await office.stop()
  await mustHold(postgres, customers + events + more)
  await keep.stop()
  const bare = await copyOfTheSame(postgres)

  const figure = (name: string, value: number, unit: string, n: number, limit?: number) =>
    print({ bench: 'ingest', figure: name, value, unit, n, ...(limit !== undefined && { limit }) })
  figure('events_per_s', recorded.perSecond, '1/s', events, bare.perSecond)
  figure('by_the_office_per_s', piped.perSecond, '1/s', more, bare.perSecond)
  figure('new_customers_per_s', made.perSecond, '1/s', customers)
  figure('call_p50_ms', recorded.p50, 'ms', events / perCall)
  figure('call_p99_ms', recorded.p99, 'ms', events / perCall)
  figure('keep_rss_mb', keep.rssMb(), 'MB', 1)
}

async function mustHold(postgres: RunningPostgres, events: number): Promise<void> {
  const count = await withClient(postgres.ownerUrl, async (client) => (await client.query('select count(*)::int as n from fact.interaction')).rows[0]?.n)
  if (count !== events) throw new Error(`${events} events were acknowledged and ${count} are there`)
}
