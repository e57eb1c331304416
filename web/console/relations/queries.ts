import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listRelationChanges, search } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import type { Card } from '../card/queries.ts'

export type Relation = Card['relations'][number]
export type RelationChange = z.output<typeof listRelationChanges.output>['items'][number]

export const relationKinds = ['employer', 'contact_person', 'part_of', 'household', 'family', 'guardian', 'referred_by'] as const
export type RelationKind = (typeof relationKinds)[number]

export const foundQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q, 'relations'],
    queryFn: ({ signal }) => call(search, { query: { q, limit: 8 }, signal }),
    enabled: q.trim().length > 1,
    staleTime: 30_000,
    placeholderData: (old) => old,
  })

export const changesQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['relations', customerId, 'changes'],
    queryFn: ({ pageParam, signal }) =>
      call(listRelationChanges, { params: { customer_id: customerId }, query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
