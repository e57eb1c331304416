import { useQuery } from '@tanstack/react-query'
import { useMe } from '../session/session.ts'
import { purposesQuery } from './queries.ts'

/** Purposes that are for one's role, this one first. */
export function useMyPurposes(first: string): string[] {
  const me = useMe()
  const { data } = useQuery(purposesQuery)
  const mine = (data?.items ?? []).filter(({ code, roles }) => code !== 'own_view' && roles.includes(me.role)).map(({ code }) => code)
  return mine.toSorted((a, b) => Number(b === first) - Number(a === first))
}
