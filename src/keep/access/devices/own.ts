import { sql } from '../../../platform/db/index.ts'
import type { AccessDeps } from '../deps.ts'
import { tellSignedOut } from '../endings.ts'
import type { Session } from '../sessions.ts'
import { digestOf } from '../tokens.ts'

// Where somebody is signed in themselves, as staff or as a customer.

export type Device = { digest: Buffer; device: string; madeAt: Date; seenAt: Date; current: boolean }

/** Where somebody is signed in now, the last used first; message-only sessions are no sign-in. */
export async function listSessions(deps: Pick<AccessDeps, 'db'>, session: Session, token: string, now: Date): Promise<Device[]> {
  const rows = await ownSessions(deps, session).selectAll().where('expires_at', '>', now).orderBy('seen_at', 'desc').limit(100).execute()
  const current = digestOf(token)
  return rows.map((row) => ({ digest: row.digest, device: row.device, madeAt: row.made_at, seenAt: row.seen_at, current: current.equals(row.digest) }))
}

/** Signs somebody out everywhere but here; gives how many sessions ended. */
export async function endOtherSessions(deps: Pick<AccessDeps, 'db'>, session: Session, token: string, now: Date): Promise<number> {
  const others = ownSessions(deps, session).select('digest').where('digest', '<>', digestOf(token)).where('expires_at', '>', now)
  const ended = await deps.db.deleteFrom('keep.session').where('digest', 'in', others).executeTakeFirst()
  if (session.staff) await tellSignedOut(deps, session.staff.id)
  return Number(ended.numDeletedRows)
}

/** Ends one of somebody's own sessions by the SHA-256 of its digest; false when it is none of theirs. */
export async function endOwnSession(deps: Pick<AccessDeps, 'db'>, session: Session, shown: Buffer): Promise<boolean> {
  const own = ownSessions(deps, session).select('digest').where(sql<boolean>`sha256(digest) = ${shown}`)
  const ended = await deps.db.deleteFrom('keep.session').where('digest', 'in', own).executeTakeFirst()
  if (session.staff && ended.numDeletedRows > 0n) await tellSignedOut(deps, session.staff.id)
  return ended.numDeletedRows > 0n
}

function ownSessions(deps: Pick<AccessDeps, 'db'>, session: Session) {
  const own = deps.db.selectFrom('keep.session').where('message_id', 'is', null)
  return session.staff ? own.where('staff_id', '=', session.staff.id) : own.where('customer_id', '=', session.customer ?? -1)
}
