import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { writeAccount } from '../../../src/office/account/contract.ts'
import { call } from '../../ui/api.ts'
import { accountQuery } from '../account/queries.ts'

/** Hints that somebody put away or followed; `add` keeps one more, on every device. */
export function useHints(): { hints: readonly string[] | undefined; add: (hint: string) => void } {
  const client = useQueryClient()
  const { data } = useQuery(accountQuery)
  const hints = data?.hints
  const add = useCallback(
    (hint: string) => {
      if (!hints || hints.includes(hint)) return
      const next = [...hints, hint]
      client.setQueryData(accountQuery.queryKey, (old) => (old ? { ...old, hints: next } : old))
      void call(writeAccount, { body: { hints: next } }).catch(() => undefined) // it is shown once more, which is no loss
    },
    [client, hints],
  )
  return { hints, add }
}
