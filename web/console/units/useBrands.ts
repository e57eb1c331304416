import { useQuery } from '@tanstack/react-query'
import { type Unit, unitsQuery } from './queries.ts'

/** Units in use with none above them. */
export function useBrands(): readonly Unit[] {
  const { data } = useQuery(unitsQuery)
  return (data?.items ?? []).filter((unit) => unit.parent === null && !unit.retired)
}
