import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { countNotices, listNotices, readChoices, readNotices } from '../../../src/office/notices/contract.ts'
import { call } from '../../ui/api.ts'
import { useAct } from '../../ui/useAct.ts'

export const countQuery = queryOptions({
  queryKey: ['notices', 'count'],
  queryFn: ({ signal }) => call(countNotices, { signal }),
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

export const choicesQuery = queryOptions({ queryKey: ['notices', 'choices'], queryFn: ({ signal }) => call(readChoices, { signal }) })

/** Marks notices as read, or not read again. */
export function useMark() {
  const client = useQueryClient()
  return useAct({
    run: (body: { ids: 'all' | string[]; read: boolean }) => call(readNotices, { body }),
    then: () => void client.invalidateQueries({ queryKey: ['notices'] }),
  })
}
