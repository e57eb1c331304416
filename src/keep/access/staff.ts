import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import { sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { AccessDeps } from './deps.ts'
import { noteChange } from './roles/assign.ts'
import type { AccessTables } from './tables.ts'

export type StaffRow = AccessTables['keep.staff']
export type Staff = {
  id: number
  name: string
  email: string
  role: string
  language: string
  units: readonly string[]
  status: 'active' | 'dismissed'
  secondFactor: boolean
}

const sealedShape = z.object({ name: z.string(), email: z.string() })
const placeOf = (id: number) => `staff\0${id}`
/** Name and address as the row keeps them. */
export const sealStaff = (deps: Pick<AccessDeps, 'keyring'>, id: number, who: { name: string; email: string }): Buffer =>
  deps.keyring.sealRecord(placeOf(id), JSON.stringify({ name: who.name.trim(), email: emailKey(who.email) }))
export const emailKey = (email: string) => email.trim().normalize('NFC').toLowerCase()
export const shortestPassword = 10

/** Adds someone of the staff; whether the role may be given was asked before. A known address, a short password: one sentence each. */
export async function addStaff(
  deps: Omit<AccessDeps, 'db'> & { db: Tx<AccessTables> },
  given: { name: string; email: string; password: string; role: string; language?: string; units?: readonly string[] },
  by: { now: Date; staff: number | null },
): Promise<Staff> {
  if (given.password.length < shortestPassword) throw badInput(`A password has at least ${shortestPassword} characters.`, 'password')
  const id = await deps.rowIds.one()
  const email = emailKey(given.email)
  const row = {
    staff_id: id,
    email_digest: deps.keyring.digest('staff', email),
    sealed: sealStaff(deps, id, given),
    password: await hash(given.password),
    totp: null,
    totp_pending: null,
    totp_last: null,
    role: given.role,
    units: [...(given.units ?? [])],
    language: given.language ?? 'en',
    status: 'active' as const,
    created_at: by.now,
  }
  // Whoever comes another way needs no invitation any more: its link would make them once more, or nobody.
  await deps.db
    .updateTable('keep.invitation')
    .set({ revoked_at: by.now })
    .where('email_digest', '=', row.email_digest)
    .where('taken_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
  const made = await deps.db
    .insertInto('keep.staff')
    .values(row)
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  if (!made.numInsertedOrUpdatedRows) throw new AppError('conflict', 'Somebody with this e-mail is on the staff already.', { place: 'email' })
  await noteChange(deps.db, {
    change_id: await deps.rowIds.one(),
    staff_id: id,
    at: by.now,
    role: row.role,
    units: row.units,
    status: 'active',
    by_id: by.staff,
  })
  return staffOf(deps, row)
}

/** A stored row, opened. */
export function staffOf(deps: Pick<AccessDeps, 'keyring'>, row: StaffRow): Staff {
  const { name, email } = sealedShape.parse(JSON.parse(deps.keyring.openRecord(placeOf(row.staff_id), row.sealed).toString('utf8')))
  return { id: row.staff_id, name, email, role: row.role, language: row.language, units: row.units, status: row.status, secondFactor: row.totp !== null }
}

export async function listStaff(deps: Pick<AccessDeps, 'db' | 'keyring'>, page: StaffPage): Promise<Staff[]> {
  return (await staffAfter(deps, page).execute()).map((row) => staffOf(deps, row))
}

/** `after` is the number of the last one seen. */
export type StaffPage = { after: number | undefined; limit: number }

const staffAfter = (deps: Pick<AccessDeps, 'db'>, { after, limit }: StaffPage) =>
  deps.db
    .selectFrom('keep.staff')
    .selectAll()
    .where('staff_id', '>', after ?? -1)
    .orderBy('staff_id')
    .limit(limit)

/** Whom work can be given to, a page of them or those of these numbers: names and roles, no addresses. */
export async function colleaguesOf(
  deps: Pick<AccessDeps, 'db' | 'keyring'>,
  wanted: StaffPage | { ids: readonly number[] },
): Promise<{ id: number; name: string; role: string }[]> {
  const rows =
    'ids' in wanted ? staffAfter(deps, { after: undefined, limit: wanted.ids.length }).where('staff_id', 'in', [...wanted.ids, -1]) : staffAfter(deps, wanted)
  return (await rows.where('status', '=', 'active').execute()).map((row) => staffOf(deps, row)).map((s) => ({ id: s.id, name: s.name, role: s.role }))
}

/** Names of these, also of those who work here no more, to say who did something. */
export async function staffNames(deps: Pick<AccessDeps, 'db' | 'keyring'>, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await deps.db
    .selectFrom('keep.staff')
    .selectAll()
    .where('staff_id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.staff_id, staffOf(deps, row).name]))
}

// Verified when nobody has the address, so that an unknown one takes as long as a known one.
const nobody = hash('nobody has this password')

export async function passwordFits(row: StaffRow | undefined, password: string): Promise<boolean> {
  const fits = await verify(row?.password ?? (await nobody), password)
  return fits && row !== undefined && row.status === 'active'
}

export async function staffByEmail(deps: AccessDeps, email: string): Promise<StaffRow | undefined> {
  return deps.db
    .selectFrom('keep.staff')
    .selectAll()
    .where('email_digest', '=', deps.keyring.digest('staff', emailKey(email)))
    .executeTakeFirst()
}

/** False until the first administrator was made. */
export async function isSetUp(deps: Pick<AccessDeps, 'db'>): Promise<boolean> {
  const rows = await sql<{ any: boolean }>`select exists (select 1 from keep.staff) as any`.execute(deps.db)
  return rows.rows[0]?.any ?? false
}
