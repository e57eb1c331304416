import type { Selectable } from 'kysely'
import { type Db, sql } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { Keyring } from '../keyring/index.ts'
import type { Deed } from './shapes.ts'
import type { BulkTables } from './tables.ts'

export type BulkRow = Selectable<BulkTables['keep.bulk']>
type Deps = { db: Db<BulkTables>; keyring: Pick<Keyring, 'sealRecord' | 'openRecord'> }

const place = (id: number) => `bulk\0${id}\0value`

export type NewBulk = { id: number; deed: Deed; field: string | null; value: string | null; by: { id: number; role: string }; now: Date }

/** Keeps what is asked; asking again under the same number changes nothing. */
export async function beginBulk(deps: Deps, asked: NewBulk): Promise<void> {
  const { id, by } = asked
  const made = await deps.db
    .insertInto('keep.bulk')
    .values({
      bulk_id: id,
      deed: asked.deed,
      field: asked.field,
      sealed_value: asked.value === null ? null : deps.keyring.sealRecord(place(id), asked.value),
      by_id: by.id,
      by_role: by.role,
      asked_at: asked.now,
      undone_by: null,
      undone_role: null,
      undone_at: null,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  if (!made.numInsertedOrUpdatedRows && (await getBulk(deps.db, id)).by_id !== by.id) throw new AppError('conflict', 'There is such a piece of work already.')
}

export async function getBulk(db: Db<BulkTables>, id: number): Promise<BulkRow> {
  const row = await db.selectFrom('keep.bulk').selectAll().where('bulk_id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** From now on it is taken back, by whoever asked first. */
export async function beginUndo(db: Db<BulkTables>, id: number, by: { id: number; role: string }, now: Date): Promise<void> {
  await sql`update keep.bulk set undone_by = ${by.id}, undone_role = ${by.role}, undone_at = ${now} where bulk_id = ${id} and undone_at is null`.execute(db)
}

/** What is written, or what is to be done. */
export const openValue = (keyring: Deps['keyring'], row: BulkRow): string | null =>
  row.sealed_value === null ? null : keyring.openRecord(place(row.bulk_id), row.sealed_value).toString('utf8')
