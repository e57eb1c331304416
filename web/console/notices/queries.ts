import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { countNotices, listNotices, readChoices, readNotices } from '../../../src/office/notices/contract.ts'
import { call } from '../../ui/api.ts'
import { useAct } from '../../ui/useAct.ts'

export const countQuery = queryOptions({
  queryKey: ['notices', 'count'],
  queryFn: ({ signal }) => call(countNotices, { query: {}, signal }),
  staleTime: 300_000,
})

export const noticesQuery = (unread: boolean) =>
  infiniteQueryOptions({
    queryKey: ['notices', 'list', unread],
    queryFn: ({ pageParam, signal }) =>
      call(listNotices, { query: { limit: 30, ...(unread ? { unread: 'true' as const } : {}), ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

/** Kinds of notices with which others wait for an answer. */
const waiting = 'mention,budget_asked,review_asked'

/** What others wait for, however much else one was told since. */
export const waitingQuery = infiniteQueryOptions({
  queryKey: ['notices', 'waiting'],
  queryFn: ({ pageParam, signal }) =>
    call(listNotices, { query: { limit: 10, unread: 'true', kinds: waiting, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

export const waitingCountQuery = queryOptions({
  queryKey: ['notices', 'count', 'waiting'],
  queryFn: ({ signal }) => call(countNotices, { query: { kinds: waiting }, signal }),
})

export const choicesQuery = queryOptions({ queryKey: ['notices', 'choices'], queryFn: ({ signal }) => call(readChoices, { signal }) })

/** Marks notices as read, or not read again. */
export function useMark() {
  const client = useQueryClient()
  return useAct({
    run: (body: { ids: 'all' | string[]; read: boolean }) => call(readNotices, { body }),
    then: () => void client.invalidateQueries({ queryKey: ['notices'] }),
  })
}
