import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listDuplicates } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'

export type Duplicate = z.output<typeof listDuplicates.output>['items'][number]

export const duplicatesQuery = infiniteQueryOptions({
  queryKey: ['duplicates', 'all'],
  queryFn: ({ pageParam, signal }) => call(listDuplicates, { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

/** Those one customer may be too: a few, for the card. */
export const duplicatesOfQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['duplicates', customerId],
    queryFn: ({ signal }) => call(listDuplicates, { query: { customer_id: customerId, limit: 3 }, signal }),
  })
