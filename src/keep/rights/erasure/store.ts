import type { Selectable } from 'kysely'
import { type AnyDb, type Db, sql, type Tx } from '../../../platform/db/index.ts'
import type { RightsTables } from '../tables.ts'

export type ErasureRow = Selectable<RightsTables['keep.erasure']>

export async function findErasure(db: Db<RightsTables>, id: number): Promise<ErasureRow | undefined> {
  return db.selectFrom('keep.erasure').selectAll().where('erasure_id', '=', id).executeTakeFirst()
}

/** The one of all of this person that was asked for and is not over; `members` are all ids of the person. */
export async function openErasureOf(db: Db<RightsTables>, members: readonly number[]): Promise<ErasureRow | undefined> {
  return db
    .selectFrom('keep.erasure')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('state', 'in', ['waiting', 'erasing'])
    .where(sql<boolean>`covers ? 'all'`)
    .executeTakeFirst()
}

/** Parts of this person that are being erased, or wait for it. */
export async function openParts(db: Db<RightsTables>, members: readonly number[]): Promise<ErasureRow[]> {
  return db
    .selectFrom('keep.erasure')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('state', 'in', ['waiting', 'erasing'])
    .where(sql<boolean>`not covers ? 'all'`)
    .orderBy('due_at')
    .execute()
}

/** Parts of this person that were erased, the last one first; at most so many. */
export async function doneParts(db: Db<RightsTables>, members: readonly number[], limit: number): Promise<ErasureRow[]> {
  return db
    .selectFrom('keep.erasure')
    .selectAll()
    .where('customer_id', 'in', [...members])
    .where('state', '=', 'done')
    .where(sql<boolean>`not covers ? 'all'`)
    .orderBy('ended_at', 'desc')
    .limit(limit)
    .execute()
}

/** The newest first; `below` is the number of the last one seen. */
export async function listErasureRows(db: Db<RightsTables>, page: { below: number | undefined; limit: number }): Promise<ErasureRow[]> {
  const all = db.selectFrom('keep.erasure').selectAll()
  const rest = page.below === undefined ? all : all.where('erasure_id', '<', page.below)
  return rest.orderBy('erasure_id', 'desc').limit(page.limit).execute()
}

/** Those whose time has come, the first due first. */
export async function dueErasures(db: Db<RightsTables>, now: Date, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('keep.erasure')
    .select('erasure_id')
    .where('state', 'in', ['waiting', 'erasing'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.erasure_id)
}

/** The row, held until the transaction ends. */
export async function lockErasure(tx: Tx<RightsTables>, id: number): Promise<ErasureRow | undefined> {
  return tx.selectFrom('keep.erasure').selectAll().where('erasure_id', '=', id).forUpdate().executeTakeFirst()
}

export type Of = Pick<ErasureRow, 'customer_id' | 'erasure_id'>

/** Adds to what went; in the transaction that took it. */
export async function addGone(db: AnyDb, of: Of, part: string, gone: number): Promise<void> {
  if (gone === 0) return
  await sql`
    insert into keep.erasure_gone as g (customer_id, erasure_id, part, gone) values (${of.customer_id}, ${of.erasure_id}, ${part}, ${gone})
    on conflict (customer_id, erasure_id, part) do update set gone = g.gone + excluded.gone`.execute(db)
}

/** What went so far, by table or other part, of each of these erasures. */
export async function goneOf(db: Db<RightsTables>, erasures: readonly number[]): Promise<Map<number, Map<string, number>>> {
  const out = new Map<number, Map<string, number>>()
  if (erasures.length === 0) return out
  const rows = await db
    .selectFrom('keep.erasure_gone')
    .select(['erasure_id', 'part', 'gone'])
    .where('erasure_id', 'in', [...erasures])
    .execute()
  for (const { erasure_id, part, gone } of rows) out.set(erasure_id, (out.get(erasure_id) ?? new Map<string, number>()).set(part, gone))
  return out
}
