import { type Hash, verifyConsistency } from './merkle.ts'
import { openCheckpoint, type Verifier } from './note.ts'

export type Growth = 'grown' | 'same' | 'checkpoint' | 'forked'

/**
 * Whether the log under the newer checkpoint continues the one under the older: what a browser asks about the checkpoints it
 * kept. 'checkpoint': one of them is not signed by a known key or is another log's; 'forked': history was changed.
 */
export function verifyGrowth(claim: { older: string; newer: string; proof: readonly Hash[] }, known: readonly Verifier[]): Growth {
  const older = openCheckpoint(claim.older, known)
  const newer = openCheckpoint(claim.newer, known)
  if (!older || !newer || older.origin !== newer.origin) return 'checkpoint'
  const grew = verifyConsistency({ from: older.size, to: newer.size, fromRoot: older.root, toRoot: newer.root, proof: claim.proof })
  if (!grew) return 'forked'
  return older.size === newer.size ? 'same' : 'grown'
}
