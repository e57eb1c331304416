import { AppError, notFound } from '../platform/errors.ts'
import { forChildHeader, type Who } from '../platform/http/index.ts'
import { authenticate, customerBy, type Session } from './access/index.ts'
import { groupsOf } from './customers/index.ts'
import { guardianRole } from './door/index.ts'
import type { Keep } from './open.ts'
import { actsFor } from './terms/index.ts'

// A guardian acts for a child by their own session: for the length of one call the customer is the child, and the actor the guardian.

/**
 * The session as one that acts for this child. Throws not_found for whoever is no child of theirs, or no more one, or nobody; forbidden for
 * whoever came by the link of a message.
 */
export async function forChild(keep: Pick<Keep, 'db' | 'ids' | 'clock'>, session: Session, shown: string): Promise<Session> {
  const own = session.customer
  if (own === undefined) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
  if (session.message !== undefined)
    throw new AppError('forbidden', 'By the link of a message you can only make us quieter. For anything else ask for a link to your own page.')
  const child = keep.ids.read('ward', shown)
  const db = keep.db.$pickTables()
  const guardian = (await groupsOf(db, [own])).get(own) ?? [own]
  if (child === undefined || !(await actsFor(db, { guardians: guardian, child }, keep.clock.now()))) throw notFound()
  return { ...session, customer: child, guardian, actor: { ...session.actor, role: guardianRole } }
}

/** Who calls one of the keep's own endpoints: a customer also for a child of theirs, where its contract lets guardians act. */
export async function authenticateAlso(
  keep: Pick<Keep, 'access' | 'db' | 'ids' | 'clock'>,
  request: Request,
  who: Who,
  now: Date,
): Promise<Session | undefined> {
  const shown = request.headers.get(forChildHeader)
  if (shown === null || who !== 'customer_or_guardian') return authenticate(keep.access, request, who, now)
  return forChild(keep, await customerBy(keep.access, request, now), shown)
}
