import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { chunksOf, type Part, placeOf } from './parts.ts'
import type { Asked, CustomerRow } from './queries.ts'
import { chunkSize, rowsQuery } from './queries.ts'

const calmMs = 120

type Rows = {
  at(row: number): CustomerRow | undefined
  error: Error | null
  retry(): void
}

/**
 * The rows in view, asked for in chunks. Who drags the scroll bar past ten thousand asks for none of them: a chunk is asked
 * for when the view has come to rest on it, and given up when it has left.
 */
export function useRows(parts: readonly Part[], range: { from: number; to: number }): Rows {
  const chunks = chunksOf(parts, range)
  const rest = useAtRest(chunks.map(({ part, chunk }) => `${part.start}/${chunk}`).join())
  const found = useQueries({ queries: chunks.map(({ part, chunk }) => ({ ...rowsQuery(part.asked, chunk), enabled: rest })) })
  return {
    at: (row) => {
      const place = placeOf(parts, row)
      if (!place) return undefined
      const chunk = Math.floor(place.at / chunkSize)
      return found[chunks.findIndex((each) => each.part === place.part && each.chunk === chunk)]?.data?.items[place.at % chunkSize]
    },
    error: found.find(({ error }) => error)?.error ?? null,
    retry: () => {
      for (const each of found) if (each.error) void each.refetch()
    },
  }
}

/** Whether this has been the same for a moment; at first it has. */
function useAtRest(now: string): boolean {
  const [calm, setCalm] = useState(now)
  useEffect(() => {
    const timer = setTimeout(() => setCalm(now), calmMs)
    return () => clearTimeout(timer)
  }, [now])
  return calm === now
}

/** Fetches whoever stands at a row; undefined when there is nobody. */
export function useRowAt(asked: Asked): (row: number) => Promise<CustomerRow | undefined> {
  const client = useQueryClient()
  return async (row) => {
    if (row < 0) return undefined
    const page = await client.fetchQuery(rowsQuery(asked, Math.floor(row / chunkSize)))
    return page.items[row % chunkSize]
  }
}
