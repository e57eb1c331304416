import { infiniteQueryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { apiKey, invitation } from '../../../src/keep/access/contract.ts'
import { listInvitations, listKeys, listStaff } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'

export type StaffMember = z.output<typeof listStaff.output>['items'][number]
export type Invitation = z.output<typeof invitation>
export type ApiKey = z.output<typeof apiKey>

export const staffQuery = infiniteQueryOptions({
  queryKey: ['staff'],
  queryFn: ({ pageParam, signal }) => call(listStaff, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

export const keysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ pageParam, signal }) => call(listKeys, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

export const invitationsQuery = infiniteQueryOptions({
  queryKey: ['invitations'],
  queryFn: ({ pageParam, signal }) => call(listInvitations, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})
