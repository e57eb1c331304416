import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { z } from 'zod'
import { listMyDecisions, previewMyErasure, readMyRights } from '../../../src/keep/rights/contract.ts'
import type { Covers } from '../../../src/keep/rights/shapes.ts'
import { call } from '../../ui/api.ts'
import { coversAsked } from '../../ui/Covers.tsx'
import { onChange } from '../../ui/live.ts'
import { openLink } from '../../ui/liveLink.ts'
import { child } from '../acting.ts'

export type Now = z.output<typeof readMyRights.output>

export const nowQuery = queryOptions({ queryKey: ['my', 'rights', 'now'], queryFn: ({ signal }) => call(readMyRights, { signal }) })
/** The newest of what was decided about one: enough to name it in a form. */
export const decisionsQuery = queryOptions({ queryKey: ['my', 'rights', 'decided'], queryFn: ({ signal }) => call(listMyDecisions, { signal }) })
export const erasureQuery = (covers: Covers) =>
  queryOptions({
    queryKey: ['my', 'rights', 'erasure', coversAsked(covers)],
    queryFn: ({ signal }) => call(previewMyErasure, { query: coversAsked(covers), signal }),
    staleTime: 0,
  })

/** Looks again when something of one's own moves elsewhere: a request is answered, entered or taken back. */
export function useMoving() {
  const client = useQueryClient()
  useEffect(() => {
    const stop = onChange(({ topic }) => void client.invalidateQueries({ queryKey: topic === 'rights' ? ['my', 'rights'] : ['my'] }))
    // A guardian is told of what moves in their own affairs only, by their own pages.
    if (child !== undefined) return stop
    const close = openLink({ path: '/v1/my/live', tabs: 'rapport.my.live' }, () => undefined)
    return () => {
      close()
      stop()
    }
  }, [client])
}

/** Looks again at everything of one's own. */
export function useRenewed() {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: ['my'] })
}
