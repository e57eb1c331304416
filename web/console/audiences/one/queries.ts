import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { compareRule, overlapAudiences, readAudience, readSizes } from '../../../../src/office/audiences/contract.ts'
import { readAudienceQuality } from '../../../../src/office/quality/contract.ts'
import { call } from '../../../ui/api.ts'
import { audiencesQuery, type Rule } from '../queries.ts'

export type SavedAudience = z.output<typeof readAudience.output>
export type Overlap = z.output<typeof overlapAudiences.output>

const goingMs = 2_000

/** One audience; while everybody is gone through for the first time it is looked at again and again. */
export const audienceQuery = (audience_id: string) =>
  queryOptions({
    queryKey: [...audiencesQuery.queryKey, audience_id],
    queryFn: ({ signal }) => call(readAudience, { params: { audience_id }, signal }),
    refetchInterval: ({ state }) => (state.data?.live && state.data.live.complete_at === null ? goingMs : false),
  })

export const sizesQuery = (audience_id: string) =>
  queryOptions({
    queryKey: [...audiencesQuery.queryKey, audience_id, 'sizes'],
    queryFn: ({ signal }) => call(readSizes, { params: { audience_id }, signal }),
  })

/** How good what is known of those in it is. */
export const audienceQualityQuery = (audience_id: string, purpose: string) =>
  queryOptions({
    queryKey: [...audiencesQuery.queryKey, audience_id, 'quality', purpose],
    queryFn: ({ signal }) => call(readAudienceQuality, { params: { audience_id }, query: { purpose }, signal }),
  })

export const overlapQuery = (audience_ids: string[], purpose: string) =>
  queryOptions({
    queryKey: [...audiencesQuery.queryKey, 'overlap', purpose, audience_ids],
    queryFn: ({ signal }) => call(overlapAudiences, { body: { audience_ids, purpose }, signal }),
    retry: false,
  })

/** What another rule would change: how many stay, come and go. */
export const comparedQuery = (audience_id: string, rule: Rule, purpose: string) =>
  queryOptions({
    queryKey: ['audience-compared', audience_id, purpose, rule],
    queryFn: ({ signal }) => call(compareRule, { params: { audience_id }, body: { rule, purpose }, signal }),
    retry: false,
  })
