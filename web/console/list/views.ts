import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listViews, type view, type viewBody } from '../../../src/office/lists/views/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'
import type { ListColumn } from './queries.ts'
import { orderText, readOrder, type Shown } from './state.ts'

export type View = z.output<typeof view>
export type ViewBody = z.input<typeof viewBody>

/** In an address: all customers, though another list is one's first. */
export const allCustomers = 'all'

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => everyPage((query) => call(listViews, { query, signal })),
  staleTime: 60_000,
})

/** The view an address names; without one, that with which this role begins. */
export function viewNamed(views: readonly View[], named: string | undefined, role: string): View | undefined {
  if (named === allCustomers) return undefined
  return named === undefined ? views.find(({ default_for }) => default_for.includes(role)) : views.find(({ view_id }) => view_id === named)
}

/** What a view shows. A column that is gone is left out of the table; a condition on it stays, to be seen. */
export function shownOf(view: View, known: ReadonlyMap<string, ListColumn>, widthOf: (column: ListColumn | undefined) => number): Shown {
  return {
    filter: view.filter ?? undefined,
    sort: view.sort ? readOrder(view.sort) : [],
    layout: view.columns
      .filter(({ column }) => column === 'name' || known.has(column))
      .map(({ column, width, frozen }) => ({ column, width: width ?? widthOf(known.get(column)), frozen })),
    density: view.density,
    group: view.group ?? undefined,
  }
}

/** A saved list as it is written back: all that it holds, and nothing that only the server says. */
export function savedOf({ title, filter, sort, columns, density, group, shared, default_for }: View): Required<ViewBody> {
  return { title, filter, sort, columns, density, group, shared, default_for }
}

/** What is kept of a list. */
export function bodyOf(shown: Shown, own: 'comfortable' | 'compact'): Pick<ViewBody, 'filter' | 'sort' | 'columns' | 'density' | 'group'> {
  return {
    filter: shown.filter ?? null,
    sort: shown.sort.length > 0 ? orderText(shown.sort) : null,
    columns: shown.layout.map(({ column, width, frozen }) => ({ column, width, frozen })),
    density: shown.density ?? own,
    group: shown.group ?? null,
  }
}
