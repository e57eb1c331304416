import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { random } from '../town/random.ts'

// Senders that behave as Segment's libraries and a shop's own program do: what is not answered 2xx is sent again, unchanged.

export type Load = {
  /** Numbers of the events that were answered 2xx and not refused; each must be there once. */
  acknowledged: ReadonlySet<number>
  /** Batches whose sender gave up (it crashed itself, say): each is there whole, once, or not at all. */
  abandoned: readonly (readonly number[])[]
  /** How often each status was answered; 0: the connection broke. */
  answers: ReadonlyMap<number, number>
  /** Sentences of refusals: there should be none. */
  refused: readonly string[]
  /** Longest time without an acknowledgement, in milliseconds. */
  longestGap(): number
  /** Sends no more; settles when the last batch of every sender is acknowledged. */
  stop(): Promise<void>
}

export const source = 'crash-test'
const perSender = 10_000_000
const people = 80

/** Starts so many senders, which end with the test. Each event has a number of its own, which travels as its amount and so ends up in the facts. */
export function sendLoad(t: TestContext, o: { url: string; key: string; senders: number; seed: string }): Load {
  const acknowledged = new Set<number>()
  const abandoned: number[][] = []
  const answers = new Map<number, number>()
  const refused: string[] = []
  let stopping = false
  let over = false
  let lastAt = performance.now()
  let gap = 0

  async function send(path: string, body: string, headers: Record<string, string>): Promise<boolean> {
    const answer = await fetch(o.url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${o.key}`, ...headers },
    })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => ({ status: 0, text: '' }))
    answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1)
    if (answer.status === 200) {
      if (/"refused":(\[\{|[1-9])/.test(answer.text)) refused.push(answer.text.slice(0, 300))
      return true
    }
    if (answer.status >= 400 && answer.status < 500) throw new Error(`A batch was answered ${answer.status}: ${answer.text.slice(0, 300)}`)
    return false
  }

  async function sender(n: number): Promise<void> {
    const r = random(`${o.seed}/sender ${n}`)
    for (let next = n * perSender; !stopping; ) {
      const numbers = Array.from({ length: r.int(1, 60) }, () => ++next)
      const way = r.pick(ways)
      const { path, body, headers = {} } = way(numbers, `${n}-${next}`)
      const givesUp = r.chance(0.1)
      while (!over) {
        if (await send(path, body, headers)) {
          for (const number of numbers) acknowledged.add(number)
          gap = Math.max(gap, performance.now() - lastAt)
          lastAt = performance.now()
          break
        }
        if (givesUp) {
          abandoned.push(numbers)
          break
        }
        await sleep(r.int(20, 200))
      }
      await sleep(r.int(5, 40))
    }
  }

  const running = Promise.all(Array.from({ length: o.senders }, (_, n) => sender(n + 1)))
  running.catch(() => {})
  t.after(() => {
    stopping = true
    over = true
  })
  return {
    acknowledged,
    abandoned,
    answers,
    refused,
    longestGap: () => gap,
    stop: async () => {
      stopping = true
      await running
    },
  }
}

type Way = (numbers: readonly number[], batch: string) => { path: string; body: string; headers?: Record<string, string> }

/** The ids of the caller: the same id twice is one event. */
const byId: Way = (numbers) => ({ path: '/v1/interactions', body: JSON.stringify({ interactions: numbers.map((n) => ({ id: `e-${n}`, ...interaction(n) })) }) })

/** Events without ids under an Idempotency-Key: the same request twice is one. */
const byKey: Way = (numbers, batch) => ({ path: '/v1/interactions', body: JSON.stringify(numbers.map(interaction)), headers: { 'idempotency-key': batch } })

const bySegment: Way = (numbers) => ({
  path: '/v1/batch',
  body: JSON.stringify({
    batch: numbers.map((n) => ({
      type: 'track',
      event: 'Order Completed',
      messageId: `m-${n}`,
      ...(n % 3 === 0 ? { anonymousId: `cookie-${n % people}` } : { userId: `user-${n % people}` }),
      timestamp: timeOf(n),
      properties: { revenue: n / 100, currency: 'RUB', note: `Paid at the till ${n}` },
    })),
  }),
})

const ways = [byId, byKey, bySegment] as const

function interaction(n: number) {
  const who = n % people
  const identifiers = [
    ...(n % 2 === 0 ? [{ kind: 'user', value: `user-${who}` }] : []),
    ...(n % 5 !== 0 || n % 2 !== 0 ? [{ kind: 'email', value: `person${who}@crash.example` }] : []),
    ...(n % 7 === 0 ? [{ kind: 'anonymous', value: `cookie-${who}` }] : []),
  ]
  return {
    at: timeOf(n),
    kind: 'order',
    channel: 'shop',
    customer: { identifiers, ...(n % 11 === 0 ? { fields: { surname: `Surname${who}`, name: `Name${n % 7}` } } : {}) },
    amount: { minor: n, currency: 'RUB' },
    items: [{ sku: `sku-${n % 20}`, quantity: 1, price_minor: n, amount_minor: n }],
    content: { text: `Receipt number ${n}, paid in cash` },
  }
}

const timeOf = (n: number) => new Date(Date.UTC(2026, 9, 1) + (n % 2_000_000) * 1000).toISOString()
