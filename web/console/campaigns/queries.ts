import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { reasonCount } from '../../../src/office/audiences/contract.ts'
import type { campaign, run } from '../../../src/office/campaigns/contract.ts'
import { listCampaigns, listRuns, previewCampaign, readCampaign } from '../../../src/office/campaigns/contract.ts'
import { call } from '../../ui/api.ts'

export type Campaign = z.output<typeof campaign>
export type Run = z.output<typeof run>
export type ReasonCount = z.output<typeof reasonCount>

export const campaignsQuery = infiniteQueryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ pageParam, signal }) => call(listCampaigns, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

export const campaignQuery = (campaignId: string) =>
  queryOptions({ queryKey: ['campaign', campaignId], queryFn: ({ signal }) => call(readCampaign, { params: { campaign_id: campaignId }, signal }) })

const leastPauseMs = 4_000
const longerPause = 25

export const previewQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaign', campaignId, 'preview'],
    queryFn: async ({ signal }) => {
      const began = performance.now()
      const said = await call(previewCampaign, { params: { campaign_id: campaignId }, body: {}, signal })
      return { ...said, tookMs: performance.now() - began }
    },
    staleTime: 0,
    // Somebody may be taking over while the marketer looks: the number follows, and a large audience is not counted without a break.
    refetchInterval: ({ state }) => Math.max(leastPauseMs, longerPause * (state.data?.tookMs ?? 0)),
  })

export const runsQuery = (campaignId: string) =>
  infiniteQueryOptions({
    queryKey: ['campaign', campaignId, 'runs'],
    queryFn: ({ pageParam, signal }) => call(listRuns, { params: { campaign_id: campaignId }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
