import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listDrafts, listVersions, readDraft, readSample } from '../../../src/keep/policy/contract.ts'
import { call } from '../../ui/api.ts'

export type Draft = z.output<typeof readDraft.output>
export type Body = Draft['body']
export type Trial = NonNullable<Draft['trial']>
export type Version = z.output<typeof listVersions.output>['items'][number]
export type Change = Trial['changes'][number]
export type Beside = Trial['more'][number]

const lookAgainMs = 2_000

export const draftsQuery = queryOptions({ queryKey: ['policy', 'drafts'], queryFn: ({ signal }) => call(listDrafts, { signal }) })

export const draftQuery = (draft_id: string) =>
  queryOptions({
    queryKey: ['policy', 'draft', draft_id],
    queryFn: ({ signal }) => call(readDraft, { params: { draft_id }, signal }),
    refetchInterval: ({ state }) => (state.data?.trial?.ended_at === null ? lookAgainMs : false),
  })

export const versionsQuery = infiniteQueryOptions({
  queryKey: ['policy', 'versions'],
  queryFn: ({ pageParam, signal }) => call(listVersions, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

/** Whoever is listed has a receipt: asked for once, and never again by itself. */
export const sampleQuery = (draft_id: string, asked_at: string, change: number) =>
  queryOptions({
    queryKey: ['policy', 'sample', draft_id, asked_at, change],
    queryFn: ({ signal }) => call(readSample, { params: { draft_id }, query: { change }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
