import type { Db } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { epochIsWhole, readRecoveryPublic, writeEpoch, writeRecoveryPublic } from './epochs.ts'
import { openWithRecovery, publicOfRecovery } from './recovery.ts'
import type { KeyringTables } from './tables.ts'

/** Writes the missing or damaged epoch key files back with the help of the printed recovery key. Gives the epochs written. */
export async function recoverEpochs(at: { db: Db<KeyringTables>; folder: string }, printed: string): Promise<number[]> {
  const rows = await at.db.selectFrom('keyring.epoch').selectAll().where('destroyed_at', 'is', null).execute()
  if (rows.length === 0) throw new AppError('not_found', 'The keys database holds no epoch to recover.')
  const missing = rows.filter((r) => !epochIsWhole(at.folder, r.epoch))
  for (const row of missing) writeEpoch(at.folder, row.epoch, openWithRecovery(printed, row.recovery))
  // Where the folder was lost so was the public half, and without that no roll can wrap a new epoch to the recovery key.
  if (missing.length > 0 && !readRecoveryPublic(at.folder)) writeRecoveryPublic(at.folder, publicOfRecovery(printed))
  return missing.map((r) => r.epoch)
}
