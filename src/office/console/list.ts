import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Credential } from '../../keep/door/contract.ts'
import { badInput } from '../../platform/errors.ts'
import type { House } from '../house.ts'
import type { listCustomers } from './contract.ts'
import { customerRows } from './rows.ts'

type Query = z.output<NonNullable<typeof listCustomers.query>>
type Page = z.input<typeof listCustomers.output>

/**
 * A page of the list. By name and by words the keep knows the order; by class, figures or kind this wing does, and the keep
 * only renders the rows of the page.
 */
export async function customersPage(house: House, as: Credential, query: Query): Promise<Page> {
  const limit = query.limit ?? 50
  if (query.ids !== undefined) {
    const ids = query.ids
      .split(',')
      .map((shown) => house.ids.read('customer', shown))
      .filter((id) => id !== undefined)
    return { items: await customerRows(house, as, ids.slice(0, 200), 'list'), next_cursor: null }
  }
  if (query.search) return searched(house, as, query.search, limit, offsetOf(query.cursor))
  if (query.value_class || query.kind || query.role || (query.sort && query.sort !== 'name')) return byFigures(house, as, query, limit, offsetOf(query.cursor))
  const page = await house.door.ask(as, 'list', { after: query.cursor ?? null, limit })
  return { items: await customerRows(house, as, page.customers, 'list'), next_cursor: page.next, total: { count: page.total, exact: true } }
}

async function searched(house: House, as: Credential, words: string, limit: number, offset: number): Promise<Page> {
  const found = await house.door.ask(as, 'find', { query: words, limit, offset })
  const items = await customerRows(
    house,
    as,
    found.customers.map((c) => c.customer),
    'search',
  )
  const end = offset + found.customers.length
  return {
    items,
    next_cursor: end < found.total && found.customers.length > 0 ? String(end) : null,
    total: { count: found.total, exact: found.total < 10_000 },
  }
}

async function byFigures(house: House, as: Credential, query: Query, limit: number, offset: number): Promise<Page> {
  const parts: RawBuilder<unknown>[] = [sql`p.person = p.customer_id and p.status = 'known'`]
  if (query.kind) parts.push(sql`p.kind = ${query.kind}`)
  if (query.role) parts.push(sql`p.role = ${query.role}`)
  if (query.value_class) parts.push(sql`v.class = ${query.value_class} and v.contested_at is null`)
  const order = query.sort === 'recent' ? sql`v.days_since_last nulls last, p.customer_id` : sql`v.spent desc nulls last, p.customer_id`
  const where = sql.join(parts, sql` and `)
  const rows = await sql<{ customer_id: number }>`
    select p.customer_id from fact.derived p left join office.value_class v on v.customer_id = p.customer_id where ${where} order by ${order} limit ${limit + 1} offset ${offset}`.execute(
    house.db,
  )
  const counted = await sql<{ count: number }>`
    select count(*) as count from (select 1 from fact.derived p left join office.value_class v on v.customer_id = p.customer_id where ${where} limit 10001) x`.execute(
    house.db,
  )
  const count = counted.rows[0]?.count ?? 0
  const items = await customerRows(
    house,
    as,
    rows.rows.slice(0, limit).map((r) => r.customer_id),
    'list',
  )
  return { items, next_cursor: rows.rows.length > limit ? String(offset + limit) : null, total: { count: Math.min(count, 10_000), exact: count <= 10_000 } }
}

function offsetOf(cursor: string | undefined): number {
  const offset = Number(cursor ?? 0)
  if (!Number.isInteger(offset) || offset < 0 || offset > 1_000_000) throw badInput('This cursor is not one of ours.', 'cursor')
  return offset
}
