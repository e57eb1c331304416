import { randomBytes } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { sql, type Tx } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { noteAct } from '../audit/note.ts'
import type { AccessDeps } from '../deps.ts'
import { type From, placeOf } from '../from.ts'
import { seatStaff } from '../invitations/take.ts'
import { noteChange } from '../roles/assign.ts'
import { someAdminStays } from '../roles/giving.ts'
import { addStaff, type Staff, type StaffRow, staffByEmail, staffOf } from '../staff.ts'
import type { AccessTables } from '../tables.ts'
import { isOfDomain, type Person, roleByGroup } from './claims.ts'
import type { Provider } from './registry.ts'

// Whom a provider means. The first time by an e-mail address that the provider has verified, from then on by its own number for the
// account, so that an address which goes to somebody else takes no account with it.

type Seating = Omit<AccessDeps, 'db'> & { db: Tx<AccessTables> }
export type Seated = { staff: Staff; first: boolean }
const refused = (sentence: string) => new AppError('forbidden', sentence)

export const subjectOf = (deps: Pick<AccessDeps, 'keyring'>, provider: Provider, subject: string): Buffer =>
  deps.keyring.digest('provider subject', `${provider.issuer}\0${subject}`)

/** The colleague a provider means, who is linked, invited or made where the rules of the provider allow it. Throws forbidden with the reason. */
export async function seat(deps: Seating, provider: Provider, person: Person, at: { from: From; now: Date }): Promise<Seated> {
  await sql`select pg_advisory_xact_lock(hashtextextended('who may do what', 0))`.execute(deps.db)
  const subject = subjectOf(deps, provider, person.subject)
  const { rows } = await sql<StaffRow & { made_staff: boolean }>`
    update keep.sign_in_link l set seen_at = ${at.now} from keep.staff s
    where l.provider_id = ${provider.provider_id} and l.subject = ${subject} and s.staff_id = l.staff_id returning s.*, l.made_staff`.execute(deps.db)
  const known = rows[0]
  if (known) return { staff: await still(deps, provider, person, known, at), first: false }
  const { row, made } = await byEmail(deps, provider, person, at)
  await link(deps, provider, { subject, row, made }, at)
  return { staff: staffOf(deps, row), first: true }
}

const gone = () => refused('Your access here was ended. An administrator can invite you again.')

async function still(deps: Seating, provider: Provider, person: Person, row: StaffRow & { made_staff: boolean }, { from, now }: { from: From; now: Date }) {
  if (row.status !== 'active') throw gone()
  const role = row.made_staff ? roleByGroup(provider, person) : undefined
  if (role === undefined || role === row.role) return staffOf(deps, row)
  await mustBeInUse(deps, role)
  await deps.db.updateTable('keep.staff').set({ role }).where('staff_id', '=', row.staff_id).execute()
  await someAdminStays(deps.db)
  const change = { staff_id: row.staff_id, at: now, role, units: row.units, status: row.status, by_id: null }
  await noteChange(deps.db, { change_id: await deps.rowIds.one(), ...change })
  const subject = { kind: 'staff', id: row.staff_id } as const
  await noteAct(deps.db, {
    by: null,
    act: 'staff.role_changed',
    subject,
    facts: { from: row.role, to: role, way: 'provider' },
    now,
    ...placeOf(deps, from),
  })
  return staffOf(deps, { ...row, role })
}

/** Who has this address: of the staff, or invited, or nobody yet. */
async function byEmail(deps: Seating, provider: Provider, person: Person, { from, now }: { from: From; now: Date }): Promise<{ row: StaffRow; made: boolean }> {
  const { email, verified } = person
  if (email === undefined) throw refused('The provider does not say your e-mail, so we cannot tell who you are here. Ask an administrator.')
  if (!verified) throw refused('The provider has not verified your e-mail. Confirm it there, then sign in again.')
  if (!isOfDomain(email, provider.domains)) throw refused('People with an e-mail of this domain do not sign in by this provider. Ask an administrator.')
  const invited = await openInvitation(deps, email, now)
  const password = () => hash(randomBytes(32).toString('base64url'))
  if (invited) {
    const staff = await seatStaff(deps, invited, { name: person.name, password: await password() }, now)
    await joined(deps, staff, { from, now })
    return { row: await rowOf(deps, staff.id), made: false }
  }
  const row = await staffByEmail(deps, email)
  if (row) {
    if (row.status !== 'active') throw gone()
    return { row, made: false }
  }
  const role = roleByGroup(provider, person) ?? provider.newcomers
  if (provider.newcomers === null || role === null) throw refused('Nobody here has this e-mail yet. Ask an administrator to invite you.')
  await mustBeInUse(deps, role)
  const secret = randomBytes(32).toString('base64url')
  const language = person.language === undefined ? {} : { language: person.language }
  const staff = await addStaff(deps, { name: person.name, email, password: secret, role, ...language }, { now, staff: null })
  await joined(deps, staff, { from, now })
  return { row: await rowOf(deps, staff.id), made: true }
}

async function joined(deps: Seating, staff: Staff, { from, now }: { from: From; now: Date }): Promise<void> {
  const by = { kind: 'staff', id: staff.id, role: staff.role } as const
  const facts = { role: staff.role, way: 'provider' }
  await noteAct(deps.db, { by, act: 'staff.joined', subject: { kind: 'staff', id: staff.id }, facts, now, ...placeOf(deps, from) })
}

const rowOf = (deps: Seating, id: number): Promise<StaffRow> =>
  deps.db.selectFrom('keep.staff').selectAll().where('staff_id', '=', id).executeTakeFirstOrThrow()

/** A role that an administrator chose and has retired since lets nobody in. */
async function mustBeInUse(deps: Seating, role: string): Promise<void> {
  const known = await deps.db.selectFrom('keep.role').select('retired_at').where('role', '=', role).executeTakeFirst()
  if (!known || known.retired_at !== null) throw refused('The role you would have here is not in use any more. Tell an administrator.')
}

async function openInvitation(deps: Seating, email: string, now: Date) {
  return deps.db
    .updateTable('keep.invitation')
    .set({ taken_at: now })
    .where('email_digest', '=', deps.keyring.digest('staff', email))
    .where('taken_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
}

async function link(
  deps: Seating,
  provider: Provider,
  { subject, row, made }: { subject: Buffer; row: StaffRow; made: boolean },
  { from, now }: { from: From; now: Date },
): Promise<void> {
  const linked = await deps.db
    .insertInto('keep.sign_in_link')
    .values({ provider_id: provider.provider_id, subject, staff_id: row.staff_id, made_staff: made, made_at: now, seen_at: now })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  if (!linked.numInsertedOrUpdatedRows)
    throw refused('Another account of this provider signs in as you already. An administrator can take it off, then sign in again.')
  const by = { kind: 'staff', id: row.staff_id, role: row.role } as const
  const subjectIs = { kind: 'provider', id: provider.provider_id } as const
  await noteAct(deps.db, { by, act: 'signin.linked', subject: subjectIs, now, ...placeOf(deps, from) })
}

/** Keeps that it lets people in: only then may it be the one way. */
export async function markProven(deps: Pick<AccessDeps, 'db'>, provider: Provider, now: Date): Promise<void> {
  await deps.db
    .updateTable('keep.sign_in_provider')
    .set({ proven_at: now })
    .where('provider_id', '=', provider.provider_id)
    .where('proven_at', 'is', null)
    .where('changed_at', '=', provider.changed_at)
    .execute()
}
