import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { badInput } from '../errors.ts'
import { withClient } from '../launcher/index.ts'
import { verifyFiles } from './folder.ts'
import { removeKeyless, removeParts } from './keyless.ts'
import { type Kind, type Manifest, readManifest } from './manifest.ts'
import { jobSchemas, listMigrations, listTables } from './schema.ts'

export type RestoreOptions = {
  ownerUrl: string
  keysOwnerUrl: string
  /** Backup folders, as `chooseBackups` gives them. */
  main: string
  keys: string
  progress?: (done: { table: string; done: number; total: number }) => void
}

/**
 * Fills an empty, migrated pair of databases from a backup, each in one transaction: all or nothing. Who has no key
 * left, because they were erased after the main backup, is removed before anything is committed.
 */
export async function restore(o: RestoreOptions): Promise<{ rows: number; erased: number }> {
  const main = readManifest(o.main, 'main')
  const keys = readManifest(o.keys, 'keys')
  if (keys.takenAt < main.takenAt) {
    throw badInput(
      `The keys in ${o.keys} are older (${keys.takenAt}) than the main backup (${main.takenAt}): rows would be without their keys. Take a later backup of the keys.`,
    )
  }
  await verifyFiles(o.main, main)
  await verifyFiles(o.keys, keys)
  return withClient(o.keysOwnerUrl, (keysClient) =>
    withClient(o.ownerUrl, async (mainClient) => {
      await begin(keysClient, 'keys', keys)
      await begin(mainClient, 'main', main)
      const finishKeys = await load(keysClient, 'keys', o.keys, keys, () => undefined)
      const finishMain = await load(mainClient, 'main', o.main, main, o.progress ?? (() => undefined))
      const erased = await removeKeyless(mainClient, keysClient)
      await removeParts(mainClient, keysClient, main.takenAt)
      await finishKeys()
      await finishMain()
      await keysClient.query('commit')
      await mainClient.query('commit')
      await mainClient.query('analyze')
      return { rows: rowsOf(main) + rowsOf(keys), erased }
    }),
  )
}

function rowsOf(manifest: Manifest): number {
  return manifest.tables.reduce((sum, table) => sum + table.rows, 0)
}

async function begin(client: pg.Client, kind: Kind, manifest: Manifest): Promise<void> {
  await client.query('begin')
  await requireSameSchema(client, manifest)
  await requireEmpty(client, kind)
}

async function requireSameSchema(client: pg.Client, manifest: Manifest): Promise<void> {
  const here = new Map((await listMigrations(client)).map((m) => [m.number, m.sha256]))
  const other = manifest.migrations.find((m) => here.get(m.number) !== m.sha256) ?? undefined
  if (other || here.size !== manifest.migrations.length) {
    throw badInput(
      `The backup was made by another version of Rapport (${other ? `its migration ${other.name} is not the one here` : 'this one has more migrations'}): restore it with that version, then upgrade.`,
    )
  }
}

/** Registries come filled by migrations and are replaced; in any other table a single row is somebody's. */
async function requireEmpty(client: pg.Client, kind: Kind): Promise<void> {
  const registries = kind === 'main' ? await listRegistries(client) : new Set<string>()
  for (const { name } of await listTables(client, kind)) {
    await client.query(`lock table ${name} in access exclusive mode`)
    if (registries.has(name) || isWorkersOwn(name)) continue
    const { rows } = await client.query<{ filled: boolean }>(`select exists (select from ${name}) as filled`)
    if (rows[0]?.filled) {
      throw badInput(`This installation is not empty (${name} has rows): restore goes only into a new one. Name another folder with --home.`)
    }
  }
}

function isWorkersOwn(table: string): boolean {
  return jobSchemas.some((schema) => table.startsWith(`${schema}.`)) && !table.endsWith('_private_jobs')
}

async function listRegistries(client: pg.Client): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(`select table_name as name from public.table_kind where kind = 'reference'`)
  return new Set(rows.map((row) => row.name))
}

/** Brings the rows in; what it gives puts the foreign keys back and the sequences where they stood. */
async function load(
  client: pg.Client,
  kind: Kind,
  folder: string,
  manifest: Manifest,
  progress: NonNullable<RestoreOptions['progress']>,
): Promise<() => Promise<void>> {
  const known = new Map((await listTables(client, kind)).map((table) => [table.name, new Set(table.columns)]))
  const tables = [...known.keys()]
  const putBack = [...(await dropForeignKeys(client, tables)), ...(await silenceTriggers(client, tables))]
  for (const name of known.keys()) await client.query(`delete from ${name}`)
  const total = rowsOf(manifest)
  let done = 0
  for (const table of manifest.tables) {
    const columns = known.get(table.table)
    if (!columns || table.columns.some((column) => !columns.has(column))) {
      throw badInput(`The backup has ${table.table} with columns that this version does not have.`)
    }
    done += await loadTable(client, folder, table)
    progress({ table: table.table, done, total })
  }
  return async () => {
    for (const sql of putBack) await client.query(sql)
    for (const { sequence, value, called } of manifest.sequences) {
      await client.query('select setval($1::text::regclass, $2, $3)', [sequence, value, called])
    }
    for (const table of known.keys()) {
      if (table.endsWith('_private_jobs')) await client.query(`update ${table} set locked_at = null, locked_by = null where locked_at is not null`)
    }
  }
}

async function loadTable(client: pg.Client, folder: string, table: Manifest['tables'][number]): Promise<number> {
  const target = client.query(copyFrom(`copy ${table.table} (${table.columns.join(', ')}) from stdin`))
  await pipeline(createReadStream(join(folder, table.file)), createZstdDecompress(), target)
  if (target.rowCount !== table.rows) {
    throw badInput(`${table.file} has ${target.rowCount} rows and should have ${table.rows}. Nothing was restored.`)
  }
  return table.rows
}

/** Takes foreign keys away while the rows come in, in any order, and gives the statements that put them back, checked as a whole. */
async function dropForeignKeys(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ drop: string; add: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
       from pg_constraint
      where contype = 'f' and conparentid = 0 and conrelid = any(select t::regclass from unnest($1::text[]) t)`,
    [tables],
  )
  for (const { drop } of rows) await client.query(drop)
  return rows.map(({ add }) => add)
}

/**
 * The rows come as they stood, with what triggers had made of them: a trigger that ran now would make it twice. Switched
 * off one by one, which an owner may who is no superuser; what it gives switches on those that were on.
 */
async function silenceTriggers(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ off: string; on: string }>(
    `select format('alter table %s disable trigger %I', tgrelid::regclass, tgname) as off,
            format('alter table %s enable %s trigger %I', tgrelid::regclass, case tgenabled when 'A' then 'always' when 'R' then 'replica' end, tgname) as on
       from pg_trigger
      where not tgisinternal and tgparentid = 0 and tgenabled <> 'D' and tgrelid = any(select t::regclass from unnest($1::text[]) t)`,
    [tables],
  )
  for (const { off } of rows) await client.query(off)
  return rows.map(({ on }) => on)
}
