import { inTransaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { queueNoticeLetters } from '../access/index.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'

/** Writes to colleagues how much waits for them, at the keep's own pace. For the house's own job alone: nobody can have a letter written by signing in. */
export async function tellStaff(deps: DoorDeps, asker: Asker, { letters }: Checked<'tellStaff'>): Promise<Outputs['tellStaff']> {
  if (asker.actor.kind !== 'service') throw new AppError('forbidden', 'This is for the house itself.')
  const { keyring, rowIds, channels, clock } = deps
  return inTransaction(deps.db, async (tx) => ({
    letters: await queueNoticeLetters({ db: tx.$pickTables(), keyring, rowIds, publicUrl: channels.publicUrl }, letters, clock.now()),
  }))
}
