import { assert } from '../../../platform/errors.ts'
import { type Outcome, recordBatch } from '../../interactions/index.ts'
import type { ImportDeps } from '../deps.ts'
import { type Commit, commitAlone, type Job } from '../run/job.ts'
import type { Chunk, Reject } from '../run/preset.ts'
import { added, addSum, emptyTally, type Tally } from '../run/tally.ts'
import type { ImportTables } from '../tables.ts'
import { type Order, sumOf } from './order.ts'
import { rejectOrder, sortOrders } from './sort.ts'

/** Stores a chunk of orders with its rejects, its counts and its cursor in one transaction. */
export async function storeOrders(deps: ImportDeps, job: Job, chunk: Chunk<Order>, commit: Commit): Promise<void> {
  const { good, rejects, tally } = sortOrders(chunk, job.plan.mapping)
  if (good.length === 0) return commitAlone(deps, commit, { tally, rejects, cursor: chunk.cursor })
  await recordBatch(
    deps.record,
    good.map((g) => g.event),
    {
      now: deps.clock.now(),
      source: job.plan.mapping.source,
      trust: 'secret',
      importId: job.id,
      products: job.products,
      alongside: async (tx, outcomes) => {
        assert(outcomes.length === good.length, 'an order of an import was refused before it was stored')
        const more: { rejects: Reject[]; tally: Tally } = { rejects: [], tally: emptyTally() }
        for (const [i, { order, anonymous }] of good.entries()) countOutcome(more, order, anonymous, outcomes[i])
        await commit(tx.withTables<ImportTables>().$pickTables(), {
          tally: added(tally, more.tally),
          rejects: [...rejects, ...more.rejects],
          cursor: chunk.cursor,
        })
      },
    },
  )
}

function countOutcome(to: { rejects: Reject[]; tally: Tally }, order: Order, anonymous: boolean, outcome: Outcome | undefined): void {
  const { tally } = to
  if (!outcome || outcome.status === 'refused') return rejectOrder(to, order, { reason: 'refused', detail: '' })
  tally[outcome.status] += 1
  addSum(tally.sums[outcome.status], order.kind, sumOf(order))
  if (!anonymous || outcome.status === 'repeated') return
  tally.without_customer += 1
  tally.lines_without_customer += order.lines.length
}
