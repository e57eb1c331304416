import type pg from 'pg'
import { AppError } from '../errors.ts'
import { databaseNames, holderOf, pendingMigrations, roles, withClient } from '../launcher/index.ts'
import type { Finding } from './finding.ts'

const oldest = 15

/** What a running database says of itself: version, who may do what, migrations, who uses it. */
export async function examineDatabase(ownerUrl: string, keysOwnerUrl: string | undefined): Promise<Finding[]> {
  return withClient(ownerUrl, async (client) => [
    await version(client),
    await privileges(client),
    await walls(client, databaseNames(ownerUrl, keysOwnerUrl).keys),
    await migrations(ownerUrl, keysOwnerUrl),
    await holder(client),
  ])
}

async function version(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
  const found = rows[0]?.version ?? '?'
  return Number.parseInt(found, 10) >= oldest
    ? { about: 'PostgreSQL', state: 'ok', found: `answers, version ${found}` }
    : { about: 'PostgreSQL', state: 'bad', found: `version ${found}`, todo: `Rapport needs ${oldest} or newer.` }
}

async function privileges(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ name: string; mighty: boolean }>(
    `select rolname as name, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty
       from pg_roles where rolname = any($1)`,
    [Object.values(roles)],
  )
  const missing = Object.values(roles).filter((role) => !rows.some((row) => row.name === role))
  if (missing.length > 0) return { about: 'roles', state: 'bad', found: `${missing.join(', ')} missing`, todo: 'rapport db migrate' }
  const mighty = rows.filter((row) => row.mighty).map((row) => row.name)
  if (mighty.length === 0) return { about: 'roles', state: 'ok', found: 'none can do more than its own work' }
  const todo = mighty.map((name) => `alter role ${name} nosuperuser nobypassrls nocreaterole nocreatedb noreplication;`).join(' ')
  return { about: 'roles', state: 'bad', found: `${mighty.join(', ')} may do too much`, todo }
}

/** The office must not reach the keep's tables, nor anybody but the keep the keys. */
async function walls(client: pg.Client, keys: string): Promise<Finding> {
  const { rows } = await client.query<{ role: string; keeps: boolean; keys: boolean }>(
    `select r as role, has_database_privilege(r, $2, 'connect') as keys,
            coalesce((select has_schema_privilege(r, oid, 'usage') from pg_namespace where nspname = 'keep'), false) as keeps
       from unnest($1::text[]) r where exists (select from pg_database where datname = $2)`,
    [[roles.office, roles.analyst], keys],
  )
  const holes = rows.flatMap((row) => [
    ...(row.keeps ? [`${row.role} reaches the keep's tables`] : []),
    ...(row.keys ? [`${row.role} reaches the database of keys`] : []),
  ])
  if (holes.length > 0) return { about: 'walls', state: 'bad', found: holes.join('; '), todo: 'rapport db migrate, as an administrator' }
  return { about: 'walls', state: 'ok', found: 'office and analyst reach neither names nor keys' }
}

async function migrations(ownerUrl: string, keysOwnerUrl: string | undefined): Promise<Finding> {
  try {
    const waiting = await pendingMigrations({ ownerUrl, keysOwnerUrl })
    if (waiting.length === 0) return { about: 'migrations', state: 'ok', found: 'all applied' }
    return {
      about: 'migrations',
      state: 'note',
      found: `${waiting.length} waiting: ${waiting.join(', ')}`,
      todo: 'rapport backup, then rapport db migrate (starting does it too).',
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { about: 'migrations', state: 'bad', found: error.message }
  }
}

async function holder(client: pg.Client): Promise<Finding> {
  const found = await holderOf(client)
  return {
    about: 'running',
    state: 'ok',
    found: found ? `process ${found.process} on ${found.host} since ${found.since} UTC` : 'nobody uses this installation now',
  }
}
