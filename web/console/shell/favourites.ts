import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { addFavourite, listFavourites, removeFavourite } from '../../../src/office/console/favourites/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export const favouritesQuery = queryOptions({
  queryKey: ['favourites'],
  queryFn: ({ signal }) => everyPage((query) => call(listFavourites, { query, signal })),
  staleTime: 300_000,
})

/** Whether a customer is marked, and the switch; the star turns at once and turns back if the server says no. */
export function useFavourite(customerId: string) {
  const client = useQueryClient()
  const { data } = useQuery(favouritesQuery)
  const marked = data?.items.some(({ customer_id }) => customer_id === customerId) ?? false
  const { mutate } = useMutation({
    mutationFn: (mark: boolean) => call(mark ? addFavourite : removeFavourite, { params: { customer_id: customerId } }),
    onMutate: (mark) =>
      client.setQueryData(favouritesQuery.queryKey, (old) => {
        const others = (old?.items ?? []).filter(({ customer_id }) => customer_id !== customerId)
        return { items: mark ? [{ customer_id: customerId }, ...others] : others }
      }),
    onSettled: () => client.invalidateQueries({ queryKey: favouritesQuery.queryKey, exact: true }),
  })
  return { marked, toggle: () => mutate(!marked) }
}
