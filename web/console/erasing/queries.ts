import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { askErasure, listErasures, previewErasure, readCertificate, takeBackErasure } from '../../../src/keep/rights/contract.ts'
import type { Covers, erasurePreview, erasureView } from '../../../src/keep/rights/shapes.ts'
import { call } from '../../ui/api.ts'
import { coversAsked } from '../../ui/Covers.tsx'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { erasingWords } from './erasing.words.ts'

export type Erasure = z.output<typeof erasureView>
export type Foreseen = z.output<typeof erasurePreview>
export type Wish = z.input<NonNullable<typeof askErasure.body>>

const moving = ({ state, due_at }: Erasure) => state === 'erasing' || (state === 'waiting' && new Date(due_at) <= new Date())

/** All that were asked for, the newest first. */
export const erasuresQuery = infiniteQueryOptions({
  queryKey: ['erasures'],
  queryFn: ({ pageParam, signal }) => call(listErasures, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
  refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(moving)) ? 1_000 : false),
})

/** What an erasure would take, or the one that was asked for. A look, so it is made only when somebody wants to know. */
export const foreseenQuery = (customer: string, covers: Covers = 'everything') =>
  queryOptions({
    queryKey: ['erasure', customer, coversAsked(covers)],
    queryFn: ({ signal }) => call(previewErasure, { params: { customer_id: customer }, query: coversAsked(covers), signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.open && moving(state.data.open) ? 1_000 : false),
  })

export const certificateQuery = (erasure: string) =>
  queryOptions({
    queryKey: ['certificate', erasure],
    queryFn: ({ signal }) => call(readCertificate, { params: { erasure_id: erasure }, signal }),
    // The log signs what is new by the minute.
    refetchInterval: ({ state }) => (state.data && state.data.proof === null ? 5_000 : false),
  })

/** Asks for just what was looked at. */
export const erase = (customer: string, etag: string, wish: Wish) =>
  call(askErasure, { params: { customer_id: customer }, headers: { 'if-match': `"${etag}"` }, body: wish })

/** Looks again at whatever showed them. */
export function useRenewed() {
  const client = useQueryClient()
  return (customer: string | null) => {
    const theirs =
      customer === null
        ? []
        : [
            ['erasure', customer],
            ['card', customer],
            ['timeline', customer],
          ]
    for (const queryKey of [['erasures'], ['customers'], ['recent'], ['favourites'], ['tasks'], ['cases'], ...theirs])
      void client.invalidateQueries({ queryKey })
  }
}

export function useTakeBack() {
  const say = useWords(erasingWords)
  const renewed = useRenewed()
  return useAct({
    run: ({ id }: Erasure) => call(takeBackErasure, { params: { erasure_id: id }, body: {} }),
    then: ({ customer_id }) => {
      notice(say('taken_back_said'))
      renewed(customer_id)
    },
  })
}
