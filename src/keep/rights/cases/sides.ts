import type { Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import { byGuardian, guardianRole, isWard } from '../../terms/index.ts'
import type { UsedTables } from '../deps.ts'

/**
 * As long as somebody is a child, what a guardian asked for is taken back by a guardian, and what the child asked for by the child. `role`: of whoever
 * asked; what a colleague entered was said by the child. Throws forbidden.
 */
export async function mustBeOfSide(
  tx: Tx<UsedTables>,
  members: readonly number[],
  { actor, now, role }: { actor: Actor; now: Date; role: string | undefined },
): Promise<void> {
  if (actor.kind !== 'customer') return
  const asksGuardian = byGuardian(actor)
  if (asksGuardian === (role === guardianRole)) return
  if (asksGuardian || (await isWard(tx, members, now))) throw new AppError('forbidden', notTheirs)
}

const notTheirs =
  'The other of you two asked for this, and only they take it back: a child what they asked for themselves, a guardian what a guardian asked for.'
