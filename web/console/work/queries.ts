import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { task, workCase } from '../../../src/office/work/contract.ts'
import { listCases, listColleagues, listTasks, readDay } from '../../../src/office/work/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type Task = z.output<typeof task>
export type WorkCase = z.output<typeof workCase>
export type Unseen = NonNullable<Task['unseen']>
export type Day = z.output<typeof readDay.output>
export type DayCounts = Day['tasks']
export type Whose = 'mine' | 'unassigned' | 'all'

/** Whose work, and of which unit with those below it. */
export type Of = { whose: Whose; unit?: string | undefined }
const asked = ({ whose, unit }: Of) => ({ whose, ...(unit === undefined ? {} : { unit }) })

export const tasksQuery = (of: Of) =>
  infiniteQueryOptions({
    queryKey: ['tasks', of.whose, of.unit],
    queryFn: ({ pageParam, signal }) =>
      call(listTasks, { query: { ...asked(of), state: 'open', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const casesQuery = (of: Of) =>
  infiniteQueryOptions({
    queryKey: ['cases', of.whose, of.unit],
    queryFn: ({ pageParam, signal }) =>
      call(listCases, { query: { ...asked(of), state: 'open', limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const dayQuery = (of: Of, zone: string) =>
  queryOptions({
    queryKey: ['tasks', 'day', of.whose, of.unit, zone],
    queryFn: ({ signal }) => call(readDay, { query: { ...asked(of), time_zone: zone }, signal }),
  })

export const colleaguesQuery = queryOptions({
  queryKey: ['colleagues'],
  queryFn: ({ signal }) => everyPage((query) => call(listColleagues, { query, signal })),
  staleTime: 300_000,
})

export type Colleague = z.output<typeof listColleagues.output>['items'][number]

/** The same with who of them does not see this customer; without a customer nobody is asked about. */
export const colleaguesForQuery = (customerId: string | undefined) =>
  customerId === undefined
    ? colleaguesQuery
    : queryOptions({
        queryKey: ['colleagues', 'for', customerId],
        queryFn: ({ signal }) => everyPage((query) => call(listColleagues, { query: { ...query, customer_id: customerId }, signal })),
        staleTime: 15_000,
      })
