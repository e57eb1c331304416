import type { Db } from '../../platform/db/index.ts'
import { stateHeads } from './headbook.ts'
import { checkpointNow, sequenceLeaves } from './log/sequence.ts'
import type { Signer } from './log/sign.ts'
import type { ReceiptTables } from './tables.ts'

export type Advanced = { appended: number; checkpoint: boolean; heads: boolean }

const mostPasses = 50

/**
 * Brings the log up to date: places waiting leaves, states the heads each hour, signs a checkpoint each minute that brought
 * something new. Call it about twice a second from one timer; calls in other processes give way to each other.
 */
export async function advanceLog(db: Db<ReceiptTables>, o: { signers: readonly Signer[]; now: Date }): Promise<Advanced> {
  const advanced = { appended: 0, checkpoint: false, heads: false }
  const place = async () => {
    for (let pass = 0; pass < mostPasses; pass++) {
      const done = await sequenceLeaves(db, o)
      advanced.appended += done?.appended ?? 0
      advanced.checkpoint ||= done?.checkpoint ?? false
      if (!done?.more) return
    }
  }
  await place()
  advanced.heads = await stateHeads(db, o.now)
  if (!advanced.heads) return advanced
  // The new tree of heads replaced the old one: put it under a checkpoint at once, so that proofs can use it.
  await place()
  advanced.checkpoint = (await checkpointNow(db, o)) || advanced.checkpoint
  return advanced
}
