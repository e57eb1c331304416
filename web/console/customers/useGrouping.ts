import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type Head, inTheirOrder, isGroupable, keyOf, type Sections, sectionsOf } from '../list/grouping.ts'
import { type Asked, type Groups, groupsQuery, type ListColumn } from '../list/queries.ts'
import type { Shown } from '../list/state.ts'
import { summable } from './GridFoot.tsx'

export type Grouping = {
  column: ListColumn
  /** undefined until they are counted. */
  groups: Groups | undefined
  error: Error | null
  retry: () => void
  sections: Sections
  toggle: (head: Head) => void
  openAll: () => void
  closeAll: () => void
}

const none: ReadonlySet<string> = new Set()

/** The groups of a list that has some; which of them stand open is forgotten with the list. */
export function useGrouping(asked: Asked | undefined, shown: Shown, known: ReadonlyMap<string, ListColumn>): Grouping | undefined {
  const column = known.get(shown.group ?? '')
  const grouped = column !== undefined && isGroupable(column) && asked !== undefined && asked.search === undefined
  const { data, error, refetch } = useQuery({ ...groupsQuery(asked?.filter, column?.column ?? '', summable(shown.layout, known).toSorted()), enabled: grouped })
  const list = JSON.stringify([column?.column, asked?.filter])
  const [held, setHeld] = useState({ list, open: none })
  const open = held.list === list ? held.open : none
  const sections = useMemo(
    () =>
      grouped && data
        ? sectionsOf(inTheirOrder(data.groups, column.codes), open, { asked, filter: shown.filter, column })
        : { heads: new Map(), parts: [], count: 0 },
    [grouped, data, open, asked, shown.filter, column],
  )
  if (!grouped) return undefined
  const set = (next: ReadonlySet<string>) => setHeld({ list, open: next })
  return {
    column,
    groups: data,
    error,
    retry: () => void refetch(),
    sections,
    toggle: ({ key }) => set(open.has(key) ? new Set([...open].filter((each) => each !== key)) : new Set([...open, key])),
    openAll: () => set(new Set(data?.groups.map(keyOf))),
    closeAll: () => set(none),
  }
}
