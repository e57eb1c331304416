import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listExports } from '../../../src/keep/exports/contract.ts'
import type { exportView, formats } from '../../../src/keep/exports/shapes.ts'
import { previewExport } from '../../../src/office/exports/contract.ts'
import { call } from '../../ui/api.ts'
import type { Who } from '../bulk/queries.ts'

export type Export = z.output<typeof exportView>
export type Format = (typeof formats)[number]
export type Wanted = { who: Who; purpose: string; columns: string[]; format: Format }

const moving: readonly Export['state'][] = ['running', 'writing']

/** Mine, and everybody's for those who approve; the newest first. */
export const exportsQuery = infiniteQueryOptions({
  queryKey: ['exports'],
  queryFn: ({ pageParam, signal }) => call(listExports, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
  refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some((each) => moving.includes(each.state))) ? 1_500 : false),
})

/** How many would be in the file, who is left out, and whether a second person has to agree. Nothing is opened. */
export const exportPreviewQuery = (wanted: Wanted) =>
  queryOptions({
    queryKey: ['export-preview', wanted],
    queryFn: ({ signal }) => call(previewExport, { body: wanted, signal }),
    placeholderData: (old) => old,
    staleTime: 0,
    gcTime: 10_000,
  })
