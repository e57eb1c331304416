import { inTransaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import { noteAct } from '../access/index.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'

/** Notes what somebody did in the office. By whom the session says, and only the office's own acts are taken: it can add to the audit, not speak for others. */
export async function noted(deps: DoorDeps, asker: Asker, { acts }: Checked<'noted'>): Promise<Outputs['noted']> {
  if (asker.actor.kind === 'customer') throw new AppError('forbidden', 'This is for staff.')
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    for (const act of acts) await noteAct(tx, { ...act, by: asker.actor, now, device: asker.device ?? null })
  })
  return { noted: acts.length }
}
