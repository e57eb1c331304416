import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { type Credential, foundPlace, listPlace } from '../../keep/door/contract.ts'
import { pagesOf } from '../../platform/http/index.ts'
import type { House } from '../house.ts'
import type { listCustomers } from './contract.ts'
import { customerRows } from './rows.ts'

type Query = z.output<NonNullable<typeof listCustomers.query>>
type Page = z.input<typeof listCustomers.output>

const perPage = 50

/**
 * A page of the list. By name and by words the keep knows the order; by class, figures or kind this wing does, and the keep
 * only renders the rows of the page.
 */
export async function customersPage(house: House, as: Credential, query: Query): Promise<Page> {
  const { limit = perPage } = query
  if (query.ids !== undefined) {
    const ids = query.ids
      .split(',')
      .map((shown) => house.ids.read('customer', shown))
      .filter((id) => id !== undefined)
    return { items: await customerRows(house, as, ids.slice(0, 200), 'list'), next_cursor: null }
  }
  if (query.search) return searched(house, as, query.search, query)
  if (query.value_class || query.kind || query.role || (query.sort && query.sort !== 'name')) return byFigures(house, as, query)
  const pages = pagesOf(house.ids, 'customers', listPlace)
  const page = await house.door.ask(as, 'list', { after: pages.after(query.cursor) ?? null, limit })
  const items = await customerRows(house, as, page.customers, 'list')
  return { items, next_cursor: page.next && pages.cursorAt(page.next), total: { count: page.total, exact: true } }
}

async function searched(house: House, as: Credential, words: string, { cursor, limit = perPage }: Query): Promise<Page> {
  const pages = foundPages(house, words)
  const found = await house.door.ask(as, 'find', { query: words, limit, after: pages.after(cursor) ?? null })
  const items = await customerRows(
    house,
    as,
    found.customers.map((c) => c.customer),
    'search',
  )
  return { items, next_cursor: found.next && pages.cursorAt(found.next), total: { count: found.total, exact: found.total < 10_000 } }
}

/** The pages of what these words find. */
export const foundPages = (house: House, words: string) => pagesOf(house.ids, `found ${words}`, foundPlace)

const figuresPlace = z.object({ by: z.union([z.int(), z.iso.datetime()]).nullable(), customer: z.int() })
type Row = { customer_id: number; last_at: Date | null; spent: number | null }

async function byFigures(house: House, as: Credential, query: Query): Promise<Page> {
  const { value_class, kind, role, limit = perPage } = query
  const recent = query.sort === 'recent'
  const pages = pagesOf(house.ids, JSON.stringify(['figures', recent, value_class, kind, role]), figuresPlace)
  const parts: RawBuilder<unknown>[] = [sql`p.person = p.customer_id and p.status = 'known'`]
  if (kind) parts.push(sql`p.kind = ${kind}`)
  if (role) parts.push(sql`p.role = ${role}`)
  if (value_class) parts.push(sql`v.class = ${value_class} and v.contested_at is null`)
  const all = sql`from fact.derived p left join office.value_class v on v.customer_id = p.customer_id where ${sql.join(parts, sql` and `)}`
  const by = recent ? sql.raw('v.last_at') : sql.raw('v.spent')
  const found = await sql<Row>`
    select p.customer_id, v.last_at, v.spent ${all} ${behind(by, pages.after(query.cursor))} order by ${by} desc nulls last, p.customer_id limit ${limit + 1}`.execute(
    house.db,
  )
  const counted = await sql<{ count: number }>`select count(*) as count from (select 1 ${all} limit 10001) x`.execute(house.db)
  const count = counted.rows[0]?.count ?? 0
  const { rows, next_cursor } = pages.page(found.rows, limit, (r) => ({ by: recent ? (r.last_at?.toISOString() ?? null) : r.spent, customer: r.customer_id }))
  const items = await customerRows(
    house,
    as,
    rows.map((r) => r.customer_id),
    'list',
  )
  return { items, next_cursor, total: { count: Math.min(count, 10_000), exact: count <= 10_000 } }
}

/** Behind a place in the order of a figure, the largest first and those without it last. */
function behind(by: RawBuilder<unknown>, at: z.output<typeof figuresPlace> | undefined): RawBuilder<unknown> {
  if (at === undefined) return sql``
  if (at.by === null) return sql`and ${by} is null and p.customer_id > ${at.customer}`
  const figure = typeof at.by === 'string' ? sql`${at.by}::timestamptz` : sql`${at.by}::bigint`
  return sql`and (${by} is null or ${by} < ${figure} or (${by} = ${figure} and p.customer_id > ${at.customer}))`
}
