import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listLooks, readCard, readFieldHistory, readTimeline } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { asked, type DeedAsk } from '../../ui/deedAsk.ts'

export type Card = z.output<typeof readCard.output>
export type Page = z.output<typeof readTimeline.output>
export type Moment = Page['items'][number]

export const cardQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['card', customerId],
    queryFn: ({ signal }) => call(readCard, { params: { customer_id: customerId }, query: {}, signal }),
  })

export const timelineQuery = (customerId: string, only: string) =>
  infiniteQueryOptions({
    queryKey: ['timeline', customerId, only],
    queryFn: ({ pageParam, signal }) =>
      call(readTimeline, {
        params: { customer_id: customerId },
        query: { limit: 25, ...(only ? { only } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const historyQuery = (customerId: string, field: string) =>
  infiniteQueryOptions({
    queryKey: ['history', customerId, field],
    queryFn: ({ pageParam, signal }) =>
      call(readFieldHistory, { params: { customer_id: customerId, field }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const looksQuery = (customerId: string, ask: DeedAsk) =>
  infiniteQueryOptions({
    queryKey: ['looks', customerId, ask],
    queryFn: ({ pageParam, signal }) =>
      call(listLooks, {
        params: { customer_id: customerId },
        query: { limit: 20, ...asked(ask, new Date(), null), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
