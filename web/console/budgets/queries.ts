import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { budget, budgetRequest, listOpenBudgets } from '../../../src/keep/access/contract.ts'
import { listBudgets, listOpenBudgets as listOpen, readOwnBudget } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'

export type Budget = z.output<typeof budget>
export type BudgetRequest = z.output<typeof budgetRequest>
export type ColleagueBudget = z.output<typeof listOpenBudgets.output>['items'][number]

export const budgetsKey = ['budgets'] as const
const everyMs = 30_000

export const ownBudgetQuery = queryOptions({
  queryKey: [...budgetsKey, 'own'],
  queryFn: ({ signal }) => call(readOwnBudget, { signal }),
  refetchInterval: everyMs,
})

export const requestsQuery = infiniteQueryOptions({
  queryKey: [...budgetsKey, 'requests'],
  queryFn: ({ pageParam, signal }) => call(listBudgets, { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
  refetchInterval: everyMs,
})

export const colleaguesQuery = infiniteQueryOptions({
  queryKey: [...budgetsKey, 'colleagues'],
  queryFn: ({ pageParam, signal }) => call(listOpen, { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
  refetchInterval: everyMs,
})
