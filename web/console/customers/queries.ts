import { infiniteQueryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listCustomers } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import type { CustomersSearch } from './search.ts'

export type CustomerRow = z.output<typeof listCustomers.output>['items'][number]

/** What the list's own words for an order are to the API. */
const orders = { name: 'name', recent: '-last_contact', spent: '-spent' } as const

export const customersQuery = ({ q, role, kind, class: value_class, sort }: CustomersSearch) =>
  infiniteQueryOptions({
    queryKey: ['customers', { q, role, kind, value_class, sort }],
    queryFn: ({ pageParam, signal }) =>
      call(listCustomers, {
        query: { search: q, role, kind, value_class, ...(sort ? { sort: orders[sort] } : {}), limit: 50, ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })
