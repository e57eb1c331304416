import { infiniteQueryOptions, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { listTrash, restoreCustomer, trashCustomer } from '../../../src/office/bulk/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { trashWords } from './trash.words.ts'

export type Trashed = z.output<typeof listTrash.output>['items'][number]

/** Who is in the trash, the last one first. */
export const trashQuery = infiniteQueryOptions({
  queryKey: ['trash'],
  queryFn: ({ pageParam, signal }) => call(listTrash, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
  staleTime: 0,
})

type Named = { id: string; name: string }

/** Puts one customer into the trash, with ten seconds to take it back; and brings them back. */
export function useTrash() {
  const say = useWords(trashWords)
  const client = useQueryClient()
  const renew = (id: string) => {
    for (const key of [['card', id], ['timeline', id], ['trash'], ['recent'], ['customers']]) void client.invalidateQueries({ queryKey: key })
  }
  const restore = useAct({
    run: ({ id }: Named) => call(restoreCustomer, { params: { customer_id: id }, body: {} }),
    then: (_, { id, name }) => {
      notice(say('restored_name', { name }))
      renew(id)
    },
  })
  const put = useAct({
    run: ({ id }: Named) => call(trashCustomer, { params: { customer_id: id } }),
    then: (_, who) => {
      notice(say('deleted', { name: who.name }), { label: say('undo'), run: () => restore.mutate(who) })
      renew(who.id)
    },
  })
  return { put, restore }
}
