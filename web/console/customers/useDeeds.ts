import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { differences, listSearch, nextOrder, type Shown } from '../list/state.ts'
import type { List } from '../list/useList.ts'
import type { GridDeeds } from './Grid.tsx'
import { grows } from './HeadCell.tsx'
import type { CustomersSearch } from './search.ts'

/** In the address: nobody stands open beside the list. */
export const closed = { open: undefined, at: undefined, only: undefined, do: undefined } as const

type DeedsOf = {
  list: List
  search: CustomersSearch
  set: (part: Partial<CustomersSearch>, replace?: boolean) => void
  announce: (said: string) => void
  chooseRows: (from: number, to: number, chosen: boolean) => void
  all: () => void
  clear: () => void
}

/** What the rows and heads of a list do: all of it ends in the address or in who is chosen. */
export function useDeeds({ list, search, set, announce, chooseRows, all, clear }: DeedsOf): GridDeeds {
  const navigate = useNavigate()
  const beside = useMediaQuery('(min-width: 1100px)')
  const { shown, view, known } = list
  const change = (part: Partial<Shown>) => set({ ...differences({ ...shown, ...part }, view), ...closed })
  const full: GridDeeds['full'] = (row, at) =>
    void navigate({ to: '/customers/$customerId', params: { customerId: row.id }, search: at === undefined ? {} : { list: listSearch(search), at } })
  return {
    full,
    // One step back closes the panel, however many were looked at in it.
    open: (row, at) => (beside ? set({ ...closed, open: row.id, at }, search.open !== undefined) : full(row, at)),
    sort: (column, join) => change({ sort: nextOrder(shown.sort, column, { first: grows(known.get(column)), join }) }),
    sortBy: (sort) => change({ sort }),
    layout: (how, said) => {
      set({ c: differences({ ...shown, layout: how(shown.layout) }, view).c })
      if (said) announce(said)
    },
    choose: chooseRows,
    chooseAll: all,
    chooseNobody: clear,
  }
}
