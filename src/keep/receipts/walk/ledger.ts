import type { ReceiptsDb } from '../read.ts'
import type { WalkedLog } from './log.ts'

// Which leaves there are, in the log or waiting for it, and which of them something answers for.

export type Place = {
  /** In the log; undefined while waiting. */ position: number | undefined
  leaf: string /** Nobody had claimed this leaf yet. */
  first: boolean
}

export type Ledger = {
  /** The leaf kept for the n-th of a batch, and marks it as claimed. Undefined when there is no such leaf. */
  claim(at: { batch: number; start: number | null; nth: number }): Place | undefined
  /** Leaves in the log and waiting. */
  total: number
  waiting: number
  claimed(): number
}

export async function openLedger(db: ReceiptsDb, log: WalkedLog): Promise<Ledger> {
  const queue = await db.selectFrom('keep.leaf_batch').select(['batch', 'leaves']).execute()
  const waitingLeaves = new Map(queue.map((q) => [q.batch, q.leaves]))
  const waiting = queue.reduce((sum, q) => sum + q.leaves.length / 32, 0)
  const inLog = new Uint8Array(log.size)
  const inQueue = new Set<string>()
  let claimed = 0
  const mark = (first: boolean) => {
    if (first) claimed += 1
    return first
  }
  return {
    total: log.size + waiting,
    waiting,
    claimed: () => claimed,
    claim({ batch, start, nth }) {
      if (start === null) {
        const leaf = hexAt(waitingLeaves.get(batch), nth)
        const key = `${batch} ${nth}`
        if (leaf === undefined) return undefined
        const first = mark(!inQueue.has(key))
        inQueue.add(key)
        return { position: undefined, leaf, first }
      }
      const position = start + nth
      const leaf = hexAt(log.leaves, position)
      if (leaf === undefined) return undefined
      const first = mark(inLog[position] === 0)
      inLog[position] = 1
      return { position, leaf, first }
    },
  }
}

function hexAt(leaves: Buffer | undefined, n: number): string | undefined {
  return leaves && n >= 0 && (n + 1) * 32 <= leaves.length ? leaves.toString('hex', n * 32, n * 32 + 32) : undefined
}
