import { useInfiniteQuery } from '@tanstack/react-query'
import { useByMessage } from '../session/session.ts'

type Page<R> = { items: R[]; next_cursor: string | null }

/** A list of one's own, page by page. A session of a message's link asks for none of it. */
export function useMine<R>(name: readonly string[], ask: (query: { cursor?: string }, signal: AbortSignal) => Promise<Page<R>>) {
  const byMessage = useByMessage()
  const pages = useInfiniteQuery({
    queryKey: ['my', ...name],
    queryFn: ({ pageParam, signal }) => ask(pageParam ? { cursor: pageParam } : {}, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    enabled: !byMessage,
    retry: false,
  })
  return { pages, items: pages.data?.pages.flatMap((page) => page.items) ?? [] }
}
