import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { migrateJobs } from '../jobs/migrate.ts'
import { cannot, roleOf, whyUnreachable, withClient, withDatabase } from './connection.ts'
import { databaseNames, missingOnServer, type Passwords, prepareServer, type RoleName, roles } from './roles.ts'

export type MigrationOptions = {
  /** Signs in the owner, or an administrator who may become the owner. */
  ownerUrl: string
  /** The same for the database of keys; default: the same server and user, database `<main>_keys`. */
  keysOwnerUrl?: string
  /** Given only where roles may have to be made. */
  passwords?: Passwords
  /** Users with other names that are to have a role's privileges: those of KEEP_DATABASE_URL and its like. */
  logins?: Partial<Record<RoleName, string>>
  /** Where the numbered files are: `<folder>/main`, `<folder>/keys`; default `db/migrations`. */
  folder?: string
}

/** What one run did: names of the applied files, as `main/001_start.sql`. */
export type Migrated = { applied: string[] }

type File = { number: number; name: string; sql: string; sha256: string }
type Applied = { number: number; name: string; sha256: string }

export const migrationsFolder = fileURLToPath(new URL('../../../db/migrations', import.meta.url))

const kinds = ['main', 'keys'] as const
const lock = 0x6d696772 // one migration at a time in a database
const noSuchDatabase = '3D000'

/** Makes what is missing on the server, then applies the numbered files that are not applied yet, each in a transaction, as rapport_owner. */
export async function migrate(o: MigrationOptions): Promise<Migrated> {
  const databases = databaseNames(o.ownerUrl, o.keysOwnerUrl)
  const keysUrl = o.keysOwnerUrl ?? withDatabase(o.ownerUrl, databases.keys)
  await makeWhatIsMissing(o, databases)
  const applied: string[] = []
  for (const kind of kinds) {
    const files = listFiles(join(o.folder ?? migrationsFolder, kind))
    const url = kind === 'main' ? o.ownerUrl : keysUrl
    await withClient(url, async (client) => {
      applied.push(...(await applyAll(client, files, kind)))
      if (kind === 'main') await migrateJobs(client, url, roles.owner) // under the lock that applyAll took
    })
  }
  return { applied }
}

/** Files that `migrate` would apply, by name; throws the same sentences when an applied one was changed. */
export async function pendingMigrations(o: MigrationOptions): Promise<string[]> {
  const databases = databaseNames(o.ownerUrl, o.keysOwnerUrl)
  const pending: string[] = []
  for (const kind of kinds) {
    const files = listFiles(join(o.folder ?? migrationsFolder, kind))
    const url = withDatabase(o.keysOwnerUrl ?? o.ownerUrl, databases[kind])
    const missing = await withClient(url, async (client) => missingFrom(files, await readApplied(client), kind))
    pending.push(...missing.map((file) => `${kind}/${file.name}`))
  }
  return pending
}

/** Whether both databases were ever migrated; a database that is not there was not. */
export async function isMigrated(o: { ownerUrl: string; keysOwnerUrl: string }): Promise<boolean> {
  for (const url of [o.ownerUrl, o.keysOwnerUrl]) {
    const trouble = await whyUnreachable(url)
    if (trouble?.code === noSuchDatabase) return false
    if (trouble) throw cannot(`The database does not answer: ${trouble.message}.`)
    if ((await withClient(url, readApplied)).length === 0) return false
  }
  return true
}

async function makeWhatIsMissing(o: MigrationOptions, databases: { main: string; keys: string }): Promise<void> {
  const reachable = (await whyUnreachable(o.ownerUrl)) === undefined
  const adminUrl = reachable ? o.ownerUrl : withDatabase(o.ownerUrl, 'postgres')
  const missing = await missingOnServer(adminUrl, Object.values(databases))
  if (missing.length === 0 && roleOf(o.ownerUrl) === roles.owner) return
  await prepareServer({ adminUrl, databases, passwords: o.passwords ?? {}, logins: o.logins ?? {} })
}

async function applyAll(client: pg.Client, files: readonly File[], kind: string): Promise<string[]> {
  await client.query(`set role ${roles.owner}`)
  await client.query('select pg_advisory_lock($1)', [lock])
  await client.query(
    `create table if not exists public.migration (
       number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`,
  )
  const waiting = missingFrom(files, await readApplied(client), kind)
  for (const file of waiting) await applyOne(client, file, kind)
  return waiting.map((file) => `${kind}/${file.name}`)
}

async function applyOne(client: pg.Client, file: File, kind: string): Promise<void> {
  try {
    await client.query('begin')
    await client.query(file.sql)
    await client.query('insert into public.migration (number, name, sha256) values ($1, $2, $3)', [file.number, file.name, file.sha256])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw cannot(`The migration ${kind}/${file.name} failed${placeIn(file.sql, error)}; nothing of it was kept.`)
  }
}

function placeIn(sql: string, error: unknown): string {
  const words = error instanceof Error ? error.message : String(error)
  const position = typeof error === 'object' && error !== null && 'position' in error ? Number(error.position) : Number.NaN
  const line = Number.isFinite(position) ? ` at line ${sql.slice(0, position).split('\n').length}` : ''
  const where = typeof error === 'object' && error !== null && 'where' in error && error.where ? ` (${String(error.where).split('\n')[0]})` : ''
  return `${line}: ${words}${where}`
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const { rows: there } = await client.query<{ yes: boolean }>(`select to_regclass('public.migration') is not null as yes`)
  if (!there[0]?.yes) return []
  const { rows } = await client.query<Applied>('select number, name, sha256 from public.migration order by number')
  return rows
}

function missingFrom(files: readonly File[], applied: readonly Applied[], kind: string): File[] {
  const byNumber = new Map(files.map((file) => [file.number, file]))
  for (const done of applied) {
    const file = byNumber.get(done.number)
    if (!file) {
      throw cannot(`The database has the migration ${kind}/${done.name}, which this version of Rapport does not know: start the newer version.`)
    }
    if (file.sha256 !== done.sha256) {
      throw cannot(`The migration ${kind}/${file.name} was applied before and has been changed since: put the applied text back and write a new migration.`)
    }
  }
  const known = new Set(applied.map((done) => done.number))
  return files.filter((file) => !known.has(file.number))
}

/** The numbered files of a folder in order; none when the folder is not there. */
function listFiles(folder: string): File[] {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  const files = names
    .filter((name) => name.endsWith('.sql'))
    .map((name) => {
      const number = /^(\d{3})_[a-z0-9_]+\.sql$/.exec(name)?.[1]
      if (number === undefined) throw cannot(`${join(folder, name)} is not named like 017_what_it_does.sql.`)
      const sql = readFileSync(join(folder, name), 'utf8')
      return { number: Number(number), name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    })
    .sort((a, b) => a.number - b.number)
  const twice = files.find((file, i) => files[i - 1]?.number === file.number)
  if (twice) throw cannot(`Two migrations in ${folder} have the number ${twice.number}: give ${twice.name} another.`)
  return files
}
