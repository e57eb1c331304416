import { useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { addRelation, changeRelation, removeRelation } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useNaming } from '../../ui/Person.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { type Relation, type RelationKind, relationKinds } from './queries.ts'
import { relationsWords } from './relations.words.ts'

type To = z.input<NonNullable<typeof changeRelation.body>>
type Said = 'changed' | 'ended' | 'resumed'

/** Asks anew for the cards of both. */
export function useRefreshRelations(): (...ids: string[]) => void {
  const client = useQueryClient()
  return (...ids) => {
    for (const id of ids) {
      void client.invalidateQueries({ queryKey: ['card', id] })
      void client.invalidateQueries({ queryKey: ['relations', id] })
    }
  }
}

const asItWas = ({ position, since, until, role }: Relation): To => ({ position, since, until, title: role })

/** Changes a relation, says so, and has it as it was within ten seconds. */
export function useChangeRelation(customerId: string) {
  const say = useWords(relationsWords)
  const naming = useNaming()
  const refresh = useRefreshRelations()
  const change = useAct({
    run: ({ of, to }: { of: Relation; to: To; said: Said | 'back' }) =>
      call(changeRelation, { params: { customer_id: customerId, relation_id: of.id }, body: to }),
    then: (_done, { of, said }) => {
      refresh(customerId, of.other.id)
      if (said !== 'back')
        notice(say(said, { name: naming(of.other, 'short') }), { label: say('undo'), run: () => change.mutate({ of, to: asItWas(of), said: 'back' }) })
    },
  })
  return change
}

const isKind = (kind: string): kind is RelationKind => relationKinds.some((each) => each === kind)

/** Takes a mistaken relation away, and puts it back within ten seconds as it was. */
export function useRemoveRelation(customerId: string) {
  const say = useWords(relationsWords)
  const naming = useNaming()
  const refresh = useRefreshRelations()
  const back = useAct({
    run: (of: Relation) => {
      const [from, to] = of.direction === 'to' ? [customerId, of.other.id] : [of.other.id, customerId]
      const kind = isKind(of.kind) ? of.kind : 'family'
      return call(addRelation, { params: { customer_id: from }, body: { ...asItWas(of), other_id: to, kind } })
    },
    then: (_done, of) => refresh(customerId, of.other.id),
  })
  return useAct({
    run: (of: Relation) => call(removeRelation, { params: { customer_id: customerId, relation_id: of.id } }),
    then: (_done, of) => {
      refresh(customerId, of.other.id)
      notice(say('removed', { name: naming(of.other, 'short') }), { label: say('undo'), run: () => back.mutate(of) })
    },
  })
}
