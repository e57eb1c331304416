import { z } from 'zod'
import { type Credential, listPlace } from '../../keep/door/contract.ts'
import { sql } from '../../platform/db/index.ts'
import { pagesOf } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import type { Within } from '../within.ts'
import { columnsWithin } from './columns.ts'
import { columnsNow } from './company.ts'
import { type Asking, compile } from './compile.ts'
import { behind, keysOf, orderBy, type Place, type Sort } from './order.ts'
import { type Chosen, chosenOf, countOf, looking } from './people.ts'
import type { Filter } from './shapes.ts'

/** What a list is made with. */
export type ListHouse = Pick<House, 'lists' | 'door' | 'ids' | 'clock'>

/** Who is listed. */
export type Who = { filter: Filter | undefined; me: number | null; within: Within | undefined }

export type ListPage = { customers: number[]; next_cursor: string | null; total: { count: number; exact: boolean }; as_of: string | null }

/** What is asked, by whom, now. */
export async function askingOf(house: ListHouse, { me, within }: Pick<Who, 'me' | 'within'>): Promise<Asking> {
  const [columns, zone] = await Promise.all([columnsNow(house.door), house.lists.zone()])
  return { columns: columnsWithin(columns, within), zone, ids: house.ids, me, within, now: house.clock.now() }
}

/** What a list is known by: who else asks the same within its day, limited to the same, sees the same. */
export const keyOf = (who: Who, sorts: readonly Sort[]) =>
  JSON.stringify([
    who.filter ?? null,
    JSON.stringify(who.filter ?? null).includes('"me"') ? who.me : null,
    who.within ?? null,
    sorts.map((s) => [s.column.column, s.descending]),
  ])

/** A part of a list in the order of figures: at any place of it, as it was when its reading began. */
export async function pageFrom(
  house: ListHouse,
  who: Who,
  { sorts, asking, ...at }: { sorts: Sort[]; asking: Asking; from: number; limit: number; asOf: string | undefined },
): Promise<ListPage> {
  const chosen: Chosen = { ...compile(who.filter, asking), sorts }
  const page = await house.lists.frozen.page(keyOf(who, sorts), chosen, at)
  return { customers: page.customers, next_cursor: null, total: page.total, as_of: page.asOf.toISOString() }
}

const place = z.object({ keys: z.array(z.string().nullable()).max(5), customer: z.int() })

/** A page behind a row, of the list as it is now (docs/decisions/0210). */
export async function pageBehind(
  house: ListHouse,
  who: Who,
  { sorts, asking, cursor, limit }: { sorts: Sort[]; asking: Asking; cursor: string | undefined; limit: number },
): Promise<ListPage> {
  const pages = pagesOf(house.ids, `figures ${keyOf(who, sorts)}`, place)
  const after: Place | undefined = pages.after(cursor)
  const chosen: Chosen = { ...compile(who.filter, asking), sorts }
  return looking(house.lists.db, async (tx) => {
    const keys = sorts.length > 0 ? keysOf(sorts) : sql`'{}'::text[]`
    const found = await sql<{ customer_id: number; keys: (string | null)[] }>`
      select f.customer_id, ${keys} as keys ${chosenOf(chosen, behind(sorts, after))} ${orderBy(sorts)} limit ${limit + 1}`.execute(tx)
    const { rows, next_cursor } = pages.page(found.rows, limit, (row) => ({ keys: row.keys, customer: row.customer_id }))
    return { customers: rows.map((row) => row.customer_id), next_cursor, total: await countOf(tx, chosen), as_of: null }
  })
}

/** A page of those who match, by name: the keep is told who they are, a bit each, and knows the order. */
export async function pageByName(
  house: ListHouse,
  as: Credential,
  who: Who,
  at: { asking: Asking; descending: boolean; cursor: string | undefined; from: number | undefined; limit: number; asOf: string | undefined },
): Promise<ListPage> {
  const pages = pagesOf(house.ids, `named ${keyOf(who, [])} ${at.descending}`, listPlace)
  const after = at.from === undefined ? (pages.after(at.cursor) ?? null) : { shown: at.from, last: [] }
  const everybody =
    who.filter === undefined && !who.within?.customers
      ? undefined
      : await house.lists.frozen.everybody(keyOf(who, []), { ...compile(who.filter, at.asking), sorts: [] }, at.asOf)
  const among = everybody && { among: bitmapOf(everybody.customers) }
  const page = await house.door.ask(as, 'list', { after, limit: at.limit, descending: at.descending, ...among })
  return {
    customers: page.customers,
    next_cursor: page.next && pages.cursorAt(page.next),
    total: { count: everybody?.customers.length ?? page.total, exact: true },
    as_of: everybody?.asOf.toISOString() ?? null,
  }
}

/** A bit for each of these numbers (in order), from the first on. */
function bitmapOf(customers: Float64Array): { from: number; bits: string } {
  const from = customers[0] ?? 0
  const bytes = Buffer.alloc(Math.ceil(((customers.at(-1) ?? 0) - from + 1) / 8))
  for (const customer of customers) {
    const at = Math.floor((customer - from) / 8)
    bytes[at] = (bytes[at] ?? 0) | (1 << ((customer - from) % 8))
  }
  return { from, bits: bytes.toString('base64') }
}

const foundAt = z.object({ shown: z.int(), customer: z.int() })

/** A page of a search that is narrowed further or sorted otherwise: of the customers nearest to its words, the nearest first. */
export async function pageOfFound(
  house: ListHouse,
  who: Who,
  at: { sorts: Sort[]; asking: Asking; words: string; nearest: readonly number[]; cursor: string | undefined; from: number | undefined; limit: number },
): Promise<ListPage> {
  const pages = pagesOf(house.ids, `nearest ${at.words} ${keyOf(who, at.sorts)}`, foundAt)
  const after = pages.after(at.cursor)
  const chosen: Chosen = { ...compile(who.filter, at.asking), sorts: at.sorts }
  const among = sql<boolean>`f.customer_id = any(${[...at.nearest]}::bigint[])`
  const order = at.sorts.length > 0 ? orderBy(at.sorts) : sql`order by array_position(${[...at.nearest]}::bigint[], f.customer_id)`
  const rows = await looking(house.lists.db, (tx) => sql<{ customer_id: number }>`select f.customer_id ${chosenOf(chosen, among)} ${order}`.execute(tx))
  const all = rows.rows.map((row) => row.customer_id)
  const last = after ? all.indexOf(after.customer) : -1
  const from = at.from ?? (last >= 0 ? last + 1 : (after?.shown ?? 0))
  const end = from + at.limit
  return {
    customers: all.slice(from, end),
    next_cursor: end < all.length ? pages.cursorAt({ shown: end, customer: all[end - 1] ?? 0 }) : null,
    total: { count: all.length, exact: true },
    as_of: null,
  }
}

/**
 * Who matches, in the order of their numbers, a page behind `after` at a time: for what is done to all of them. Throws bad_input
 * with the place of what means nothing in the filter.
 */
export async function matching(house: ListHouse, who: Who, page: { after: number; limit: number }): Promise<number[]> {
  const compiled = compile(who.filter, await askingOf(house, who))
  const rows = await looking(house.lists.db, (tx) =>
    sql<{ customer_id: number }>`
      select f.customer_id ${chosenOf({ ...compiled, sorts: [] }, sql<boolean>`f.customer_id > ${page.after}`)} order by f.customer_id limit ${page.limit}`.execute(
      tx,
    ),
  )
  return rows.rows.map((row) => row.customer_id)
}
