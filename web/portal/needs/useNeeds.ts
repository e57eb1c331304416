import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { listMyNeeds } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'
import { useByMessage } from '../session/session.ts'

type Page = z.output<typeof listMyNeeds.output>
export type MyNeed = Page['items'][number]
export type Choices = Page['choices']

const key = ['my', 'needs']
/** An answer that was just given is seen without a reload. */
const lookEveryMs = 30_000

/** What the customer said, page by page; whoever came by a message's link is asked nothing. */
export function useNeeds() {
  const client = useQueryClient()
  const byMessage = useByMessage()
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => call(listMyNeeds, { query: pageParam ? { cursor: pageParam } : {}, signal, still: true }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    enabled: !byMessage,
    refetchInterval: lookEveryMs,
    retry: false,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return { pages, items, choices: pages.data?.pages[0]?.choices, again: () => void client.invalidateQueries({ queryKey: ['my'] }) }
}

/** Something to decide on. */
export const waits = ({ state, answers }: MyNeed) => state === 'open' && answers.some((answer) => answer.state === 'given')
