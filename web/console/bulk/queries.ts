import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { type bulkView, listBulk, previewBulk } from '../../../src/office/bulk/contract.ts'
import type { deed, who } from '../../../src/office/bulk/shapes.ts'
import { call } from '../../ui/api.ts'

export type Deed = z.input<typeof deed>
export type Who = z.input<typeof who>
export type Touched = z.output<typeof previewBulk.output>
export type Bulk = z.output<typeof bulkView>

const going: readonly Bulk['state'][] = ['running', 'paused', 'undoing']
export const isGoing = ({ state }: Bulk): boolean => going.includes(state)
const moves = (works: readonly Bulk[]) => works.some((work) => isGoing(work) && work.state !== 'paused')

/** What was done to many, the newest first. */
export const bulksQuery = infiniteQueryOptions({
  queryKey: ['bulk', 'all'],
  queryFn: ({ pageParam, signal }) => call(listBulk, { query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
  refetchInterval: ({ state }) => (moves(state.data?.pages.flatMap(({ items }) => items) ?? []) ? 2_000 : false),
})

/** The newest few: what is going on now, whoever began it and in whichever tab. */
export const newestQuery = queryOptions({
  queryKey: ['bulk', 'newest'],
  queryFn: async ({ signal }) => (await call(listBulk, { query: { limit: 20 }, signal })).items,
  staleTime: 0,
  refetchInterval: ({ state }) => (moves(state.data ?? []) ? 700 : false),
})

/** How many it would touch, before anything is done. */
export const touchesQuery = (who: Who, made: Deed) =>
  queryOptions({
    queryKey: ['bulk', 'preview', who, made],
    queryFn: ({ signal }) => call(previewBulk, { body: { who, deed: made }, signal }),
    staleTime: 0,
    gcTime: 10_000,
  })
