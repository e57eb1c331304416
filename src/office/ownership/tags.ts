import { type Db, inTransaction, sql, sqlState, type Tx } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { seenBy, type Within } from '../within.ts'
import { mostTags } from './shapes.ts'
import type { OwnershipTables } from './tables.ts'

export type Tag = OwnershipTables['office.tag']
export type NewTag = { tag: number; title: string; colour: string; by: number; now: Date }

/** A page of tags by title, with how many customers have each. */
export async function listTags(
  db: Db<OwnershipTables>,
  page: { retired: boolean; after: { title: string; tag: number } | undefined; limit: number; within?: Within | undefined },
): Promise<(Tag & { customers: number })[]> {
  const behind = page.after ? sql`and (lower(title), tag_id) > (lower(${page.after.title}), ${page.after.tag})` : sql``
  const { rows } = await sql<Tag & { customers: number }>`
    select t.*, (select count(*)::int from office.customer_tag c where c.tag_id = t.tag_id and ${seenBy(page.within, sql`c.customer_id`)}) as customers
    from office.tag t where (${page.retired} or retired_at is null) ${behind} order by lower(title), tag_id limit ${page.limit}`.execute(db)
  return rows
}

export async function tagsById(db: Db<OwnershipTables>, tags: readonly number[]): Promise<Map<number, Tag>> {
  const { rows } = await sql<Tag>`select * from office.tag where tag_id = any(${[...new Set(tags)]}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [row.tag_id, row]))
}

/** Makes a tag, or gives the one in use under this title, whoever was first. */
export function addTag(db: Db<OwnershipTables>, made: NewTag): Promise<Tag> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('office.tag'))`.execute(tx)
    const same = await inUse(tx, made.title)
    if (same) return same
    await checkRoom(tx)
    const { rows } = await sql<Tag>`insert into office.tag (tag_id, title, colour, made_by, created_at)
      values (${made.tag}, ${made.title}, ${made.colour}, ${made.by}, ${made.now}) returning *`.execute(tx)
    return one(rows)
  })
}

/** Another title or colour; a title that another tag in use has is a conflict. */
export async function changeTag(db: Db<OwnershipTables>, tag: number, to: { title: string | undefined; colour: string | undefined }): Promise<Tag> {
  try {
    const { rows } = await sql<Tag>`update office.tag set title = coalesce(${to.title ?? null}, title), colour = coalesce(${to.colour ?? null}, colour)
      where tag_id = ${tag} returning *`.execute(db)
    return one(rows)
  } catch (error) {
    throw sqlState(error) === '23505' ? taken() : error
  }
}

/** Whoever has `tag` has `into` from now on, and `tag` is retired. Gives how many customers it was taken off. */
export function mergeTags(db: Db<OwnershipTables>, said: { tag: number; into: number; now: Date }): Promise<{ into: Tag; moved: number }> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('office.tag'))`.execute(tx)
    const tags = await tagsById(tx, [said.tag, said.into])
    const into = tags.get(said.into)
    if (!tags.has(said.tag) || !into) throw notFound()
    if (said.tag === said.into) throw new AppError('bad_input', 'A tag cannot be merged into itself.', { place: 'into' })
    if (into.retired_at !== null) throw new AppError('bad_input', 'This tag is retired; merge into one that is in use.', { place: 'into' })
    // Retired first: the update waits for whoever is putting it on at this moment, and they find it retired after that.
    await sql`update office.tag set retired_at = coalesce(retired_at, ${said.now}), merged_into = ${said.into} where tag_id = ${said.tag}`.execute(tx)
    const { rows } = await sql<{ moved: number }>`
      with gone as (delete from office.customer_tag where tag_id = ${said.tag} returning customer_id, at, made_by),
      put as (insert into office.customer_tag (customer_id, tag_id, at, made_by) select customer_id, ${said.into}, at, made_by from gone on conflict do nothing)
      select count(*)::int as moved from gone`.execute(tx)
    return { into, moved: rows[0]?.moved ?? 0 }
  })
}

export async function retireTag(db: Db<OwnershipTables>, tag: number, now: Date): Promise<Tag> {
  const { rows } = await sql<Tag>`update office.tag set retired_at = coalesce(retired_at, ${now}) where tag_id = ${tag} returning *`.execute(db)
  return one(rows)
}

export function restoreTag(db: Db<OwnershipTables>, tag: number): Promise<Tag> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('office.tag'))`.execute(tx)
    const before = (await tagsById(tx, [tag])).get(tag)
    if (!before) throw notFound()
    if (before.retired_at === null) return before
    if (await inUse(tx, before.title)) throw taken()
    await checkRoom(tx)
    const { rows } = await sql<Tag>`update office.tag set retired_at = null, merged_into = null where tag_id = ${tag} returning *`.execute(tx)
    return one(rows)
  })
}

async function inUse(tx: Tx<OwnershipTables>, title: string): Promise<Tag | undefined> {
  const { rows } = await sql<Tag>`select * from office.tag where lower(title) = lower(${title}) and retired_at is null`.execute(tx)
  return rows[0]
}

async function checkRoom(tx: Tx<OwnershipTables>): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from office.tag where retired_at is null`.execute(tx)
  if ((rows[0]?.count ?? 0) >= mostTags) throw new AppError('conflict', `There are ${mostTags} tags in use, which is the most. Retire or merge some first.`)
}

const taken = () => new AppError('conflict', 'Another tag has this title.', { place: 'title' })

function one<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw notFound()
  return row
}
