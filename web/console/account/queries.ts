import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listRecent, readAccount } from '../../../src/office/account/contract.ts'
import { call } from '../../ui/api.ts'
import { allowSingleKeys } from '../../ui/keys.ts'
import { chooseWeekStart } from '../../ui/week.ts'
import { chooseZone } from '../../ui/zone.ts'

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => call(readAccount, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const recentQuery = queryOptions({
  queryKey: ['recent'],
  queryFn: ({ signal }) => call(listRecent, { query: { limit: 8 }, signal }),
  staleTime: 300_000,
})

/** Puts into effect how somebody likes to work: the zone of dates, and whether single keys do something. Gives the zone, to draw dates anew by. */
export function useAccountInEffect(): string | null {
  const { data } = useQuery(accountQuery)
  const zone = data?.time_zone ?? null
  chooseZone(zone)
  chooseWeekStart(data?.week_start ?? 1)
  useEffect(() => allowSingleKeys(data?.single_keys ?? true), [data?.single_keys])
  return zone
}

/** Whether keys without Ctrl or ⌘ do something for this person. */
export const useSingleKeys = (): boolean => useQuery(accountQuery).data?.single_keys ?? true
