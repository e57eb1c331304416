import { AppError } from '../platform/errors.ts'
import { joined } from '../platform/joined.ts'
import { type ApiKey, apiKeysOf, mustHaveEnrolled, noRights, type Session, sessionsOf, standingSessionsOf } from './access/index.ts'
import type { Asker, Credential } from './door/index.ts'
import { forChild } from './guardian.ts'
import type { Keep } from './open.ts'

/** Establishes who asks from what the office handed over: a session or key that the keep made itself, or one of the house's own jobs. */
export function askers(keep: Keep): (as: Credential) => Promise<Asker> {
  const keyOf = joined<string, ApiKey | undefined>((secrets) => apiKeysOf(keep.access, secrets, keep.clock.now()))
  const sessionOf = joined<string, Session | undefined>((tokens) => sessionsOf(keep.access, tokens, keep.clock.now()))
  const standingOf = joined<string, Session | undefined>((tokens) => standingSessionsOf(keep.access, tokens, keep.clock.now()))
  return async (as) => {
    if ('service' in as) return { actor: { kind: 'service', id: 0, role: as.service }, ...nobody }
    if ('key' in as) {
      const key = await keyOf(as.key)
      if (!key) throw new AppError('unauthenticated', 'This API key is not known or was revoked.')
      if (key.kind !== 'secret' || !key.scopes.includes('read'))
        throw new AppError('unauthenticated', 'This API key may not read. Give it the scope "read", or use another.')
      return askerOfProgram({ actor: { kind: 'api', id: key.id, role: 'clerk' }, purposes: key.purposes, scopes: key.scopes, recipient: key.source })
    }
    const session = await (as.still ? standingOf : sessionOf)(as.session)
    if (!session) throw new AppError('unauthenticated', 'Your session has ended. Sign in again.')
    mustHaveEnrolled(session)
    return askerOf(as.child === undefined ? session : await forChild(keep, session, as.child))
  }
}

/** Who asks by a session. */
export const askerOf = (session: Session): Asker => ({
  actor: session.actor,
  name: session.staff?.name ?? null,
  language: session.language ?? null,
  customer: session.customer ?? null,
  message: session.message ?? null,
  ...(session.guardian && { guardian: session.guardian }),
  device: session.device,
  confirmedAt: session.confirmedAt,
  purposes: [],
  scopes: [],
  rights: session.rights,
  units: session.seeing?.units ?? session.staff?.units ?? [],
})

/** Who asks by a key. */
export const askerOfProgram = (program: Pick<Asker, 'actor' | 'purposes' | 'scopes' | 'recipient'>): Asker => ({ ...nobody, ...program })

const nobody = { name: null, language: null, customer: null, message: null, confirmedAt: null, purposes: [], scopes: [], rights: noRights, units: [] } as const
