import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { countNeeds, listNeeds, listNeedsOf, listReadyAnswers, type need } from '../../../src/office/needs/contract.ts'
import { call } from '../../ui/api.ts'
import type { NeedsSearch } from './search.ts'

export type Need = z.output<typeof need>

export const needsQuery = (search: NeedsSearch) =>
  infiniteQueryOptions({
    queryKey: ['needs', 'list', search],
    queryFn: ({ pageParam, signal }) => call(listNeeds, { query: { ...search, ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const needsOfQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['needs', 'of', customerId],
    queryFn: ({ pageParam, signal }) => call(listNeedsOf, { params: { customer_id: customerId }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const needCountsQuery = queryOptions({ queryKey: ['needs', 'counts'], queryFn: ({ signal }) => call(countNeeds, { signal }) })

export const readyAnswersQuery = queryOptions({
  queryKey: ['ready-answers'],
  queryFn: ({ signal }) => call(listReadyAnswers, { query: { limit: 200 }, signal }),
})
