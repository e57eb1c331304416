import { record } from '../../../src/keep/interactions/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { onReach } from '../../ui/reach.ts'
import { forgetSale, keepSale, keptSales, type Waiting } from './device.ts'

// Sales go one after the other, each under its own key, and leave the device when the server has said that it is on disk. One queue for the page.

export type QueueState = { waiting: number; signedOut: boolean; refused: string | null; cannotKeep: boolean }

let state: QueueState = { waiting: 0, signedOut: false, refused: null, cannotKeep: false }
const watchers = new Set<() => void>()
let working = false
let again = false

export const queueState = (): QueueState => state
export function onQueue(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

function say(more: Partial<QueueState>): void {
  state = { ...state, ...more }
  for (const tell of watchers) tell()
}

/** Keeps it on the device, and sends it when that can be done; settled means kept. Where the browser keeps nothing it is sent now or fails. */
export async function sell(sale: Waiting): Promise<void> {
  try {
    await keepSale(sale)
  } catch {
    say({ cannotKeep: true })
    await send(sale)
    return
  }
  void goOn()
}

/** What the server refused is tried once more, after somebody mended what was wrong. */
export async function tryAgain(): Promise<void> {
  for (const sale of await keptSales()) if (sale.refused !== null) await keepSale({ ...sale, refused: null })
  await goOn()
}

const everyMs = 10_000

/** Goes on with what waits: now, when the server is reached again, and every now and then while something waits. Gives back how to stop. */
export function followQueue(): () => void {
  void goOn()
  const timer = setInterval(() => (state.waiting > 0 ? void goOn() : undefined), everyMs)
  const deaf = onReach((reached) => (reached ? void goOn() : undefined))
  return () => {
    clearInterval(timer)
    deaf()
  }
}

async function goOn(): Promise<void> {
  if (working) {
    again = true
    return
  }
  working = true
  try {
    do {
      again = false
      await sendAll()
    } while (again)
  } catch {
    say({ cannotKeep: true })
  } finally {
    working = false
  }
}

async function sendAll(): Promise<void> {
  const all = await keptSales()
  say({ waiting: all.length, refused: all.find((sale) => sale.refused !== null)?.refused ?? null })
  for (const sale of all) {
    if (sale.refused !== null) continue
    try {
      const { items } = await send(sale)
      const why = items.flatMap((item) => (item.status === 'refused' ? [item.detail] : []))[0]
      if (why !== undefined) throw new ApiProblem(400, why)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (error.status === 401) return say({ signedOut: true })
      // Nobody knows whether it was recorded, or nobody listens now: the same key makes it one, whenever it goes.
      if (error.status === 0 || error.status === 429 || error.status >= 500) return
      await keepSale({ ...sale, refused: error.detail })
      say({ refused: error.detail })
      continue
    }
    await forgetSale(sale.id)
    say({ waiting: state.waiting - 1, signedOut: false })
  }
}

const send = (sale: Waiting) => call(record, { body: { interactions: sale.interactions }, headers: { 'idempotency-key': sale.id } })
