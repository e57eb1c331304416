import type { Errand } from './errand.ts'
import { type ByteSource, type Hand, type Limits, startHand, usualLimits } from './hand.ts'

/** The way to the courier processes: each works on one errand at a time; errands past their number wait for their turn. */
export type Courier = {
  /** Whatever the errand gives, unchecked: batches, then its result. */
  run(errand: Errand, from: ByteSource): AsyncGenerator<unknown, unknown>
  close(): void
}

const usualHands = 2

export function startCourier(options: { hands?: number; limits?: Partial<Limits> } = {}): Courier {
  const limits = { ...usualLimits, ...options.limits }
  const idle: Hand[] = []
  const busy = new Set<Hand>()
  const waiting: (() => void)[] = []
  const most = options.hands ?? usualHands

  async function take(): Promise<Hand> {
    while (busy.size >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    let hand = idle.pop()
    while (hand?.dead()) hand = idle.pop()
    const taken = hand ?? startHand(limits)
    busy.add(taken)
    return taken
  }

  function putBack(hand: Hand): void {
    busy.delete(hand)
    if (!hand.dead()) idle.push(hand)
    waiting.shift()?.()
  }

  return {
    async *run(errand, from) {
      const hand = await take()
      try {
        return yield* hand.work(errand, from)
      } finally {
        putBack(hand)
      }
    },
    close() {
      for (const hand of [...idle, ...busy]) hand.end()
      idle.length = 0
    },
  }
}
