import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { Client } from '../product.ts'
import { random } from '../town/random.ts'

export type Looking = {
  /** Ids of the customers whose card was shown: each must have a receipt of it. */
  shown: ReadonlySet<string>
  stop(): Promise<void>
}

const page = z.object({ items: z.array(z.object({ id: z.string() })) })

/** A clerk who opens lists and cards all the time, until the test ends. Everything shown has a receipt, or it would not have been shown. */
export function keepLooking(t: TestContext, clerk: Client, seed: string): Looking {
  const shown = new Set<string>()
  const r = random(`${seed}/clerk`)
  let stopping = false

  async function look(): Promise<void> {
    const list = await clerk.api('GET', '/v1/customers?limit=20')
    if (list.status !== 200) return
    const { items } = page.parse(list.body)
    for (const { id } of r.sample(items, 3)) {
      const card = await clerk.api('GET', `/v1/customers/${id}/card`)
      if (card.status === 200) shown.add(id)
      else if (card.status < 500) throw new Error(`A card was answered ${card.status}: ${card.text}`)
    }
  }

  const running = (async () => {
    while (!stopping) {
      await look().catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error // fetch failed: the office is away
      })
      await sleep(30)
    }
  })()
  running.catch(() => {})
  t.after(() => {
    stopping = true
  })
  return {
    shown,
    stop: async () => {
      stopping = true
      await running
    },
  }
}
