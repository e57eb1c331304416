import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { type auditRow, exportAudit, readAudit, readOddUses } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { wholeDay } from '../../ui/formats.ts'
import type { AuditSearch } from './search.ts'

export type AuditRow = z.output<typeof auditRow>

/** The filter as the server takes it: days of the reader's own zone, the last one whole. */
const asked = ({ by, act, from, until }: AuditSearch) => ({
  ...(by && { by }),
  ...(act && { act }),
  ...(from && { from: wholeDay(from).from.toISOString() }),
  ...(until && { until: wholeDay(until).until.toISOString() }),
})

export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ pageParam, signal }) => call(readAudit, { query: { ...asked(search), ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const oddQuery = queryOptions({ queryKey: ['audit', 'odd'], queryFn: ({ signal }) => call(readOddUses, { signal }) })

export const fileOf = (search: AuditSearch): string => `${exportAudit.path}?${new URLSearchParams(asked(search))}`
