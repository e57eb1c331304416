import { AppError } from '../platform/errors.ts'
import type { Who } from '../platform/http/index.ts'
import { type Actor, apiKeyOf, authenticate, type Session } from './access/index.ts'
import { askerOf, askerOfProgram } from './asker.ts'
import type { Asker } from './door/index.ts'
import type { Keep } from './open.ts'

/** A program that calls by its key. */
export type Program = { actor: Actor; purposes: readonly string[]; scopes: readonly string[]; recipient: string }

/** Who calls one of the keep's own endpoints: a program by a key with the scope that the contract names, else a person by a session. */
export async function callerOf(keep: Keep, request: Request, who: Who, now: Date): Promise<Session | Program | undefined> {
  const secret = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const scope = typeof who === 'object' && 'key' in who ? who.key : undefined
  if (secret === undefined || scope === undefined) return authenticate(keep.access, request, who, now)
  const key = await apiKeyOf(keep.access, secret, now)
  if (!key) throw new AppError('unauthenticated', 'This API key is not known or was revoked.')
  if (key.kind !== 'secret' || !key.scopes.includes(scope))
    throw new AppError('forbidden', `This API key may not do this. Give it the scope "${scope}", or use another.`)
  return { actor: { kind: 'api', id: key.id, role: 'clerk' }, purposes: key.purposes, scopes: key.scopes, recipient: key.source }
}

/** The same as somebody who asks at the door. */
export const askerBy = (caller: Session | Program): Asker => ('scopes' in caller ? askerOfProgram(caller) : askerOf(caller))
