import { useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import type { Terms } from '../page/queries.ts'
import { myPageQuery } from '../page/queries.ts'

/** Something said about the terms: what the server acknowledged takes the place of what was shown. */
export function useTermsAct<I>(run: (input: I) => Promise<Terms>, said: string) {
  const client = useQueryClient()
  return useAct({
    run,
    then: (terms) => {
      client.setQueryData(myPageQuery.queryKey, (old) => (old ? { ...old, terms } : old))
      void client.invalidateQueries({ queryKey: ['my', 'message'] })
      notice(said)
    },
    // What was shown is not what stands any more: the page shows what does, the sentence says so.
    told: (error) => {
      if (error instanceof ApiProblem && error.status === 412) void client.invalidateQueries({ queryKey: myPageQuery.queryKey })
      return false
    },
  })
}
