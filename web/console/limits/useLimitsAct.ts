import { useQueryClient } from '@tanstack/react-query'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { type Limits, limitsQuery } from './queries.ts'

/** A change of the limits: what the server answered takes the place of what was shown. */
export function useLimitsAct<I>(run: (input: I) => Promise<Limits>, said: string, then?: () => void) {
  const client = useQueryClient()
  return useAct({
    run,
    then: (limits) => {
      client.setQueryData(limitsQuery.queryKey, limits)
      notice(said)
      then?.()
    },
  })
}
