import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { compareCustomers, listJoined, search } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'

export type Joined = z.output<typeof listJoined.output>['items'][number]
export type Comparison = z.output<typeof compareCustomers.output>

/** By field: whose value leads when the newest does not. */
export type Leading = Record<string, 'from' | 'into'>

export const joinedQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['joined', customerId],
    queryFn: ({ pageParam, signal }) => call(listJoined, { params: { customer_id: customerId }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const comparisonQuery = (from: string, into: string) =>
  queryOptions({
    queryKey: ['comparison', from, into],
    queryFn: ({ signal }) => call(compareCustomers, { params: { customer_id: from }, query: { into }, signal }),
    gcTime: 0,
  })

export const othersQuery = (query: string) =>
  queryOptions({
    queryKey: ['search', query],
    queryFn: ({ signal }) => call(search, { query: { q: query, limit: 8 }, signal }),
    enabled: query.length > 1,
  })

/** Who is whom has changed: everything that was read of anybody is read again. */
export function readAgain(client: QueryClient): void {
  for (const key of ['card', 'joined', 'timeline', 'history', 'looks', 'customers', 'search', 'comparison', 'duplicates', 'leads'])
    void client.invalidateQueries({ queryKey: [key] })
}
