import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listConcerned, listGoods, readGood } from '../../../src/office/arrivals/contract.ts'
import { call } from '../../ui/api.ts'

export type Part = 'close' | 'hear' | 'left_out'
export type Concerns = NonNullable<z.output<typeof readGood.output>['concerns']>

export const goodsQuery = infiniteQueryOptions({
  queryKey: ['goods'],
  queryFn: ({ pageParam, signal }) => call(listGoods, { query: pageParam === '' ? {} : { cursor: pageParam }, signal }),
  initialPageParam: '',
  getNextPageParam: ({ next_cursor }) => next_cursor,
})

/** Counted anew each time it is looked at: terms change. */
export const goodQuery = (sku: string) =>
  queryOptions({ queryKey: ['goods', sku], queryFn: ({ signal }) => call(readGood, { params: { sku }, signal }), staleTime: 0 })

export const concernedQuery = (sku: string, part: Part, reason: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['goods', sku, part, reason ?? ''],
    queryFn: ({ pageParam, signal }) =>
      call(listConcerned, {
        params: { sku },
        query: { part, ...(reason === undefined ? {} : { reason }), ...(pageParam === '' ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor,
  })
