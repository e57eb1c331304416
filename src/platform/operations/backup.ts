import { closeSync, createWriteStream, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { withClient } from '../launcher/index.ts'
import { noted, type What } from './backups.ts'
import { fingerprint, makeWhole, verifyFiles } from './folder.ts'
import { folderName, type Kind, type Manifest, manifestName, readManifest } from './manifest.ts'
import { listMigrations, listSequences, listTables, type Table } from './schema.ts'

export type BackupOptions = {
  ownerUrl: string
  keysOwnerUrl: string
  /** The folder that gets `main-…` and `keys-…`. */
  to: string
  now: Date
  progress?: (done: { table: string; done: number; total: number }) => void
  /** Remarks for the operator. */
  say?: (line: string) => void
}

/** One finished backup: its folder and what is in it. */
export type BackupDone = { folder: string; tables: number; rows: number; bytes: number }

/**
 * Copies both databases while they are used. The keys come second: a row's key is on disk before the row, so a later
 * copy of the keys has one for every row of the earlier copy of main, but for those destroyed since.
 */
export async function backup(o: BackupOptions): Promise<{ main: BackupDone; keys: BackupDone }> {
  const { main, keys } = await noted(asNoted('all', o), async () => {
    const main = await backupOne('main', o.ownerUrl, o)
    const keys = await verifiedKeys(o)
    return { main, keys, bytes: main.bytes + keys.bytes }
  })
  return { main, keys }
}

const asNoted = (what: What, { ownerUrl, to, now, say }: BackupOptions) => ({ what, ownerUrl, place: resolve(to), now, say })

/** Copies the database of keys alone, then reads the copy back and compares; throws when it is not the same. */
export function backupKeys(o: BackupOptions): Promise<BackupDone> {
  return noted(asNoted('keys', o), () => verifiedKeys(o))
}

async function verifiedKeys(o: BackupOptions): Promise<BackupDone> {
  const done = await backupOne('keys', o.keysOwnerUrl, o)
  await verifyFiles(done.folder, readManifest(done.folder, 'keys'))
  return done
}

async function backupOne(kind: Kind, url: string, o: Omit<BackupOptions, 'ownerUrl' | 'keysOwnerUrl'>): Promise<BackupDone> {
  mkdirSync(o.to, { recursive: true, mode: 0o700 })
  const folder = join(o.to, folderName(kind, o.now))
  const manifest = await makeWhole(folder, (half) =>
    withClient(url, async (client) => {
      await client.query('begin transaction isolation level repeatable read read only')
      const copied = await copyAll(client, kind, half, o.progress ?? (() => undefined))
      await client.query('commit')
      writeDurably(join(half, manifestName), `${JSON.stringify(copied, undefined, 1)}\n`)
      return copied
    }),
  )
  const sum = (of: 'rows' | 'bytes') => manifest.tables.reduce((all, table) => all + table[of], 0)
  return { folder, tables: manifest.tables.length, rows: sum('rows'), bytes: sum('bytes') }
}

async function copyAll(client: pg.Client, kind: Kind, half: string, progress: NonNullable<BackupOptions['progress']>): Promise<Manifest> {
  const { rows } = await client.query<{ at: Date; snapshot: string; server: string }>(
    `select now() as at, pg_current_snapshot()::text as snapshot, current_setting('server_version') as server`,
  )
  const taken = rows[0]
  if (!taken) throw new Error('the database gave no snapshot')
  const tables = await listTables(client, kind)
  const total = tables.reduce((sum, table) => sum + table.estimate, 0)
  const copied: Manifest['tables'] = []
  let done = 0
  for (const table of tables) {
    const file = `${table.name.replaceAll('"', '')}.copy.zst`
    const one = await copyTable(client, table, join(half, file))
    done += one.rows
    progress({ table: table.name, done, total: Math.max(total, done) })
    copied.push({ table: table.name, columns: table.columns, file, ...one })
  }
  return {
    format: 1,
    kind,
    takenAt: taken.at.toISOString(),
    snapshot: taken.snapshot,
    server: taken.server,
    migrations: await listMigrations(client),
    tables: copied,
    sequences: (await listSequences(client, kind)).map(({ name, value, called }) => ({ sequence: name, value, called })),
  }
}

async function copyTable(client: pg.Client, table: Table, path: string): Promise<{ rows: number; bytes: number; sha256: string }> {
  const source = client.query(copyTo(`copy (select ${table.columns.join(', ')} from ${table.name}) to stdout`))
  const print = fingerprint()
  await pipeline(source, createZstdCompress(), print.stream, createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true }))
  return { rows: source.rowCount ?? 0, ...print.result() }
}

function writeDurably(path: string, text: string): void {
  const handle = openSync(path, 'wx', 0o600)
  writeSync(handle, text)
  fsyncSync(handle)
  closeSync(handle)
}
