import type pg from 'pg'
import { cannot, databaseOf, withClient } from './connection.ts'

/** Nothing at run time is a superuser: the owner migrates and backs up, each other role belongs to one process. */
export const roles = {
  owner: 'rapport_owner',
  keep: 'rapport_keep',
  office: 'rapport_office',
  analyst: 'rapport_analyst',
} as const

export type RoleName = keyof typeof roles

/** Passwords by role. A role without one here must exist already, or cannot sign in. */
export type Passwords = Partial<Record<RoleName, string>>

/** Who may connect to which database. */
export const admitted = {
  main: ['owner', 'keep', 'office', 'analyst'],
  keys: ['owner', 'keep'],
} as const satisfies Record<string, readonly RoleName[]>

/** The keep's and the office's are what their pools may hold together, and some for a second one beside them or a command (platform/db/demand.ts tells when it is too few). */
const connectionsOf: Record<RoleName, number> = { owner: 12, keep: 40, office: 32, analyst: 4 }

/**
 * Makes roles and databases that are missing, and sets passwords, privileges to connect and limits.
 * `adminUrl` signs in somebody who may do so: the bootstrap superuser, or one with CREATEROLE and CREATEDB.
 * Can be repeated.
 */
export async function prepareServer(o: {
  adminUrl: string
  databases: { main: string; keys: string }
  passwords: Passwords
  logins?: Partial<Record<RoleName, string>>
}): Promise<void> {
  await withClient(o.adminUrl, async (admin) => {
    await makeRoles(admin, o.passwords)
    for (const [key, login] of Object.entries(o.logins ?? {})) {
      const given = `grant rapport_${key} to ${admin.escapeIdentifier(login)}`
      await attempt(admin, given, `give ${login} the privileges of rapport_${key}`)
    }
    for (const kind of ['main', 'keys'] as const) await makeDatabase(admin, kind, o.databases[kind])
  })
}

/** What `prepareServer` would still have to make, in words; empty when nothing is missing. */
export async function missingOnServer(url: string, databases: readonly string[]): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows: found } = await client.query<{ name: string }>(
      'select rolname as name from pg_roles where rolname = any($1) union select datname from pg_database where datname = any($2)',
      [Object.values(roles), databases],
    )
    const names = new Set(found.map((row) => row.name))
    const wanted = [...Object.values(roles).map((r) => `role ${r}`), ...databases.map((d) => `database ${d}`)]
    return wanted.filter((thing) => !names.has(thing.slice(thing.indexOf(' ') + 1)))
  })
}

async function makeRoles(admin: pg.Client, passwords: Passwords): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('select rolname as name from pg_roles')
  const existing = new Set(rows.map((row) => row.name))
  for (const key of ['owner', 'keep', 'office', 'analyst'] as const) {
    const name = roles[key]
    const password = passwords[key]
    if (!existing.has(name)) await attempt(admin, `create role ${name}`, `create the role ${name}`)
    if (password !== undefined) {
      const secret = admin.escapeLiteral(password)
      const limit = connectionsOf[key]
      await attempt(admin, `alter role ${name} login password ${secret} connection limit ${limit}`, `set the password of ${name}`)
    }
  }
  // To make a database owned by another role, and to migrate as it, one must be able to become it.
  const { rows: able } = await admin.query<{ yes: boolean }>(`select pg_has_role(current_user, $1, 'member') as yes`, [roles.owner])
  if (!able[0]?.yes) await attempt(admin, `grant ${roles.owner} to current_user`, `act as ${roles.owner}`)
}

async function makeDatabase(admin: pg.Client, kind: 'main' | 'keys', name: string): Promise<void> {
  const quoted = admin.escapeIdentifier(name)
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
  if (rowCount === 0) {
    await attempt(admin, `create database ${quoted} owner ${roles.owner} encoding 'UTF8' template template0`, `create the database ${name}`)
  }
  await guardDatabase(admin, kind, name)
}

/** Shuts a database to all but its own. CREATE DATABASE … TEMPLATE does not copy these, so clones call it too. */
export async function guardDatabase(admin: pg.Client, kind: 'main' | 'keys', name: string): Promise<void> {
  const quoted = admin.escapeIdentifier(name)
  const guests = admitted[kind].map((role) => roles[role]).join(', ')
  await attempt(admin, `revoke all on database ${quoted} from public; grant connect on database ${quoted} to ${guests}`, `close the database ${name} to others`)
}

async function attempt(admin: pg.Client, sql: string, deed: string): Promise<void> {
  try {
    await admin.query(sql)
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw cannot(
      `The database user "${admin.user ?? ''}" may not ${deed} (${words}): give it CREATEROLE and CREATEDB, or make the roles and databases as docs/operating.md shows.`,
    )
  }
}

/** Both databases by name: the path of the owner's connection string and, for the keys, of its own or the same with `_keys`. */
export function databaseNames(ownerUrl: string, keysOwnerUrl: string | undefined): { main: string; keys: string } {
  const main = databaseOf(ownerUrl)
  return { main, keys: keysOwnerUrl ? databaseOf(keysOwnerUrl) : `${main}_keys` }
}
