import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listQualityPeople, readQuality } from '../../../src/office/quality/contract.ts'
import { call } from '../../ui/api.ts'

export type OfKind = z.output<typeof readQuality.output>['kinds'][number]
export type OfField = OfKind['fields'][number]
export type Asked = { kind: OfKind['kind']; field: string; what: 'missing' | 'old' | 'against' }

export const qualityKey = ['quality']

export const qualityQuery = queryOptions({
  queryKey: [...qualityKey, 'figures'],
  queryFn: ({ signal }) => call(readQuality, { signal }),
})

export const peopleQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: [...qualityKey, 'people', asked],
    queryFn: ({ pageParam, signal }) => call(listQualityPeople, { query: { ...asked, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
