import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listFallen, listRising, listRuns, readMigration, readRun, readValues } from '../../../src/office/insight/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'

export type Values = z.output<typeof readValues.output>
export type Run = z.output<typeof listRuns.output>['items'][number]
export type Figures = NonNullable<z.output<typeof readRun.output>['figures']>
export type Check = Extract<Figures['check'], { chosen: string }>

const bins = 14
const shown = 8

export const valuesQuery = (currency: string | undefined) =>
  queryOptions({
    queryKey: ['insight', 'values', currency],
    queryFn: ({ signal }) => call(readValues, { query: { bins, ...(currency ? { currency } : {}) }, signal }),
  })

export const migrationQuery = queryOptions({
  queryKey: ['insight', 'migration'],
  queryFn: ({ signal }) => call(readMigration, { query: {}, signal }),
  retry: false,
})
export const risingQuery = queryOptions({ queryKey: ['insight', 'rising'], queryFn: ({ signal }) => call(listRising, { query: { limit: shown }, signal }) })
export const fallenQuery = queryOptions({ queryKey: ['insight', 'fallen'], queryFn: ({ signal }) => call(listFallen, { query: { limit: shown }, signal }) })

/** The last run that ended well; null while there is none. */
export const lastRunQuery = queryOptions({
  queryKey: ['insight', 'last run'],
  queryFn: ({ signal }) =>
    call(readRun, { params: { run_id: 'last' }, signal }).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 404) return null
      throw error
    }),
  retry: false,
})

export const runsQuery = infiniteQueryOptions({
  queryKey: ['insight', 'runs'],
  queryFn: ({ pageParam, signal }) => call(listRuns, { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})
