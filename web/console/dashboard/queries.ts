import { queryOptions } from '@tanstack/react-query'
import { listReports, readFlow } from '../../../src/office/reports/contract.ts'
import { call } from '../../ui/api.ts'

export const flowQuery = queryOptions({ queryKey: ['value-classes', 'flow'], queryFn: ({ signal }) => call(readFlow, { signal }) })

/** Twelve at most, so they are one page. */
export const pinnedQuery = queryOptions({
  queryKey: ['reports', 'saved', 'pinned'],
  queryFn: ({ signal }) => call(listReports, { query: { pinned: 'true' }, signal }),
})
