import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { task, workCase } from '../../../src/office/work/contract.ts'
import { listCases, listColleagues, listTasks, readDay } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type Task = z.output<typeof task>
export type WorkCase = z.output<typeof workCase>
export type Day = z.output<typeof readDay.output>
export type DayCounts = Day['tasks']
export type Whose = 'mine' | 'unassigned' | 'all'

export const tasksQuery = (whose: Whose) =>
  infiniteQueryOptions({
    queryKey: ['tasks', whose],
    queryFn: ({ pageParam, signal }) => call(listTasks, { query: { whose, state: 'open', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const casesQuery = (whose: Whose) =>
  infiniteQueryOptions({
    queryKey: ['cases', whose],
    queryFn: ({ pageParam, signal }) => call(listCases, { query: { whose, state: 'open', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const dayQuery = (whose: Whose, zone: string) =>
  queryOptions({ queryKey: ['tasks', 'day', whose, zone], queryFn: ({ signal }) => call(readDay, { query: { whose, time_zone: zone }, signal }) })

export const colleaguesQuery = queryOptions({
  queryKey: ['colleagues'],
  queryFn: ({ signal }) => everyPage((query) => call(listColleagues, { query, signal })),
  staleTime: 300_000,
})
