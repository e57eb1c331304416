import { z } from 'zod'
import { inTransaction } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Actor } from '../../access/index.ts'
import type { TableForm } from '../../courier/index.ts'
import { ownFields } from '../../customers/index.ts'
import type { ImportDeps } from '../deps.ts'
import { type Company, guessMapping, guessPreset } from '../mapping/guess.ts'
import { headersDigest } from '../mapping/header.ts'
import { addList, type NewList } from '../people/list.ts'
import { delimiters, encodings, type Mapping, type Preset } from '../shapes.ts'
import { type ImportRow, noteChange, turn } from '../store.ts'
import { type Inspected, inspect } from './inspect.ts'
import { destroyFile, openSealedFile, type SealedFile, sealFile } from './sealed-file.ts'
import { openKey, openRemembered, sealKey, sealMapping, sealName, sealNames } from './secrets.ts'

export type Upload = {
  from: AsyncIterable<Uint8Array>
  name?: string | undefined
  preset?: Preset | undefined
  source?: string | undefined
  sheet?: string | undefined
  role?: Mapping['role'] | undefined
  /** What the list is, where it is one. */
  list?: NewList | undefined
}

const largestFile = 4 * 1024 ** 3
const keptDays = 30
const dayMs = 86_400_000

/** Takes a file in, sealed, looks at its first rows and guesses what it is. A file that is no table leaves nothing behind. */
export async function uploadFile(deps: ImportDeps, upload: Upload, by: Actor): Promise<ImportRow> {
  const now = deps.clock.now()
  const id = await deps.rowIds.one()
  const sealed_name = upload.name === undefined ? null : sealName(deps.keyring, id, upload.name)
  await inTransaction(deps.db, async (tx) => {
    await tx
      .insertInto('keep.import')
      .values({
        ...blank,
        import_id: id,
        preset: upload.preset ?? 'contacts',
        sealed_name,
        by_kind: by.kind,
        by_id: by.id,
        by_role: by.role,
        created_at: now,
        destroy_at: new Date(now.getTime() + dayMs),
      })
      .execute()
    await noteChange(tx.$pickTables(), id, { to: 'uploading', by, why: 'upload', now })
  })
  try {
    const written = await sealFile(deps.folder, id, upload.from, largestFile)
    if (written.size === 0) throw new AppError('bad_input', 'The file is empty.')
    const file = await openSealedFile(deps.folder, id, written.key, written.size)
    try {
      const inspected = await inspect(deps.courier, file, { sheet: upload.sheet })
      return await keepInspected(deps, id, { upload, written, inspected, by })
    } finally {
      await file.close()
    }
  } catch (error) {
    await forget(deps, id)
    throw error
  }
}

const blank = {
  state: 'uploading',
  source: null,
  sealed_key: null,
  file_digest: null,
  form: null,
  header_line: null,
  sealed_header: null,
  sealed_mapping: null,
  mapped_by: null,
  cursor: null,
  counts: null,
  dry_run: null,
  reconciliation: null,
  undone: null,
  rows_of: null,
  trouble: null,
  trouble_place: null,
  started_at: null,
  ended_at: null,
} as const

type Kept = { upload: Upload; written: { size: number; key: Buffer; sha256: Buffer }; inspected: Inspected; by: Actor }

async function keepInspected(deps: ImportDeps, id: number, { upload, written, inspected, by }: Kept): Promise<ImportRow> {
  const now = deps.clock.now()
  const { columns, source } = await firstColumns(deps, id, inspected, upload)
  const keyring = deps.keyring
  return inTransaction(deps.db, async (tx) => {
    if (upload.list) await addList(tx.$pickTables(), id, upload.list, now)
    return turn(
      tx.$pickTables(),
      id,
      { to: 'uploaded', from: ['uploading'], by, why: 'upload', now },
      {
        ...columns,
        source,
        size: written.size,
        sealed_key: sealKey(keyring, id, written.key),
        file_digest: keyring.digest('import-file', written.sha256.toString('hex')),
        destroy_at: new Date(now.getTime() + (upload.list ? 1 : keptDays) * dayMs),
      },
    )
  })
}

/** What stands of an import once its first rows were read: how to read it, its header, and the first mapping. */
export async function firstColumns(deps: ImportDeps, id: number, inspected: Inspected, wish: Pick<Upload, 'preset' | 'source' | 'role'>) {
  const { mapping, mappedBy } = await firstMapping(deps, inspected, wish)
  const { keyring } = deps
  const columns = {
    preset: mapping.preset,
    form: JSON.stringify(inspected.form),
    header_line: inspected.header.line,
    sealed_header: sealNames(keyring, id, inspected.header),
    sealed_mapping: sealMapping(keyring, id, mapping),
    mapped_by: mappedBy,
  }
  return { columns, source: mapping.source }
}

/** The mapping that a person last gave for these headers, else a guess. */
async function firstMapping(
  deps: ImportDeps,
  inspected: Inspected,
  wish: Pick<Upload, 'preset' | 'source' | 'role'>,
): Promise<{ mapping: Mapping; mappedBy: 'guess' | 'memory' }> {
  const preset = wish.preset ?? (wish.role === undefined ? guessPreset(inspected.columns) : 'contacts')
  const headers = headersDigest(deps.keyring, inspected.header.names)
  const held = await deps.db
    .selectFrom('keep.import_mapping')
    .select('sealed_mapping')
    .where('headers', '=', headers)
    .where('preset', '=', preset)
    .executeTakeFirst()
  const remembered = held && openRemembered(deps.keyring, headers, held.sealed_mapping)
  const mapping = remembered ?? guessMapping(inspected.columns, preset, 'import', await companyOf(deps), await declaredFields(deps))
  const wished = { ...mapping, source: wish.source ?? mapping.source, role: wish.role ?? mapping.role }
  return { mapping: wished, mappedBy: remembered ? 'memory' : 'guess' }
}

const declaredFields = async (deps: ImportDeps) => [...(await ownFields(deps.db.$pickTables())).values()]

const companyShape = z.object({ country: z.string(), currency: z.string(), time_zone: z.string() })

async function companyOf(deps: ImportDeps): Promise<Company> {
  const row: unknown = await deps.db
    .withTables<{ 'keep.company': Company }>()
    .selectFrom('keep.company')
    .select(['country', 'currency', 'time_zone'])
    .executeTakeFirst()
  const said = companyShape.safeParse(row)
  return said.success ? said.data : { country: 'RU', currency: 'RUB', time_zone: 'Europe/Moscow' }
}

async function forget(deps: ImportDeps, id: number): Promise<void> {
  await destroyFile(deps.folder, id)
  await deps.db.deleteFrom('keep.import').where('import_id', '=', id).execute()
}

/** The uploaded file of an import, to be read at any place. */
export async function openUpload(deps: ImportDeps, row: ImportRow): Promise<SealedFile> {
  if (!row.sealed_key) throw new AppError('not_found', 'The uploaded file was destroyed: upload it again.')
  return openSealedFile(deps.folder, row.import_id, openKey(deps.keyring, row.import_id, row.sealed_key), row.size)
}

/** How the file of an import is read, as it was found out at the upload. */
export function formOf(row: ImportRow): TableForm {
  const said = formShape.safeParse(row.form)
  return said.success ? said.data : {}
}

export const formShape = z.object({
  kind: z.enum(['csv', 'xlsx', 'parquet']),
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  sheet: z.string().optional(),
  sheets: z.array(z.string()).optional(),
})

/** Destroys the files whose time has come, and what is left of uploads that broke off. Gives how many. */
export async function destroyDue(deps: ImportDeps, now: Date): Promise<number> {
  const due = await deps.db.selectFrom('keep.import').select(['import_id', 'state']).where('destroy_at', '<=', now).limit(100).execute()
  for (const { import_id, state } of due) {
    if (state === 'uploading') await forget(deps, import_id)
    else await destroyUpload(deps, import_id)
  }
  return due.length
}

const atWork: readonly string[] = ['uploading', 'checking', 'running', 'undoing']

/**
 * Destroys the files of these imports that are still there: somebody who was brought by them is erased. Gives how many, and how many are
 * worked on now, which is not broken off.
 */
export async function forgetUploads(deps: ImportDeps, imports: readonly number[]): Promise<{ destroyed: number; busy: number }> {
  if (imports.length === 0) return { destroyed: 0, busy: 0 }
  const there = await deps.db
    .selectFrom('keep.import')
    .select(['import_id', 'state'])
    .where('import_id', 'in', [...imports])
    .where('sealed_key', 'is not', null)
    .execute()
  const idle = there.filter(({ state }) => !atWork.includes(state))
  for (const { import_id } of idle) await destroyUpload(deps, import_id)
  return { destroyed: idle.length, busy: there.length - idle.length }
}

/** The key first: without it the file is noise, whoever still has a copy. */
export async function destroyUpload(deps: ImportDeps, id: number): Promise<void> {
  await deps.db.updateTable('keep.import').set({ sealed_key: null, destroy_at: null }).where('import_id', '=', id).execute()
  await destroyFile(deps.folder, id)
}
