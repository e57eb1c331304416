import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listMailbox, readMailbox, readMailboxMessage } from '../../../src/keep/channels/contract.ts'
import { call } from '../../ui/api.ts'

export type Row = z.output<typeof listMailbox.output>['items'][number]
export type Letter = z.output<typeof readMailboxMessage.output>

/** Asked again and again while the page is looked at: it opens nobody's letter. */
export const stateQuery = queryOptions({
  queryKey: ['mailbox', 'state'],
  queryFn: ({ signal }) => call(readMailbox, { signal }),
  refetchInterval: 3000,
})

export const lettersKey = ['mailbox', 'letters'] as const

export const lettersQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: [...lettersKey, search],
    queryFn: ({ pageParam, signal }) => call(listMailbox, { query: { ...(search && { search }), ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

/** A letter never changes. */
export const letterQuery = (letterId: string) =>
  queryOptions({
    queryKey: ['mailbox', 'letter', letterId],
    queryFn: ({ signal }) => call(readMailboxMessage, { params: { id: letterId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Without a carrier SMS are caught too: as letters to a number. */
export const isSms = (to: string | null): boolean => to !== null && !to.includes('@') && /\d{5}/.test(to)
