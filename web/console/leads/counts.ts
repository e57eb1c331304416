import { queryOptions } from '@tanstack/react-query'
import { countLeads } from '../../../src/office/leads/counts/contract.ts'
import { call } from '../../ui/api.ts'

/** How many leads each view has; the side bar shows how many wait. */
export const leadCountsQuery = queryOptions({
  queryKey: ['leads', 'counts'],
  queryFn: ({ signal }) => call(countLeads, { signal }),
  refetchInterval: 60_000,
  staleTime: 5_000,
})
