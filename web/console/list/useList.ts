import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { brokenIn } from '../filters/conditions.ts'
import { useMe } from '../session/session.ts'
import type { Layout } from './layout.ts'
import type { Asked, ListColumn } from './queries.ts'
import { askedFor, columnsQuery } from './queries.ts'
import type { ListSearch, Shown } from './state.ts'
import { shownBy } from './state.ts'
import { shownOf, type View, viewNamed, viewsQuery } from './views.ts'

const usual = ['name', 'value_class', 'last_contact', 'owner', 'spent', 'purchases', 'open_cases', 'tags', 'since'] as const

const widths = { name: 280, tags: 190, units: 190, money: 140, number: 120, time: 165, code: 140, boolean: 100, staff: 170, text: 190, day: 130 } as const
export const usualWidth = (column: ListColumn | undefined): number => (column ? widths[column.type] : 150)

/** All customers, as whoever has chosen nothing sees them. */
export function everyone(known: ReadonlyMap<string, ListColumn>): Shown {
  const layout: Layout = usual
    .filter((column) => column === 'name' || known.has(column))
    .map((column) => ({ column, width: usualWidth(known.get(column)), frozen: column === 'name' }))
  return { filter: undefined, sort: [], layout, density: undefined }
}

export type List = {
  known: ReadonlyMap<string, ListColumn>
  /** The saved list this is; none for all customers. */
  saved: View | undefined
  /** What the view shows by itself, and what is shown now. */
  view: Shown
  shown: Shown & { unread: boolean }
  /** What the server is asked; undefined while a part of the filter means nothing. */
  asked: Asked | undefined
}

/** The list an address means; undefined until its columns are known. */
export function useList(search: ListSearch): { list: List | undefined; error: Error | null } {
  const me = useMe()
  const { data: columns, error } = useQuery(columnsQuery)
  const { data: views, error: viewsError } = useQuery(viewsQuery)
  const list = useMemo(() => {
    if (!columns || (!views && !viewsError)) return undefined
    const known = new Map(columns.items.map((column) => [column.column, column]))
    const saved = viewNamed(views?.items ?? [], search.v, me.role)
    const view = saved ? shownOf(saved, known, usualWidth) : everyone(known)
    const shown = shownBy(search, view)
    const broken = brokenIn(shown.filter, known).length > 0
    return { known, saved, view, shown, asked: broken ? undefined : askedFor(shown, search.q, known) }
  }, [columns, views, viewsError, me.role, search.q, search.f, search.s, search.c, search.d, search.g, search.v])
  return { list, error }
}
