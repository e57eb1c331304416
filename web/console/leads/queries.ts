import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { type lead, listLeadChanges, listLeads, readLeadRule } from '../../../src/office/leads/contract.ts'
import { call } from '../../ui/api.ts'
import type { LeadsSearch } from './search.ts'

export type Lead = z.output<typeof lead>

export const isOpen = (lead: Lead) => lead.state === 'new' || lead.state === 'working' || lead.state === 'qualified'

export const leadsQuery = ({ view, state, source }: LeadsSearch) =>
  infiniteQueryOptions({
    queryKey: ['leads', 'list', { view, state, source }],
    queryFn: ({ pageParam, signal }) =>
      call(listLeads, { query: { view: state ? 'all' : view, state, source, limit: 50, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: 60_000,
  })

export const leadRuleQuery = queryOptions({ queryKey: ['leads', 'rule'], queryFn: ({ signal }) => call(readLeadRule, { signal }) })

export const leadChangesQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['leads', 'changes', customerId],
    queryFn: ({ pageParam, signal }) =>
      call(listLeadChanges, { params: { customer_id: customerId }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
