import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput } from '../../../platform/errors.ts'
import type { Actor, Rights } from '../../access/index.ts'
import { purposesNow } from '../../terms/index.ts'
import type { ImportDeps } from '../deps.ts'
import type { Origin } from '../shapes.ts'
import type { ImportingTables, ImportTables } from '../tables.ts'

// A list of people is an import that records nothing: it only says who of the customers stood in the file.

/** What is said of a list when its file is brought. */
export type Said = { title?: string | undefined; purpose?: string | undefined; origin?: Origin | 'bought' | undefined }
export type NewList = { title: string; purpose: string; origin: Origin }

/** So many lines a list may have. */
export const mostLines = 500_000
/** The file is kept so long after the end, for whoever puts right what was not found. */
export const keptMs = 86_400_000

/** Throws bad_input for what is missing or no list is taken for, and forbidden for who may not search by addresses. */
export async function listSaid(deps: ImportDeps, { title, purpose, origin }: Said, by: Actor, rights: Rights | undefined): Promise<NewList> {
  if (title === undefined) throw badInput('title: say what the list is called', 'title')
  if (origin === undefined) throw badInput('origin: say where the list comes from', 'origin')
  if (origin === 'bought')
    throw badInput('origin: lists that were bought or gathered elsewhere are not taken: the people in them never agreed to hear from you', 'origin')
  if (purpose === undefined) throw badInput('purpose: say what the list is for', 'purpose')
  const known = (await purposesNow(deps.db.$pickTables())).get(purpose)
  if (!known) throw badInput(`purpose: there is no purpose "${purpose}"`, 'purpose')
  if (by.kind === 'staff' && !known.roles.includes(by.role)) throw new AppError('forbidden', 'This purpose is not for your role.', { place: 'purpose' })
  if (rights && !rights.sees.includes('contact')) throw new AppError('forbidden', 'Your role does not see names and addresses, so it cannot search by them.')
  if (rights && rights.customers !== 'all')
    throw new AppError('forbidden', 'You see only some of the customers, and a list is matched with all of them: ask a colleague who sees all.')
  return { title, purpose, origin }
}

export async function addList(tx: Tx<ImportTables>, id: number, list: NewList, now: Date): Promise<void> {
  await tx
    .insertInto('fact.people_list')
    .values({ list_id: id, ...list, created_at: now, complete_at: null, deleted_at: null })
    .execute()
}

export const findList = (db: Db<ImportTables> | Tx<ImportTables>, id: number) =>
  db.selectFrom('fact.people_list').selectAll().where('list_id', '=', id).executeTakeFirst()

/** From now on rules may ask it. */
export async function completeList(tx: Tx<ImportTables>, id: number, now: Date): Promise<void> {
  await tx.updateTable('fact.people_list').set({ complete_at: now }).where('list_id', '=', id).execute()
}

export async function peopleIn(db: Db<ImportTables>, id: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from fact.people_list_member where list_id = ${id}`.execute(db)
  return rows[0]?.n ?? 0
}

/** No rule can ask it any more, and nobody stands in it. Gives how many rows went. */
export async function emptyList(tx: Tx<ImportingTables>, id: number, most: number, now: Date): Promise<number> {
  await sql`update fact.people_list set deleted_at = ${now} where list_id = ${id} and deleted_at is null`.execute(tx)
  const gone = await sql`
    delete from fact.people_list_member m using (select customer_id from fact.people_list_member where list_id = ${id} limit ${most}) g
    where m.list_id = ${id} and m.customer_id = g.customer_id`.execute(tx)
  return Number(gone.numAffectedRows ?? 0)
}
