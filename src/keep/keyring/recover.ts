import type { Db } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { readEpochs, writeEpoch } from './epochs.ts'
import { openWithRecovery } from './recovery.ts'
import type { KeyringTables } from './tables.ts'

/** Writes the missing epoch key files back with the help of the printed recovery key. Gives the epochs written. */
export async function recoverEpochs(at: { db: Db<KeyringTables>; folder: string }, printed: string): Promise<number[]> {
  const rows = await at.db.selectFrom('keyring.epoch').selectAll().where('destroyed_at', 'is', null).execute()
  if (rows.length === 0) throw new AppError('not_found', 'The keys database holds no epoch to recover.')
  const here = new Set(readEpochs(at.folder).map((e) => e.epoch))
  const missing = rows.filter((r) => !here.has(r.epoch))
  for (const row of missing) writeEpoch(at.folder, row.epoch, openWithRecovery(printed, row.recovery))
  return missing.map((r) => r.epoch)
}
