import { byteaArray, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from './actor.ts'
import { forgetAttempts, giveBack, mayTry } from './attempts.ts'
import { noteAct } from './audit/note.ts'
import type { AccessDeps } from './deps.ts'
import { builtInRoles, noRights, type Rights } from './roles/builtIn.ts'
import { emailKey, passwordFits, type Staff, staffByEmail, staffOf } from './staff.ts'
import type { AccessTables } from './tables.ts'
import { digestOf, newToken } from './tokens.ts'
import { codeFits } from './totp.ts'

export type SignedIn = { token: string; expiresAt: Date; staff: Staff }

/** What a session's token stands for. */
export type Session = {
  actor: Actor
  staff: Staff | undefined
  /** Of staff, as their role gives them now. */
  rights: Rights
  customer: number | undefined
  message: number | undefined
  language: string | undefined
  device: string
}

const staffHours = 12
/** However much it is used, a staff session ends after so many hours. */
const staffHoursAtMost = 24 * 14
const customerHours = 24 * 14
const hourMs = 3_600_000
const renewMs = 60_000

const wrong = () => new AppError('unauthenticated', 'This e-mail and password do not go together.')

/**
 * Signs a member of staff in by password, and by code when a second factor is enrolled: then without a code the answer is
 * the refusal "code". An unknown address takes as long and is answered the same as a wrong password.
 */
export async function signIn(
  deps: AccessDeps,
  given: { email: string; password: string; code?: string | undefined } & From,
  now: Date,
): Promise<SignedIn | 'code'> {
  const who = emailKey(given.email)
  await mayTry(deps, 'network', given.network, now)
  await mayTry(deps, 'address', who, now)
  const row = await staffByEmail(deps, who)
  const failed = (way: Way) =>
    noteAct(deps.db, {
      by: null,
      act: 'session.failed',
      subject: row ? { kind: 'staff', id: row.staff_id } : null,
      facts: { way },
      now,
      ...placeOf(deps, given),
    })
  if (!(await passwordFits(row, given.password)) || !row) {
    await failed('password')
    throw wrong()
  }
  if (row.totp && given.code === undefined) {
    await giveBack(deps, 'address', who)
    await giveBack(deps, 'network', given.network)
    return 'code'
  }
  if (row.totp && !(await codeFits(deps, row, given.code ?? '', now))) {
    await failed('code')
    throw new AppError('unauthenticated', 'This code is wrong or was used already.', { place: 'code' })
  }
  await forgetAttempts(deps, 'address', who)
  await giveBack(deps, 'network', given.network)
  return openStaffSession(deps, staffOf(deps, row), { ...given, way: row.totp ? 'code' : 'password' }, now)
}

/** How somebody showed who they are. */
export type Way = 'set_up' | 'password' | 'code' | 'passkey'

/** Where a request comes from: a class of device, and the network attempts are counted by. */
export type From = { device: string; network: string }

/** The same as the audit keeps it. */
export const placeOf = (deps: Pick<AccessDeps, 'keyring'>, from: From) => ({
  device: from.device,
  network: deps.keyring.digest('network', from.network).subarray(0, 8),
})

/** Opens a session, which is noted with it. */
export async function openStaffSession(deps: AccessDeps, staff: Staff, given: From & { way: Way }, now: Date): Promise<SignedIn> {
  const { token, digest } = newToken()
  const expiresAt = new Date(now.getTime() + staffHours * hourMs)
  const row = { digest, staff_id: staff.id, customer_id: null, message_id: null, made_at: now, seen_at: now, expires_at: expiresAt, device: given.device }
  const by = { kind: 'staff', id: staff.id, role: staff.role } as const
  await inTransaction(deps.db, async (tx) => {
    await tx.insertInto('keep.session').values(row).execute()
    await noteAct(tx, { by, act: 'session.signed_in', facts: { way: given.way }, now, ...placeOf(deps, given) })
  })
  return { token, expiresAt, staff }
}

/** Opens a session for a customer; with `message` it is good for that message's page and for stopping, nothing else. */
export async function openCustomerSession(
  deps: Pick<AccessDeps, 'db'>,
  given: { customer: number; message?: number; device: string },
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const { token, digest } = newToken()
  const expiresAt = new Date(now.getTime() + customerHours * hourMs)
  await deps.db
    .insertInto('keep.session')
    .values({
      digest,
      staff_id: null,
      customer_id: given.customer,
      message_id: given.message ?? null,
      made_at: now,
      seen_at: now,
      expires_at: expiresAt,
      device: given.device,
    })
    .execute()
  return { token, expiresAt }
}

/** Whose token this is; undefined for one that is unknown, expired, or of somebody dismissed. Use prolongs a staff session. */
export async function sessionOf(deps: AccessDeps, token: string, now: Date): Promise<Session | undefined> {
  return (await sessionsOf(deps, [token], now))[0]
}

type SessionRow = AccessTables['keep.session']

/** The same for many, in their order. */
export function sessionsOf(deps: AccessDeps, tokens: readonly string[], now: Date): Promise<(Session | undefined)[]> {
  return sessionsBy(deps, tokens, now, prolong)
}

/** The same without prolonging them: asked by a page that stands open and not by somebody at work. */
export function standingSessionsOf(deps: AccessDeps, tokens: readonly string[], now: Date): Promise<(Session | undefined)[]> {
  return sessionsBy(deps, tokens, now, async () => {})
}

async function sessionsBy(deps: AccessDeps, tokens: readonly string[], now: Date, seen: typeof prolong): Promise<(Session | undefined)[]> {
  const digests = tokens.map((token) => digestOf(token).toString('hex'))
  const found = await sql<SessionRow>`
    select * from keep.session where digest = any(${byteaArray([...new Set(digests)].map((d) => Buffer.from(d, 'hex')))}::bytea[])`.execute(deps.db)
  const rows = found.rows.filter((row) => row.expires_at > now)
  for (const row of rows) if (now.getTime() - row.seen_at.getTime() > renewMs) await seen(deps, row, now)
  const [staff, customers] = await Promise.all([staffByIds(deps, of(rows, 'staff_id')), customersByIds(deps, of(rows, 'customer_id'))])
  const byDigest = new Map(rows.map((row) => [row.digest.toString('hex'), sessionFrom(row, staff, customers)]))
  return digests.map((digest) => byDigest.get(digest))
}

const of = (rows: readonly SessionRow[], column: 'staff_id' | 'customer_id') => [...new Set(rows.flatMap((row) => row[column] ?? []))]

async function prolong(deps: AccessDeps, row: SessionRow, now: Date): Promise<void> {
  const until = row.staff_id === null ? row.expires_at : prolonged(row.made_at, now)
  await deps.db.updateTable('keep.session').set({ seen_at: now, expires_at: until }).where('digest', '=', row.digest).execute()
}

type CustomerRow = { asked: number; customer: number; language: string | null; status: string }

function sessionFrom(row: SessionRow, staff: ReadonlyMap<number, Staff>, customers: ReadonlyMap<number, CustomerRow>): Session | undefined {
  if (row.customer_id !== null) {
    const held = customers.get(row.customer_id)
    if (!held || held.status === 'erased') return undefined
    const actor = { kind: 'customer', id: held.customer, role: 'customer' } as const
    const language = held.language ?? undefined
    return { actor, staff: undefined, rights: noRights, customer: held.customer, message: row.message_id ?? undefined, language, device: row.device }
  }
  return staffSession(row.staff_id === null ? undefined : staff.get(row.staff_id), row.device)
}

function staffSession(member: Staff | undefined, device: string): Session | undefined {
  if (member?.status !== 'active') return undefined
  const { language } = member
  const actor = { kind: 'staff', id: member.id, role: member.role } as const
  return { actor, staff: member, rights: builtInRoles[member.role], customer: undefined, message: undefined, language, device }
}

async function staffByIds(deps: AccessDeps, ids: readonly number[]): Promise<Map<number, Staff>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<AccessTables['keep.staff']>`select * from keep.staff where staff_id = any(${[...ids]}::bigint[])`.execute(deps.db)
  return new Map(rows.rows.map((row) => [row.staff_id, staffOf(deps, row)]))
}

async function customersByIds(deps: AccessDeps, ids: readonly number[]): Promise<Map<number, CustomerRow>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<CustomerRow>`
    select customer_id as asked, coalesce(merged_into, customer_id) as customer, language, status from keep.customer where customer_id = any(${[...ids]}::bigint[])`.execute(
    deps.db,
  )
  return new Map(rows.rows.map((row) => [row.asked, row]))
}

/** What a colleague may now, for work of theirs that goes on without them; undefined for somebody who left. */
export async function sessionOfStaff(deps: AccessDeps, id: number): Promise<Session | undefined> {
  return staffSession((await staffByIds(deps, [id])).get(id), '')
}

export async function endSession(deps: Pick<AccessDeps, 'db'>, token: string): Promise<void> {
  await sql`with gone as (delete from keep.session where digest = ${digestOf(token)} returning staff_id) ${tellEnded}`.execute(deps.db)
}

/** Says whose sessions ended (`gone`, with a staff_id), so that what stands open for them ends too. */
export const tellEnded = sql`select pg_notify('rapport_sessions', staff_id::text) from gone where staff_id is not null group by staff_id`

const prolonged = (madeAt: Date, now: Date) => new Date(Math.min(now.getTime() + staffHours * hourMs, madeAt.getTime() + staffHoursAtMost * hourMs))

export type Device = { device: string; madeAt: Date; seenAt: Date; current: boolean }

/** Where somebody is signed in now, the last used first; message-only sessions are no sign-in. */
export async function listSessions(deps: Pick<AccessDeps, 'db'>, session: Session, token: string, now: Date): Promise<Device[]> {
  const rows = await ownSessions(deps, session).selectAll().where('expires_at', '>', now).orderBy('seen_at', 'desc').limit(100).execute()
  const current = digestOf(token)
  return rows.map((row) => ({ device: row.device, madeAt: row.made_at, seenAt: row.seen_at, current: current.equals(row.digest) }))
}

/** Signs somebody out everywhere but here; gives how many sessions ended. */
export async function endOtherSessions(deps: Pick<AccessDeps, 'db'>, session: Session, token: string, now: Date): Promise<number> {
  const others = ownSessions(deps, session).select('digest').where('digest', '<>', digestOf(token)).where('expires_at', '>', now)
  const ended = await deps.db.deleteFrom('keep.session').where('digest', 'in', others).executeTakeFirst()
  if (session.staff) await sql`with gone as (select ${session.staff.id}::bigint as staff_id) ${tellEnded}`.execute(deps.db)
  return Number(ended.numDeletedRows)
}

function ownSessions(deps: Pick<AccessDeps, 'db'>, session: Session) {
  const own = deps.db.selectFrom('keep.session').where('message_id', 'is', null)
  return session.staff ? own.where('staff_id', '=', session.staff.id) : own.where('customer_id', '=', session.customer ?? -1)
}
