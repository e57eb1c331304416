import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { provider, rules, staffSession } from '../../../src/keep/access/contract.ts'
import { listProviders, listStaff, listStaffSessions, readRules } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type Provider = z.output<typeof provider>
export type Rules = z.output<typeof rules>
export type StaffSession = z.output<typeof staffSession>

export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) => everyPage((page) => call(listProviders, { query: page, signal })),
})

export const rulesQuery = queryOptions({ queryKey: ['sign-in-rules'], queryFn: ({ signal }) => call(readRules, { signal }) })

export const allStaffQuery = queryOptions({
  queryKey: ['staff', 'all'],
  queryFn: ({ signal }) => everyPage((page) => call(listStaff, { query: page, signal })),
})

export const sessionsKey = ['staff-sessions'] as const
export const sessionsQuery = (staff: string) =>
  infiniteQueryOptions({
    queryKey: [...sessionsKey, staff],
    queryFn: ({ pageParam, signal }) =>
      call(listStaffSessions, { query: { limit: 50, ...(staff ? { staff } : {}), ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
