import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSession } from '../session/session.ts'
import { unitsQuery } from './queries.ts'
import { type Reach, reachOf } from './reach.ts'

const nobody = { id: '', scope: 'own', customers: 'own', units: [] } as const

/** What the signed-in colleague sees and may choose of the company's units. */
export function useReach(): Reach {
  const { staff } = useSession()
  const { data } = useQuery(unitsQuery)
  return useMemo(() => {
    const units = data?.items ?? []
    const reach = reachOf(staff ?? nobody, units)
    return { ...reach, choices: units.filter(({ code, retired }) => !retired && reach.seesWork(code)) }
  }, [staff, data])
}
