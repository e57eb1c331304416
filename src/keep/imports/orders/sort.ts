import type { CheckedInteraction } from '../../interactions/index.ts'
import type { Chunk, Reject } from '../run/preset.ts'
import { addSum, countReject, remark, type Tally } from '../run/tally.ts'
import type { Mapping } from '../shapes.ts'
import { eventOf, type Order, sumOf } from './order.ts'

export type Sorted = {
  good: { order: Order; event: CheckedInteraction; anonymous: boolean }[]
  rejects: Reject[]
  /** The chunk's tally with what was rejected and remarked counted in. */
  tally: Tally
}

/** An order goes in whole or not at all: one bad line rejects all of them, each with its reason or with whose fault it is. */
export function sortOrders(chunk: Chunk<Order>, mapping: Mapping): Sorted {
  const out: Sorted = { good: [], rejects: [...chunk.rejects], tally: chunk.tally }
  for (const order of chunk.things) {
    const culprit = order.bad[0]?.line ?? order.lost
    if (culprit !== undefined) {
      rejectOrder(out, order, { reason: 'same_order', detail: `line ${culprit}` })
      continue
    }
    const made = eventOf(order, mapping)
    if ('reason' in made) {
      rejectOrder(out, order, made)
      continue
    }
    if (made.strange) remark(out.tally, 'country')
    out.good.push({ order, event: made.event, anonymous: made.anonymous })
  }
  return out
}

/** Counts an order as rejected; `why` is said of its lines that have no fault of their own. */
export function rejectOrder(out: Pick<Sorted, 'rejects' | 'tally'>, order: Order, why: Omit<Reject, 'line'>): void {
  const lines = [...order.bad.map(({ line, reason, detail }) => ({ line, reason, detail })), ...order.lines.map(({ line }) => ({ line, ...why }))]
  for (const reject of lines) {
    out.rejects.push(reject)
    countReject(out.tally, reject.reason)
  }
  addSum(out.tally.sums.rejected, order.kind, sumOf(order))
}
