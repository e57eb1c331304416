import { infiniteQueryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listProviders, type provider } from '../../../src/keep/roads/contract.ts'
import { call } from '../../ui/api.ts'

export type Provider = z.output<typeof provider>

export const providersQuery = infiniteQueryOptions({
  queryKey: ['providers'],
  queryFn: ({ pageParam, signal }) => call(listProviders, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})
