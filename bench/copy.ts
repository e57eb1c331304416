import { performance } from 'node:perf_hooks'
import * as access from '../src/keep/access/contract.ts'
import { start } from '../src/main.ts'
import { homeAt } from '../src/platform/launcher/index.ts'
import { openOwnPage, showItIsMe } from '../test/town/demo/customer.ts'
import { ask, visitor } from '../test/town/demo/visitor.ts'
import { percentile, print, scratchStore } from './scratch.ts'

// A customer takes everything along, on the whole product. The limit is the same list read once through the portal's own API.

const interactions = { small: 10_000, full: 10_000 } as const
const rounds = 3
const port = 4979
const email = 'anna@bench.example'
const owner = { name: 'Vera', email: 'vera@bench.example', password: 'a long password for a bench' }

/** Prints copy_s (seconds) and copy_kb (the archive). */
export async function copy({ size }: { size: 'small' | 'full' }): Promise<void> {
  const n = interactions[size]
  const store = await scratchStore()
  try {
    const running = await start({ home: homeAt(store.folder).root, port, say: () => {}, demo: true })
    try {
      const admin = visitor(running.url)
      const company = { name: 'Bench', country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow' }
      await ask(admin, access.setUp, { body: { ...owner, language: 'en', code: running.setUpCode, company } })
      const { secret } = await ask(admin, access.addKey, { body: { kind: 'secret', title: 'till', source: 'till', scopes: ['record'] } })
      for (let from = 0; from < n; from += 1_000) await record(running.url, secret, from)
      const anna = await openOwnPage(running.url, email, admin)
      await showItIsMe(anna, email, admin)
      const read: number[] = []
      const copied: number[] = []
      let bytes = 0
      for (let round = 0; round < rounds; round++) {
        read.push(await timed(() => readAll(anna)))
        copied.push(
          await timed(async () => {
            const answer = await anna.fetch('/v1/my/copy', { method: 'POST' })
            bytes = (await answer.arrayBuffer()).byteLength
          }),
        )
      }
      print({ bench: 'copy', figure: 'copy_s', value: percentile(copied, 0.5), unit: 's', n, limit: percentile(read, 0.5) })
      print({ bench: 'copy', figure: 'copy_kb', value: bytes / 1000, unit: 'kB', n })
    } finally {
      await running.stop()
    }
  } finally {
    await store.end()
  }
}

async function record(url: string, key: string, from: number): Promise<void> {
  const said = Array.from({ length: 1_000 }, (_, i) => ({
    id: `o${from + i}`,
    kind: 'order',
    at: new Date(Date.UTC(2024, 0, 1) + (from + i) * 3_600_000).toISOString(),
    channel: 'web',
    customer: { identifiers: [{ kind: 'email', value: email }], fields: { surname: 'Белова' } },
    amount: { minor: 10_000 + i, currency: 'RUB' },
    items: [{ sku: `B-${i}`, title: 'A book', quantity: 1, price_minor: 10_000 + i, amount_minor: 10_000 + i }],
    content: { note: `Please ring the bell twice, order ${from + i}` },
  }))
  const answer = await fetch(`${url}/v1/interactions`, {
    method: 'POST',
    body: JSON.stringify({ interactions: said }),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  })
  if (answer.status !== 200) throw new Error(await answer.text())
}

async function readAll(who: { fetch(path: string): Promise<Response> }): Promise<void> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await who.fetch(`/v1/my/interactions?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    const page: { next_cursor: string | null } = JSON.parse(await answer.text())
    cursor = page.next_cursor
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}
