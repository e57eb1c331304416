import type { Tx } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { actsFor } from '../../terms/index.ts'
import type { Asker } from '../deps.ts'

// Who asks about themselves, and by what.

/** Gives the customer of the session; whoever has none is unauthenticated. */
export function ownId(asker: Asker): number {
  if (asker.customer === null) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
  return asker.customer
}

/**
 * A session that a message's own link opened: whoever a letter was forwarded to holds it too. It sees what the letter
 * concerns, personal values masked, and may only make things quieter.
 */
export const byLinkOnly = (asker: Asker) => asker.message !== null

export const onlyByMessage = () =>
  new AppError('forbidden', 'By the link of a message you can only make us quieter. For anything else ask for a link to your own page.')

/** How a receipt tells who said it: a guardian for a child, or whoever asks for themselves. */
export const saidFor = ({ actor, guardian }: Asker) => (guardian ? { by: { kind: actor.kind, id: actor.id, role: actor.role }, behalf: true as const } : {})

/** Asked once more under the lock of the child: whoever was taken off their card meanwhile has said nothing. Throws not_found. */
export async function mustStillAct<T>(tx: Tx<T>, { customer, guardian }: Asker, now: Date): Promise<void> {
  if (guardian && !(await actsFor(tx, { guardians: guardian, child: customer ?? 0 }, now))) throw notFound()
}

/** Somebody whose page was open while they were erased. */
export const gone = () => new AppError('unauthenticated', 'This page is not there any more.')
