import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { badInput } from '../errors.ts'

/** What a backup folder says of itself. Written last, so that a folder with a manifest is a whole one. */
export const manifestShape = z.object({
  format: z.literal(1),
  kind: z.enum(['main', 'keys']),
  /** When the snapshot was taken, by the database's clock. */
  takenAt: z.iso.datetime(),
  /** pg_current_snapshot() of the copying transaction. */
  snapshot: z.string(),
  server: z.string(),
  migrations: z.array(z.object({ number: z.number(), name: z.string(), sha256: z.string() })),
  tables: z.array(
    z.object({
      table: z.string(),
      columns: z.array(z.string()),
      file: z.string(),
      rows: z.number(),
      bytes: z.number(),
      sha256: z.string(),
    }),
  ),
  sequences: z.array(z.object({ sequence: z.string(), value: z.string(), called: z.boolean() })),
})

export type Manifest = z.infer<typeof manifestShape>
export type Kind = Manifest['kind']

export const manifestName = 'manifest.json'

/** Reads the manifest of a backup folder; one sentence when there is none or it is another kind's. */
export function readManifest(folder: string, kind: Kind): Manifest {
  const path = join(folder, manifestName)
  if (!existsSync(path)) throw badInput(`${folder} is no whole backup: it has no ${manifestName}.`)
  const read = manifestShape.safeParse(parsed(readFileSync(path, 'utf8')))
  if (!read.success) throw badInput(`${path} is damaged: ${read.error.issues[0]?.path.join('.')} is not as it was written.`)
  if (read.data.kind !== kind) throw badInput(`${folder} is a backup of ${read.data.kind}, not of ${kind}.`)
  return read.data
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Folder names sort by time: main-20261121-235900, keys-20261121-235900. */
export function folderName(kind: Kind, at: Date): string {
  return `${kind}-${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`
}

/** The folders to restore from: as named, or the newest in a folder of backups. Newest keys: who was erased since stays erased. */
export function chooseBackups(o: { from: string; keys: string | undefined }): { main: string; keys: string } {
  const isOne = existsSync(join(o.from, manifestName)) || basename(o.from).startsWith('main-')
  const main = isOne ? o.from : newest(o.from, 'main')
  return { main, keys: o.keys ?? newest(dirname(main), 'keys') }
}

function newest(folder: string, kind: Kind): string {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const last = names
    .filter((name) => name.startsWith(`${kind}-`) && existsSync(join(folder, name, manifestName)))
    .sort()
    .at(-1)
  if (last === undefined) throw badInput(`${folder} has no whole backup of ${kind} (a folder ${kind}-… with a ${manifestName}).`)
  return join(folder, last)
}
