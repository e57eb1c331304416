import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useLive } from '../../ui/live.ts'
import { type Fresh, freshOf } from './fresh.ts'
import type { Asked, Page } from './queries.ts'
import { freshQuery, headQuery, rowsQuery, totalQuery } from './queries.ts'

export type Total = { count: number; exact: boolean }

type Held = {
  /** What the rows are asked for by: the list of a moment. Stays the former one until the next one's first rows are there. */
  asked: Asked | undefined
  total: Total
  /** The rows shown are those of before. */
  fading: boolean
  pending: boolean
  error: Error | null
  /** What a refresh would bring. */
  fresh: Fresh | undefined
  refresh(): void
  /** Shows what is new at once, and once more when figures that are added up a moment later have come. */
  renew(): void
}

/** A list held still while one reads it, until one asks for what is new. */
export function useHeld(asked: Asked | undefined): Held {
  const client = useQueryClient()
  const { data, error, refetch, isFetching } = useQuery({ ...headQuery(asked ?? {}), enabled: asked !== undefined })
  const [held, setHeld] = useState<{ of: Asked; asked: Asked; head: Page }>()
  useEffect(() => {
    if (!asked || !data) return
    const next: Asked = data.as_of ? { ...asked, as_of: data.as_of } : asked
    client.setQueryData(rowsQuery(next, 0).queryKey, (old) => old ?? data)
    setHeld({ of: asked, asked: next, head: data })
  }, [client, asked, data])
  const current = held?.of === asked
  const [renewing, setRenewing] = useState(false)
  const { data: counted } = useQuery({
    ...freshQuery(held?.asked ?? {}),
    enabled: held !== undefined && current && !held.asked.search,
    ...(renewing ? { refetchInterval: renewMs } : {}),
  })
  useNewsOf(held?.asked)
  const told = held?.head.total ?? { count: held?.head.items.length ?? 0, exact: true }
  const { data: whole } = useQuery({ ...totalQuery(held?.asked ?? {}), enabled: held?.asked.as_of !== undefined && !told.exact })
  const total = whole ?? told
  const fresh = current && counted !== undefined ? freshOf(counted, total) : undefined
  const isFresh = fresh !== undefined
  useEffect(() => {
    if (!renewing) return
    if (isFresh) void refetch()
    const timer = setTimeout(() => setRenewing(false), renewedMs)
    return () => clearTimeout(timer)
  }, [renewing, isFresh, refetch])
  return {
    asked: held?.asked,
    total,
    fading: held !== undefined && !current,
    pending: asked !== undefined && held === undefined && !error,
    error: current || held === undefined || !isFetching ? error : null,
    fresh: renewing ? undefined : fresh,
    refresh: () => void refetch(),
    renew: useCallback(() => {
      setRenewing(true)
      void refetch()
    }, [refetch]),
  }
}

const spreadMs = 3_000
const renewMs = 1_000
const renewedMs = 8_000

/** Looks again whether the list has changed when the server says that customers have; not more often than every few seconds. */
function useNewsOf(asked: Asked | undefined): void {
  const client = useQueryClient()
  const { news, seen } = useLive('customers')
  useEffect(() => {
    if (news === 0 || asked === undefined) return
    const timer = setTimeout(() => {
      seen()
      void client.invalidateQueries({ queryKey: freshQuery(asked).queryKey })
    }, spreadMs)
    return () => clearTimeout(timer)
  }, [client, news > 0, asked, seen])
}
