import type { Selectable } from 'kysely'
import { inTransaction, sql } from '../../platform/db/index.ts'
import { AppError, assert, notFound } from '../../platform/errors.ts'
import type { Actor } from '../access/index.ts'
import { seal, unseal } from '../keyring/index.ts'
import { writeChunks } from './chunks.ts'
import type { FileDeps } from './deps.ts'
import type { FileTables } from './tables.ts'

export type FileRow = Selectable<FileTables['keep.file']>

export const mostFiles = 200
const abandonedMs = 3_600_000

export type Upload = {
  customer: number
  name: string
  mediaType: string
  about: { kind: 'interaction' | 'case'; id: number } | undefined
  from: AsyncIterable<Uint8Array>
}

/** Takes a file in. Whatever breaks it off leaves nothing of it. */
export async function keepFile(deps: FileDeps, upload: Upload, by: Actor): Promise<FileRow> {
  const { customer, about } = upload
  const id = await deps.rowIds.one()
  const key = (await deps.keyring.keysFor([customer], 'content')).get(customer)
  assert(key, 'a customer without a key for content')
  await inTransaction(deps.db, async (tx) => {
    // Two uploads of the same moment count one after the other.
    await sql`select from keep.customer where customer_id = ${customer} for no key update`.execute(tx)
    const held = await tx
      .selectFrom('keep.file')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('customer_id', '=', customer)
      .executeTakeFirstOrThrow()
    if (held.n >= mostFiles) throw new AppError('conflict', `This customer has ${mostFiles} files already, which is the most: delete one first.`)
    await tx
      .insertInto('keep.file')
      .values({
        customer_id: customer,
        id,
        sealed_name: seal(key, namePlace(customer, id), Buffer.from(upload.name)),
        media_type: upload.mediaType,
        size: 0,
        at: deps.clock.now(),
        by_kind: by.kind,
        by_id: by.id,
        done_at: null,
        about_kind: about?.kind ?? null,
        about_id: about?.id ?? null,
      })
      .execute()
  })
  try {
    const size = await writeChunks(deps, { customer, file: id }, upload.from)
    if (size === 0) throw new AppError('bad_input', 'The file is empty.')
    return await deps.db
      .updateTable('keep.file')
      .set({ size, done_at: deps.clock.now() })
      .where('customer_id', '=', customer)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
  } catch (error) {
    await removeFile(deps, { customer, id })
    throw error
  }
}

type About = NonNullable<Upload['about']>

/**
 * Whether an interaction or a case is one of this person (all its ids). Cases are the office's; the keep may read there what is
 * known of a customer, and looks at nothing but the key.
 */
export async function isOfPerson(deps: FileDeps, members: readonly number[], { kind, id }: About): Promise<boolean> {
  const [table, column] = kind === 'interaction' ? (['fact.interaction', 'id'] as const) : (['office.work_case', 'case_id'] as const)
  const found = await sql`select from ${sql.table(table)} where customer_id = any(${[...members]}::bigint[]) and ${sql.ref(column)} = ${id}`.execute(deps.db)
  return found.rows.length > 0
}

const namePlace = (customer: number, id: number) => `file-name\0${customer}\0${id}`

/** Names of these files, by id; a file whose customer's key was destroyed has none. */
export async function namesOf(deps: FileDeps, rows: readonly FileRow[]): Promise<Map<number, string>> {
  const keys = await deps.keyring.existingKeys([...new Set(rows.map((r) => r.customer_id))], 'content')
  return new Map(
    rows.flatMap((row): [number, string][] => {
      const key = keys.get(row.customer_id)
      const plain = key && unseal(key, namePlace(row.customer_id, row.id), row.sealed_name)
      return plain ? [[row.id, plain.toString('utf8')]] : []
    }),
  )
}

/** The newest first; `before` is the id of the last one seen. */
export async function listFiles(deps: FileDeps, members: readonly number[], limit: number, before: number | undefined): Promise<FileRow[]> {
  const query = deps.db
    .selectFrom('keep.file')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('done_at', 'is not', null)
  return (before === undefined ? query : query.where('id', '<', before)).orderBy('id', 'desc').limit(limit).execute()
}

export async function getFile(deps: FileDeps, members: readonly number[], id: number | undefined): Promise<FileRow> {
  if (id === undefined) throw notFound()
  const row = await deps.db
    .selectFrom('keep.file')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('id', '=', id)
    .where('done_at', 'is not', null)
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

export async function removeFile(deps: FileDeps, at: { customer: number; id: number }): Promise<void> {
  await deps.db.deleteFrom('keep.file').where('customer_id', '=', at.customer).where('id', '=', at.id).execute()
}

/** Takes away what uploads left that never ended. Gives how many. */
export async function sweepFiles(deps: FileDeps, now: Date): Promise<number> {
  const gone = await deps.db
    .deleteFrom('keep.file')
    .where('done_at', 'is', null)
    .where('at', '<', new Date(now.getTime() - abandonedMs))
    .executeTakeFirst()
  return Number(gone.numDeletedRows)
}

export type Opening = { file: number; at: Date; actor: string; role: string }

/** Who opened these files, from the receipts; the newest first, so many at most. */
export async function openingsOf(deps: FileDeps, members: readonly number[], files: readonly number[], limit: number): Promise<Opening[]> {
  if (files.length === 0) return []
  const rows = await sql<Opening>`
    select r.activity_id as file, r.at, c.actor, c.role from keep.receipt r join keep.receipt_codes c using (codes_id)
    where r.customer_id = any(${[...members]}::bigint[]) and c.activity = 'file' and c.operation = 'read' and c.decision = 'allow'
      and r.activity_id = any(${[...files]}::bigint[])
    order by r.at desc limit ${limit}`.execute(deps.db)
  return rows.rows
}
