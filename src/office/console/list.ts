import type { z } from 'zod'
import { type Credential, foundPlace } from '../../keep/door/contract.ts'
import { badInput } from '../../platform/errors.ts'
import { pagesOf } from '../../platform/http/index.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import {
  askingOf,
  type Column,
  isByName,
  pageBehind,
  pageByName,
  pageFrom,
  pageOfFound,
  readColumns,
  readSort,
  type Value,
  valuesOf,
  type Who,
  whoOf,
} from '../lists/index.ts'
import type { listCustomers } from './contract.ts'
import { customerRows } from './rows.ts'

type Query = z.output<NonNullable<typeof listCustomers.query>>
type Page = z.input<typeof listCustomers.output>
type Found = { customers: number[]; next_cursor: string | null; total?: { count: number; exact: boolean }; as_of?: string | null }

const perPage = 50

/**
 * A page of the list. By name and by words the keep knows the order; by figures this wing does, and the keep only renders the
 * rows of the page.
 */
export async function customersPage(house: House, caller: Caller, query: Query): Promise<Page> {
  if (query.from !== undefined && query.cursor !== undefined) throw badInput('say from or cursor, not both', 'from')
  const asking = await askingOf(house, whoOf(caller, undefined))
  const columns = query.columns === undefined ? undefined : readColumns(query.columns, asking.columns)
  const { customers, ...page } = await found(house, caller, query, asking)
  const sealed = (columns ?? []).flatMap((column) => (column.sealed ? [column.column] : []))
  const rows = await customerRows(house, caller, customers, { why: query.search ? 'search' : 'list', sealed })
  if (columns === undefined) return { ...page, items: rows }
  return { ...page, items: await withValues(house, rows, columns) }
}

async function found(house: House, caller: Caller, query: Query, asking: Awaited<ReturnType<typeof askingOf>>): Promise<Found> {
  const { as } = caller
  const { limit = perPage } = query
  if (query.ids !== undefined) {
    const ids = query.ids
      .split(',')
      .map((shown) => house.ids.read('customer', shown))
      .filter((id) => id !== undefined)
    return { customers: ids.slice(0, 200), next_cursor: null }
  }
  const who = narrowed(whoOf(caller, query.filter), query)
  const sorts = query.sort === undefined ? [] : readSort(query.sort, asking.columns)
  if (query.search) {
    if (who.filter === undefined && query.sort === undefined && query.from === undefined) return searched(house, as, query.search, query)
    const nearest = await nearestBy(house, as, query.search)
    return pageOfFound(house, who, { sorts: isByName(sorts) ? [] : sorts, asking, words: query.search, nearest, cursor: query.cursor, from: query.from, limit })
  }
  const { cursor, from, as_of: asOf } = query
  if (isByName(sorts)) return pageByName(house, as, who, { asking, descending: sorts[0]?.descending ?? false, cursor, from, limit, asOf })
  const at = { sorts, asking, limit }
  if (from === undefined) return pageBehind(house, who, { ...at, cursor })
  return pageFrom(house, who, { ...at, from, asOf })
}

/** The filter together with the narrower questions that may be asked beside it. */
function narrowed(who: Who, { kind, role, value_class }: Query): Who {
  const also = Object.entries({ kind, role, value_class }).flatMap(([column, value]) => (value === undefined ? [] : [{ column, is: 'equals' as const, value }]))
  if (also.length === 0) return who
  return { ...who, filter: { all: [...(who.filter === undefined ? [] : [who.filter]), ...also] } }
}

async function searched(house: House, as: Credential, words: string, { cursor, limit = perPage }: Query): Promise<Found> {
  const pages = foundPages(house, words)
  const found = await house.door.ask(as, 'find', { query: words, limit, after: pages.after(cursor) ?? null })
  return {
    customers: found.customers.map((c) => c.customer),
    next_cursor: found.next && pages.cursorAt(found.next),
    total: { count: found.total, exact: found.total < 10_000 },
  }
}

const [mostNearest, pageOfNearest] = [1_000, 200]

/** The thousand nearest to these words, the nearest first: a search that is narrowed further or sorted otherwise is one of these. */
async function nearestBy(house: House, as: Credential, words: string): Promise<number[]> {
  const all: number[] = []
  let after: z.output<typeof foundPlace> | null = null
  while (all.length < mostNearest) {
    const page: { customers: { customer: number }[]; next: z.output<typeof foundPlace> | null } = await house.door.ask(as, 'find', {
      query: words,
      limit: pageOfNearest,
      after,
    })
    all.push(...page.customers.map((c) => c.customer))
    after = page.next
    if (after === null) break
  }
  return all
}

/** The pages of what these words find. */
export const foundPages = (house: House, words: string) => pagesOf(house.ids, `found ${words}`, foundPlace)

type Rows = Awaited<ReturnType<typeof customerRows>>

/** Rows with the values of the columns asked for; of whom is closed to the asker nothing is told. */
async function withValues(house: House, rows: Rows, columns: readonly Column[]): Promise<Page['items']> {
  const values = await valuesOf(
    house,
    rows.filter((row) => !row.closed).map((row) => row.person),
    columns,
  )
  return rows.map((row) => ({
    ...row,
    values: Object.fromEntries(
      columns.map((column) => [
        column.column,
        row.closed ? null : column.sealed ? openedValue(column, row.opened[column.column]) : (values.get(row.person)?.[column.column] ?? null),
      ]),
    ),
  }))
}

/** What was opened of a sealed field, as its type has it. */
function openedValue({ type }: Column, held: string | null | undefined): Value {
  if (held === null || held === undefined) return null
  if (type === 'number') return Number(held)
  return type === 'boolean' ? held === 'true' : held
}
