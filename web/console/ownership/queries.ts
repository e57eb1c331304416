import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { assignCustomer, listCareChanges, listTags, setCustomerUnits, tagCustomer, untagCustomer } from '../../../src/office/ownership/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { type Card, cardQuery } from '../card/queries.ts'
import type { Edit } from '../outbox/edits.ts'
import { nameOf, useKeep } from '../outbox/useKeep.ts'
import { colleaguesQuery } from '../work/queries.ts'
import { ownershipWords } from './ownership.words.ts'

export type Tag = Card['tags'][number]
export type CountedTag = z.output<typeof listTags.output>['items'][number]

export const tagsQuery = (retired: boolean) =>
  queryOptions({
    queryKey: ['tags', retired],
    queryFn: ({ signal }) => everyPage((query) => call(listTags, { query: { ...query, retired: retired ? 'true' : 'false' }, signal })),
    staleTime: 60_000,
  })

export type CareChange = z.output<typeof listCareChanges.output>['items'][number]

/** Which units looked after a customer, or who was responsible, the newest change first. */
export const careChangesQuery = (customerId: string, what: CareChange['what']) =>
  infiniteQueryOptions({
    queryKey: ['care', customerId, what],
    queryFn: ({ pageParam, signal }) =>
      call(listCareChanges, { params: { customer_id: customerId }, query: { what, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

/** Puts a tag on and takes it off: seen at once, taken back when it is refused, undone within ten seconds. */
export function useTagging(customerId: string) {
  const say = useWords(ownershipWords)
  const client = useQueryClient()
  const keep = useKeep()
  const { queryKey } = cardQuery(customerId)
  const show = (tags: Card['tags']) => client.setQueryData(queryKey, (card: Card | undefined) => (card ? { ...card, tags } : card))
  const held = () => client.getQueryData(queryKey)?.tags ?? []
  const renew = ({ tags }: { tags: Card['tags'] }) => {
    show(tags)
    void client.invalidateQueries({ queryKey: ['tags'] })
  }
  const edit = (tag: Tag, on: boolean): Edit => ({ kind: 'tag', customer: customerId, who: nameOf(customerId), tag: tag.id, title: tag.title, on })
  const turn = `tags ${customerId}`
  const put = useAct({
    turn,
    run: async (tag: Tag) => {
      if (keep.behind(edit(tag, true))) return undefined
      await client.cancelQueries({ queryKey })
      const before = held()
      show([...before.filter(({ id }) => id !== tag.id), tag])
      return call(tagCustomer, { params: { customer_id: customerId, tag_id: tag.id } }).catch((error: unknown) => {
        show(before)
        keep.orLater(error, edit(tag, true))
      })
    },
    then: (answer) => (answer ? renew(answer) : undefined),
  })
  const off = useAct({
    turn,
    run: async (tag: Tag) => {
      if (keep.behind(edit(tag, false))) return undefined
      await client.cancelQueries({ queryKey })
      const before = held()
      show(before.filter((each) => each.id !== tag.id))
      return call(untagCustomer, { params: { customer_id: customerId, tag_id: tag.id } }).catch((error: unknown) => {
        show(before)
        keep.orLater(error, edit(tag, false))
      })
    },
    then: (answer, tag) => {
      if (!answer) return
      renew(answer)
      notice(say('taken_off', { title: tag.title }), tag.retired ? undefined : { label: say('undo'), run: () => put.mutate(tag) })
    },
  })
  return { put, off }
}

export function useAssign(customerId: string) {
  const say = useWords(ownershipWords)
  const client = useQueryClient()
  const keep = useKeep()
  const { queryKey } = cardQuery(customerId)
  const assign = useAct({
    run: async ({ to, was }: { to: string | null; was: string | null; undoing?: boolean }) => {
      const name = client.getQueryData(colleaguesQuery.queryKey)?.items.find(({ id }) => id === to)?.name ?? null
      const edit = { kind: 'owner', customer: customerId, who: nameOf(customerId), to, name, was } as const
      if (keep.behind(edit)) return undefined
      return call(assignCustomer, { params: { customer_id: customerId }, body: { staff_id: to, was } }).catch(
        (error: unknown) => void keep.orLater(error, edit),
      )
    },
    // A colleague was faster: the card says whose they are now.
    told: () => {
      void client.invalidateQueries({ queryKey })
      return false
    },
    then: (answer, { was, undoing }) => {
      if (!answer) return
      const { owner } = answer
      client.setQueryData(queryKey, (card: Card | undefined) => (card ? { ...card, owner } : card))
      for (const key of [['care', customerId], ['colleagues', 'for', customerId], ['tasks'], ['cases']]) void client.invalidateQueries({ queryKey: key })
      const said = owner ? say('assigned', { name: owner.name }) : say('released')
      notice(said, undoing ? undefined : { label: say('undo'), run: () => assign.mutate({ to: was, was: owner?.id ?? null, undoing: true }) })
    },
  })
  return assign
}

/** Which units look after a customer: undone within ten seconds. Whoever gives a customer away may not see them any more. */
export function useSetUnits(customerId: string) {
  const say = useWords(ownershipWords)
  const client = useQueryClient()
  const { queryKey } = cardQuery(customerId)
  const set = useAct({
    run: ({ to }: { to: readonly string[]; was: readonly string[]; undoing?: boolean }) =>
      call(setCustomerUnits, { params: { customer_id: customerId }, body: { units: [...to] } }),
    then: ({ units }, { was, undoing }) => {
      client.setQueryData(queryKey, (card: Card | undefined) => (card ? { ...card, units } : card))
      notice(say('units_set'), undoing ? undefined : { label: say('undo'), run: () => set.mutate({ to: was, was: units, undoing: true }) })
      for (const key of [queryKey, ['customers'], ['care', customerId], ['colleagues', 'for', customerId]]) void client.invalidateQueries({ queryKey: key })
    },
  })
  return set
}
