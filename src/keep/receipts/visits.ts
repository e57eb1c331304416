import { type ReceiptsDb, seekReceipts } from './read.ts'

// When somebody was last on their own page: their own looks at it leave receipts like any other, so nothing more is kept for it.

/** Two looks with more between them are two visits. */
const apartMs = 3_600_000
const mostLooks = 300

/** When the visit before this one ended; undefined when there is none that is known. `customers`: all ids of the person. */
export async function visitBefore(db: ReceiptsDb, customers: readonly number[], now: Date): Promise<Date | undefined> {
  const says = (codes: { actor: string; activity: string }) => codes.actor === 'customer' && codes.activity === 'portal'
  const chains = await Promise.all(customers.map((customer) => seekReceipts(db, { customer, says, limit: mostLooks })))
  const own = chains.flatMap(({ found }) => found.map(({ row }) => row)).filter((row) => customers.includes(row.actor_id))
  return endOfLast(
    own.map(({ at }) => at),
    now,
  )
}

/** Of moments in any order, the newest that lies before the run that reaches to `now`. */
export function endOfLast(moments: readonly Date[], now: Date): Date | undefined {
  let edge = now.getTime()
  for (const at of moments.toSorted((a, b) => b.getTime() - a.getTime())) {
    if (edge - at.getTime() > apartMs) return at
    edge = Math.min(edge, at.getTime())
  }
  return undefined
}
