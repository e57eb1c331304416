import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Running, start } from '../src/main.ts'
import { systemClock } from '../src/platform/clock.ts'
import { openDb, sql } from '../src/platform/db/index.ts'
import { opaque } from '../src/platform/ids/index.ts'
import { homeAt, secretOf } from '../src/platform/launcher/index.ts'
import { fillPeople } from './look/people.ts'
import { print, scratchStore } from './scratch.ts'

// The most memory that each part has in RAM while colleagues look at cards and a shop records, on the whole product. `limit` is
// what it may have (design: keep with its index 700 MB, office 500, analyst 3,072). Linux: read from /proc.

const customers = { small: 20_000, full: 1_000_000 } as const
const seconds = { small: 12, full: 60 } as const
const lookers = 4
const perBatch = 100
const port = 4978
const allowedMb = { keep: 700, office: 500, analyst: 3_072 } as const
const secret = 'rsk_bench_memory'

/** Prints rss_mb of keep, office and analyst, and how much was looked at and recorded meanwhile. */
export async function memory({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = customers[size]
  const store = await scratchStore()
  try {
    const home = homeAt(store.folder)
    const sessions = await fillPeople({ keepUrl: store.postgres.url('keep'), keysUrl: store.keysUrl, keysFolder: home.keys, n, now: systemClock.now() })
    await admitShop(store.postgres.url('keep'))
    const running = await start({ home: home.root, port, say: () => {} })
    try {
      await untilFound(running.url, sessions[0] ?? '', `c${n}@example.com`)
      const watch = watching(running)
      const done = await work(running.url, { sessions, n, seconds: seconds[size], ids: opaque(secretOf(home, 'ids')) })
      const most = watch.end()
      for (const [part, limit] of Object.entries(allowedMb))
        print({ bench: 'memory', figure: `${part}_rss_mb`, value: most.get(part) ?? Number.NaN, unit: 'MB', n, limit })
      print({ bench: 'memory', figure: 'cards_meanwhile', value: done.cards, unit: '', n: done.cards })
      print({ bench: 'memory', figure: 'recorded_meanwhile', value: done.recorded, unit: '', n: done.recorded })
    } finally {
      await running.stop()
    }
  } finally {
    await store.end()
  }
}

async function admitShop(url: string): Promise<void> {
  const db = openDb<Record<string, never>>({ url, max: 1 })
  const digest = createHash('sha256').update(secret).digest()
  await sql`insert into keep.api_key (key_id, digest, hint, kind, title, source, scopes, purposes, made_by, made_at)
    values (1, ${digest}, 'rsk_benc', 'secret', 'Shop', 'shop', '{record}', '{}', 0, ${systemClock.now()})`.execute(db)
  await db.destroy()
}

const cookieOf = (session: string) => ({ cookie: `rapport_session=${session}` })

/** The index is filled in the background: the last customer comes last. */
async function untilFound(url: string, session: string, words: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/v1/search?q=${encodeURIComponent(words)}`, { headers: cookieOf(session) })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`search answers ${answer.status}: ${text}`)
    if (text.includes('"customer')) return
    await sleep(500)
  }
}

function watching(running: Running): { end(): Map<string, number> } {
  const most = new Map<string, number>()
  const timer = setInterval(() => {
    for (const { name, pid } of running.children()) if (pid !== undefined) most.set(name, Math.max(most.get(name) ?? 0, residentMb(pid)))
  }, 250)
  return {
    end: () => {
      clearInterval(timer)
      return most
    },
  }
}

function residentMb(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kib) * 1024) / 1_000_000
}

type Work = { sessions: readonly string[]; n: number; seconds: number; ids: ReturnType<typeof opaque> }

const looksEach = 250 // fewer than the open budget of one colleague

async function work(url: string, w: Work): Promise<{ cards: number; recorded: number }> {
  const until = performance.now() + w.seconds * 1000
  let cards = 0
  let recorded = 0
  const look = async () => {
    while (performance.now() < until) {
      const mine = cards++
      const session = w.sessions[Math.floor(mine / looksEach) % w.sessions.length] ?? ''
      const customer = w.ids.show('customer', 1 + ((mine * 2_654_435_761) % w.n))
      const answer = await fetch(`${url}/v1/customers/${customer}/card`, { headers: cookieOf(session) })
      if (answer.status !== 200) throw new Error(`a card answers ${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
    }
  }
  const record = async () => {
    for (let batch = 0; performance.now() < until; batch++) {
      const interactions = Array.from({ length: perBatch }, (_, i) => purchase(batch * perBatch + i, w.n))
      const body = JSON.stringify({ interactions })
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
      const answer = await fetch(`${url}/v1/interactions`, { method: 'POST', headers, body })
      if (answer.status !== 200) throw new Error(`recording answers ${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
      recorded += perBatch
    }
  }
  await Promise.all([...Array.from({ length: lookers }, look), record()])
  return { cards, recorded }
}

const purchase = (i: number, n: number) => ({
  id: `memory-${i}`,
  at: systemClock.now().toISOString(),
  kind: 'order',
  channel: 'shop',
  customer: { identifiers: [{ kind: 'email', value: `c${1 + (i % n)}@example.com` }], fields: {} },
  amount: { minor: 10_000, currency: 'RUB' },
  content: { text: `Order ${i}` },
})
