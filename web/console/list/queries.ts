import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listCustomers } from '../../../src/office/console/contract.ts'
import { countCustomers, groupCustomers, listColumns, sumCustomers } from '../../../src/office/lists/contract.ts'
import type { Filter, ListColumn } from '../../../src/office/lists/shapes.ts'
import { call } from '../../ui/api.ts'
import type { Shown } from './state.ts'
import { orderText } from './state.ts'

export type Page = z.output<typeof listCustomers.output>
export type CustomerRow = Page['items'][number]
export type { Filter, ListColumn }

/** Rows are asked for by so many: hardly more than are seen, for each one opened is written down. */
export const chunkSize = 20

/** What the server is asked for; two lists that ask the same are the same list. */
export type Asked = { search?: string; filter?: string; sort?: string; columns?: string; as_of?: string }

export function askedFor(
  { filter, sort, layout }: Pick<Shown, 'filter' | 'sort' | 'layout'>,
  search: string | undefined,
  known: ReadonlyMap<string, ListColumn>,
): Asked {
  const columns = layout.map(({ column }) => column).filter((column) => column !== 'name' && known.has(column))
  // By name the keep sorts, and by nothing else beside it.
  const order = sort.filter(({ column }, _, all) => known.get(column)?.sort && (column !== 'name' || all.length === 1))
  return {
    ...(search ? { search } : {}),
    ...(filter ? { filter: JSON.stringify(filter) } : {}),
    ...(order.length > 0 ? { sort: orderText(order) } : {}),
    ...(columns.length > 0 ? { columns: columns.toSorted().join(',') } : {}),
  }
}

export const rowsQuery = (asked: Asked, chunk: number) =>
  queryOptions({
    queryKey: ['customers', 'rows', asked, chunk],
    queryFn: ({ signal }) => call(listCustomers, { query: { ...asked, from: chunk * chunkSize, limit: chunkSize }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 120_000,
  })

export const columnsQuery = queryOptions({
  queryKey: ['columns'],
  queryFn: ({ signal }) => call(listColumns, { signal }),
  staleTime: 60_000,
})

/** The head of a list as it is now; all further rows are asked for as they were then, so that nothing jumps while one scrolls. */
export const headQuery = (asked: Asked) => queryOptions({ ...rowsQuery(asked, 0), queryKey: ['customers', 'rows', asked, 0], staleTime: 15_000 })

/** How many rows a list has that is so long that its head did not wait to be told; asked again until it is known. */
export const totalQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['customers', 'total', asked],
    queryFn: async ({ signal }) => {
      const page = await call(listCustomers, { query: { ...asked, from: 0, limit: 1 }, signal })
      return page.total ?? { count: page.items.length, exact: true }
    },
    refetchInterval: ({ state }) => (state.data?.exact ? false : 700),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What changed of a list since it was read: whether there are others in it, or others figures. */
export const freshQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['customers', 'fresh', asked],
    queryFn: ({ signal }) =>
      call(countCustomers, {
        query: { ...(asked.filter ? { filter: asked.filter } : {}), ...(asked.as_of ? { since: asked.as_of } : {}) },
        still: true,
        signal,
      }),
    refetchInterval: 30_000,
    staleTime: 0,
  })

/** How many match, while one builds a filter: the former number stays until the new one is there. */
export const countQuery = (filter: Filter | undefined) =>
  queryOptions({
    queryKey: ['customers', 'count', filter],
    queryFn: ({ signal }) => call(countCustomers, { query: filter ? { filter: JSON.stringify(filter) } : {}, signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })

export const sumsQuery = (filter: string | undefined, columns: readonly string[]) =>
  queryOptions({
    queryKey: ['customers', 'sums', filter, columns],
    queryFn: ({ signal }) => call(sumCustomers, { query: { ...(filter ? { filter } : {}), columns: columns.join(',') }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 15_000,
  })

export type Groups = z.output<typeof groupCustomers.output>

/** Everybody of a filter by the values of one column, with the sums of these columns. */
export const groupsQuery = (filter: string | undefined, by: string, columns: readonly string[]) =>
  queryOptions({
    queryKey: ['customers', 'groups', filter, by, columns],
    queryFn: ({ signal }) => call(groupCustomers, { query: { ...(filter ? { filter } : {}), by, columns: columns.join(',') }, signal }),
    placeholderData: keepPreviousData,
  })
