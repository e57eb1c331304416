import { byteaArray, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Actor } from './actor.ts'
import { forgetAttempts, giveBack, mayTry } from './attempts.ts'
import { noteAct } from './audit/note.ts'
import type { AccessDeps } from './deps.ts'
import { looksLikeRecovery, recoveryCodesLeft, spendRecoveryCode } from './factors/recovery.ts'
import { mustEnrol, mustUsePasskey, signInRules } from './factors/rules.ts'
import { byProvider, type From, placeOf, type Way } from './from.ts'
import { tellOf, tellOfDevice } from './letters/news.ts'
import { noRights, type Rights } from './roles/builtIn.ts'
import { rightsOf } from './roles/rights.ts'
import { rightsOfSeeing, type Seeing } from './seeing/rights.ts'
import { emailKey, passwordFits, type Staff, type StaffRow, staffByEmail, staffOf } from './staff.ts'
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
  /** Through whose eyes they look, changing nothing; then the rights are what both have. */
  seeing: Seeing | undefined
  customer: number | undefined
  message: number | undefined
  /** Of a guardian who acts for a child, which is the customer then: all ids of theirs. */
  guardian?: readonly number[]
  language: string | undefined
  device: string
  /** When they last showed who they are. */
  confirmedAt: Date | null
  /** They must put a second factor on before anything else. */
  mustEnrol: boolean
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
): Promise<SignedIn | 'code' | 'passkey'> {
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
  const second = row.totp ? await secondFactor(deps, row, { ...given, code: given.code ?? '' }, now) : 'password'
  if (second === undefined) {
    await failed('code')
    throw new AppError('unauthenticated', 'This code is wrong or was used already.', { place: 'code' })
  }
  await forgetAttempts(deps, 'address', who)
  await giveBack(deps, 'network', given.network)
  const passkeys = (await listOfPasskeys(deps, row.staff_id)).length
  if (mustUsePasskey(await signInRules(deps), { role: row.role, codes: row.totp !== null, passkeys })) return 'passkey'
  return openStaffSession(deps, staffOf(deps, row), { ...given, way: second }, now)
}

/** By what a code was right: the phone, or a recovery code, which its owner is told of; undefined for a wrong one. */
export async function secondFactor(deps: AccessDeps, row: StaffRow, given: { code: string } & From, now: Date): Promise<Way | undefined> {
  if (!looksLikeRecovery(given.code)) return (await codeFits(deps, row, given.code, now)) ? 'code' : undefined
  return inTransaction(deps.db, async (tx) => {
    const within = { ...deps, db: tx }
    if (!(await spendRecoveryCode(within, row.staff_id, given.code, now))) return undefined
    const by = { kind: 'staff', id: row.staff_id, role: row.role } as const
    await noteAct(tx, { by, act: 'factor.recovery_used', facts: { left: await recoveryCodesLeft(within, row.staff_id) }, now, ...placeOf(deps, given) })
    await tellOf(within, staffOf(deps, row), { kind: 'recovery_used', device: given.device }, now)
    return 'recovery'
  })
}

const listOfPasskeys = (deps: AccessDeps, staff: number) => deps.db.selectFrom('keep.passkey').select('credential_id').where('staff_id', '=', staff).execute()

/** Opens a session, which is noted with it. Where only providers are left, any other way is refused, but for the one person kept for the day they are away. */
export async function openStaffSession(deps: AccessDeps, staff: Staff, given: From & { way: Way }, now: Date): Promise<SignedIn> {
  const rules = await signInRules(deps)
  if (rules.only_providers && !byProvider(given.way) && rules.break_glass !== staff.id)
    throw new AppError('forbidden', 'Here one signs in by the company’s provider: choose it below.')
  const { token, digest } = newToken()
  const expiresAt = new Date(now.getTime() + staffHours * hourMs)
  const row = {
    digest,
    staff_id: staff.id,
    customer_id: null,
    message_id: null,
    made_at: now,
    seen_at: now,
    expires_at: expiresAt,
    device: given.device,
    way: given.way,
    confirmed_at: now,
    seen_as: null,
  }
  const by = { kind: 'staff', id: staff.id, role: staff.role } as const
  await inTransaction(deps.db, async (tx) => {
    await tx.insertInto('keep.session').values(row).execute()
    await tellOfDevice({ ...deps, db: tx }, staff, given.device, now)
    await noteAct(tx, { by, act: 'session.signed_in', facts: { way: given.way }, now, ...placeOf(deps, given) })
  })
  return { token, expiresAt, staff }
}

/** Opens a session for a customer; with `message` it is good for that message's page and for stopping, nothing else. */
export async function openCustomerSession(
  deps: Pick<AccessDeps, 'db'>,
  given: { customer: number; message?: number; device: string; way?: 'link' | 'code' },
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
      way: given.way ?? 'link',
      confirmed_at: null,
      seen_as: null,
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
  const colleagues = [...new Set([...of(rows, 'staff_id'), ...of(rows, 'seen_as')])]
  const [staff, customers] = await Promise.all([staffByIds(deps, colleagues), customersByIds(deps, of(rows, 'customer_id'))])
  const rights = await rightsOf(
    deps.db,
    [...staff.values()].map((s) => s.role),
  )
  const byDigest = new Map(rows.map((row) => [row.digest.toString('hex'), sessionFrom(row, { staff, customers, rights })]))
  return digests.map((digest) => byDigest.get(digest))
}

const of = (rows: readonly SessionRow[], column: 'staff_id' | 'customer_id' | 'seen_as') => [...new Set(rows.flatMap((row) => row[column] ?? []))]

async function prolong(deps: AccessDeps, row: SessionRow, now: Date): Promise<void> {
  const until = row.staff_id === null ? row.expires_at : prolonged(row.made_at, now)
  await deps.db.updateTable('keep.session').set({ seen_at: now, expires_at: until }).where('digest', '=', row.digest).execute()
}

type CustomerRow = { asked: number; customer: number; language: string | null; status: string }

type Known = { staff: ReadonlyMap<number, Member>; customers: ReadonlyMap<number, CustomerRow>; rights: ReadonlyMap<string, Rights> }

function sessionFrom(row: SessionRow, { staff, customers, rights }: Known): Session | undefined {
  if (row.customer_id !== null) {
    const held = customers.get(row.customer_id)
    if (!held || held.status === 'erased') return undefined
    const actor = { kind: 'customer', id: held.customer, role: 'customer' } as const
    const language = held.language ?? undefined
    return {
      actor,
      staff: undefined,
      rights: noRights,
      seeing: undefined,
      customer: held.customer,
      message: row.message_id ?? undefined,
      language,
      ...howOpened(row),
      mustEnrol: false,
    }
  }
  const own = staffSession(row.staff_id === null ? undefined : staff.get(row.staff_id), row, rights)
  return own && row.seen_as !== null ? seenAs(own, staff.get(row.seen_as), rights) : own
}

/** The same person, looking through the eyes of a colleague. */
function seenAs(own: Session, whom: Member | undefined, rights: ReadonlyMap<string, Rights>): Session {
  const { id = 0, name = '', role = '', units = [] } = whom ?? {}
  const theirs = whom?.status === 'active' ? rights.get(role) : undefined
  return { ...own, actor: { ...own.actor, as: { id, role } }, seeing: { id, name, role, units }, rights: rightsOfSeeing(own.rights, theirs) }
}

/** No session of anybody's: work that goes on. */
const atWork = { device: '', confirmed_at: null, way: null }

function staffSession(
  member: Member | undefined,
  row: Pick<SessionRow, 'device' | 'confirmed_at' | 'way'>,
  rights: ReadonlyMap<string, Rights>,
): Session | undefined {
  if (member?.status !== 'active') return undefined
  const { language } = member
  const actor = { kind: 'staff', id: member.id, role: member.role } as const
  return {
    actor,
    staff: member,
    rights: rights.get(member.role) ?? noRights,
    seeing: undefined,
    customer: undefined,
    message: undefined,
    language,
    ...howOpened(row),
    mustEnrol: member.mustEnrol(row.way),
  }
}

const howOpened = (row: Pick<SessionRow, 'device' | 'confirmed_at'>) => ({ device: row.device, confirmedAt: row.confirmed_at })

/** Somebody of the staff, and whether a session of theirs opened so must put a second factor on. */
type Member = Staff & { mustEnrol(way: string | null): boolean }

async function staffByIds(deps: AccessDeps, ids: readonly number[]): Promise<Map<number, Member>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<AccessTables['keep.staff'] & { passkeys: number; asked: string[] | null }>`
    select s.*, (select count(*)::int from keep.passkey p where p.staff_id = s.staff_id) as passkeys,
      (select r.second_factor_roles from keep.sign_in_rules r order by r.rules_id desc limit 1) as asked
    from keep.staff s where s.staff_id = any(${[...ids]}::bigint[])`.execute(deps.db)
  return new Map(rows.rows.map((row) => [row.staff_id, memberOf(deps, row)]))
}

function memberOf(deps: AccessDeps, row: StaffRow & { passkeys: number; asked: string[] | null }): Member {
  const rules = { second_factor_roles: row.asked ?? [], only_providers: false, break_glass: null }
  const standing = { role: row.role, codes: row.totp !== null, passkeys: row.passkeys }
  return { ...staffOf(deps, row), mustEnrol: (way) => mustEnrol(rules, { ...standing, way }) }
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
  const member = (await staffByIds(deps, [id])).get(id)
  return staffSession(member, atWork, await rightsOf(deps.db, member ? [member.role] : []))
}

const prolonged = (madeAt: Date, now: Date) => new Date(Math.min(now.getTime() + staffHours * hourMs, madeAt.getTime() + staffHoursAtMost * hourMs))
