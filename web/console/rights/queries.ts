import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { countRights, listRights, readRight } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import type { RightsSearch } from './search.ts'

export type { CaseLine, CaseView } from '../../../src/keep/rights/cases/shapes.ts'

export const rightsQuery = (search: RightsSearch) =>
  infiniteQueryOptions({
    queryKey: ['rights', 'list', search],
    queryFn: ({ pageParam, signal }) => call(listRights, { query: { ...search, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const rightsCountsQuery = queryOptions({ queryKey: ['rights', 'counts'], queryFn: ({ signal }) => call(countRights, { signal }) })

export const rightQuery = (id: string) =>
  queryOptions({ queryKey: ['rights', 'one', id], queryFn: ({ signal }) => call(readRight, { params: { case_id: id }, signal }) })

/** Looks again at everything that an answer, or a new request, has changed. */
export function useRenewed() {
  const client = useQueryClient()
  return (customer: string) => {
    for (const key of [['rights'], ['desk'], ['card', customer], ['beside', customer]]) void client.invalidateQueries({ queryKey: key })
  }
}
