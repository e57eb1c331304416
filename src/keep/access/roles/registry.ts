import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import type { AccessTables } from '../tables.ts'
import { builtInRoles, type Rights } from './builtIn.ts'
import { type CustomersSeen, ofEverybody } from './contract.ts'
import { isBuiltIn, rightsIn } from './rights.ts'

/** A role as it is now, or was in one of its versions. The built-in ones have the version 0 and no title: every language has a word for them. */
export type Role = Rights & {
  role: string
  builtIn: boolean
  version: number
  title: { [language: string]: string } | null
  retired: boolean
  madeAt: Date | null
  by: number | null
  /** Active members of the staff who have it. */
  holders: number
}

export const mostRoles = 100

type Row = {
  role: string
  version: number
  title: { [language: string]: string }
  abilities: string[]
  sees: string[]
  changes: string[]
  scope: 'all' | 'own'
  customers: CustomersSeen
  made_at: Date
  by_id: number
  retired: boolean
  holders: number
}

/** Every role, the built-in ones first; at most a hundred of a company's own. */
export async function allRoles(db: Db<AccessTables>): Promise<Role[]> {
  const { rows } = await sql<Row>`
    select distinct on (v.role) v.*, r.retired_at is not null as retired, (select count(*)::int from keep.staff s where s.role = v.role and s.status = 'active') as holders
    from keep.role_version v join keep.role r using (role) order by v.role, v.version desc`.execute(db)
  const held = await sql<{ role: string; holders: number }>`
    select role, count(*)::int as holders from keep.staff where status = 'active' group by role`.execute(db)
  const holders = new Map(held.rows.map((row) => [row.role, row.holders]))
  const builtIn = Object.entries(builtInRoles).map(([role, rights]): Role => {
    return { role, builtIn: true, version: 0, title: null, retired: false, madeAt: null, by: null, holders: holders.get(role) ?? 0, ...rights }
  })
  return [...builtIn, ...rows.map(roleOf)]
}

/** Who has a role, of those who work here. */
export async function holdersOf(db: Db<AccessTables>, role: string): Promise<number[]> {
  const rows = await db.selectFrom('keep.staff').select('staff_id').where('role', '=', role).where('status', '=', 'active').orderBy('staff_id').execute()
  return rows.map((row) => row.staff_id)
}

/** The versions of one role of the company's own, newest first; below this version. */
export async function versionsOf(db: Db<AccessTables>, role: string, page: { below: number | undefined; limit: number }): Promise<Role[]> {
  const { rows } = await sql<Row>`
    select v.*, r.retired_at is not null as retired, 0 as holders from keep.role_version v join keep.role r using (role)
    where v.role = ${role} and v.version < ${page.below ?? 2_000_000_000} order by v.version desc limit ${page.limit}`.execute(db)
  return rows.map(roleOf)
}

function roleOf(row: Row): Role {
  const { role, version, title, retired, holders } = row
  return { role, builtIn: false, version, title, retired, madeAt: row.made_at, by: row.by_id, holders, ...rightsIn(row) }
}

export type SaidRole = Rights & { role: string; title: { en: string; ru: string } /** The version it was made from; 0: a new one. */; from: number }

/**
 * Adds a version of a role of the company's own. Throws conflict when it is built in, retired, or was changed since `from`. What
 * says the same adds nothing. Call it under the lock of who may do what.
 */
export async function saveRole(tx: Tx<AccessTables>, said: SaidRole, by: { staff: number; now: Date }): Promise<void> {
  if (isBuiltIn(said.role)) throw new AppError('conflict', 'A built-in role cannot be changed. Make a copy of it and change that.')
  mayBeLimited(said)
  const roles = (await allRoles(tx)).filter((one) => !one.builtIn)
  const before = roles.find((one) => one.role === said.role)
  if (before?.retired) throw new AppError('conflict', 'This role was retired. Make another.')
  if ((before?.version ?? 0) !== said.from)
    throw new AppError('conflict', 'Somebody changed this role meanwhile. Look at it again before you save.', { place: 'from' })
  if (!before && roles.length >= mostRoles) throw new AppError('conflict', `There can be ${mostRoles} roles of your own at most.`)
  if (before && sameAs(before, said)) return
  if (!before) await tx.insertInto('keep.role').values({ role: said.role, built_in: false, retired_at: null }).execute()
  await tx
    .insertInto('keep.role_version')
    .values({
      role: said.role,
      version: said.from + 1,
      title: said.title,
      abilities: [...said.abilities],
      sees: [...said.sees],
      changes: [...said.changes],
      scope: said.scope,
      customers: said.customers,
      made_at: by.now,
      by_id: by.staff,
    })
    .execute()
}

/** Throws bad_input where a role would see some customers only and do what reaches all of them. */
function mayBeLimited({ customers, abilities }: SaidRole): void {
  const [wrong] = customers === 'all' ? [] : abilities.filter((one) => ofEverybody.includes(one))
  if (wrong !== undefined) throw badInput(`A role that sees only some customers cannot have "${wrong}", which reaches all of them.`, 'abilities')
}

const sameAs = (a: Role, b: SaidRole): boolean => {
  const plain = (one: Rights) => JSON.stringify([one.abilities.toSorted(), one.sees.toSorted(), one.changes.toSorted(), one.scope, one.customers])
  return plain(a) === plain(b) && a.title?.['en'] === b.title.en && a.title['ru'] === b.title.ru
}

/** Takes a role out of use; one that somebody has is theirs first to give up. Call it under the lock of who may do what. */
export async function retireRole(tx: Tx<AccessTables>, code: string, now: Date): Promise<boolean> {
  if (isBuiltIn(code)) throw new AppError('conflict', 'A built-in role cannot be retired.')
  const role = (await allRoles(tx)).find((one) => one.role === code)
  if (!role) throw notFound()
  if (role.retired) return false
  if (role.holders > 0) throw new AppError('conflict', `${role.holders} of the staff have this role. Give them another first.`)
  await tx.updateTable('keep.role').set({ retired_at: now }).where('role', '=', code).execute()
  return true
}
