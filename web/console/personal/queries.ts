import { infiniteQueryOptions, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { addPersonal, changePersonal, listPersonal, removePersonal } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { personalWords } from './personal.words.ts'

export type Remembered = z.output<typeof listPersonal.output>['items'][number]
export type Said = z.input<NonNullable<typeof addPersonal.body>>

export const personalQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['personal', customerId],
    queryFn: ({ pageParam, signal }) =>
      call(listPersonal, { params: { customer_id: customerId }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

/** Writes one down, or anew when it is known; `told` of what the form says itself. */
export function useRemember(customerId: string, known: string | undefined, more: { told: (error: unknown) => boolean; onDone: () => void }) {
  const say = useWords(personalWords)
  const client = useQueryClient()
  return useAct({
    run: (body: Said) =>
      known === undefined
        ? call(addPersonal, { params: { customer_id: customerId }, body })
        : call(changePersonal, { params: { customer_id: customerId, personal_id: known }, body }),
    told: more.told,
    then: () => {
      notice(say('saved'))
      void client.invalidateQueries({ queryKey: ['personal', customerId] })
      more.onDone()
    },
  })
}

export function useForget(customerId: string, id: string) {
  const client = useQueryClient()
  return useAct({
    run: () => call(removePersonal, { params: { customer_id: customerId, personal_id: id } }),
    then: () => void client.invalidateQueries({ queryKey: ['personal', customerId] }),
  })
}
