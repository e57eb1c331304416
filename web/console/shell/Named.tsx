import { useQuery } from '@tanstack/react-query'
import { listCustomers } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { People } from './People.tsx'

/** Customers by name, in this order; drawn only when somebody asked for them, because each opening is written down. */
export default function Named({ ids }: { ids: readonly string[] }) {
  const { data } = useQuery({
    queryKey: ['favourites', 'names', ids],
    queryFn: ({ signal }) => call(listCustomers, { query: { ids: ids.join(','), limit: 20 }, signal }),
    staleTime: 300_000,
    enabled: ids.length > 0,
  })
  return <People who={ids.flatMap((id) => data?.items.find((who) => who.id === id) ?? [])} />
}
