import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { listMyDecisions, previewMyErasure, readMyRights } from '../../../src/keep/rights/contract.ts'
import type { Covers } from '../../../src/keep/rights/shapes.ts'
import { call } from '../../ui/api.ts'
import { coversAsked } from '../../ui/Covers.tsx'

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

/** Looks again at everything of one's own. */
export function useRenewed() {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: ['my'] })
}
