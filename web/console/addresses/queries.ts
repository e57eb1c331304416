import { type QueryClient, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { addIdentifier, markIdentifier, readIdentifierHistory, removeIdentifier } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'
import { phone } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { addressesWords } from './addresses.words.ts'

export type Address = Card['identifiers'][number]
export type Change = z.output<typeof readIdentifierHistory.output>['items'][number]
export type Kind = z.input<NonNullable<typeof addIdentifier.body>>['kind']
export type Marks = z.input<NonNullable<typeof markIdentifier.body>>

export const addressHistoryQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['addresses', customerId],
    queryFn: ({ signal }) => everyPage((query) => call(readIdentifierHistory, { params: { customer_id: customerId }, query, signal })),
  })

function readAgain(client: QueryClient, customerId: string): void {
  for (const key of ['card', 'addresses', 'looks']) void client.invalidateQueries({ queryKey: [key, customerId] })
}

/** An address as it is read: numbers in groups, the rest as it is. */
export const written = ({ kind, shown }: { kind: string; shown: string | null }) => (kind === 'phone' && shown ? phone(shown) : (shown ?? ''))

type Belongs = z.output<typeof addIdentifier.output>['belongs']

/** Adds an address; `then` is told whose it is when it is somebody else's, and `told` what went wrong before a notice says it. */
export function useAdd(customerId: string, then: (belongs: Belongs) => void, told: (error: unknown) => boolean = () => false) {
  const say = useWords(addressesWords)
  const client = useQueryClient()
  return useAct({
    told,
    run: (body: { kind: Kind; value: string; came_back?: boolean }) => call(addIdentifier, { params: { customer_id: customerId }, body }),
    then: ({ changed, belongs, identifier }) => {
      if (identifier) {
        notice(say(changed ? 'added' : 'added_before', { value: written(identifier) }))
        readAgain(client, customerId)
      }
      then(belongs)
    },
  })
}

export function useMark(customerId: string, address: Address, then: () => void) {
  const client = useQueryClient()
  return useAct({
    run: (body: Marks) => call(markIdentifier, { params: { customer_id: customerId, identifier_id: address.id }, body }),
    then: (_, { verified }) => {
      readAgain(client, customerId)
      if (verified !== undefined) then()
    },
  })
}

/** Takes an address away, with a moment to take that back. */
export function useRemove(customerId: string, address: Address, then: () => void) {
  const say = useWords(addressesWords)
  const client = useQueryClient()
  const back = useAdd(customerId, () => {})
  const kind = kindOf(address.kind)
  return useAct({
    run: () => call(removeIdentifier, { params: { customer_id: customerId, identifier_id: address.id } }),
    then: () => {
      const { shown } = address
      const undo = kind && shown ? { label: say('put_back'), run: () => back.mutate({ kind, value: shown }) } : undefined
      notice(say('removed', { value: written(address) }), undo)
      readAgain(client, customerId)
      then()
    },
  })
}

export const kinds: readonly Kind[] = ['email', 'phone', 'card', 'telegram', 'whatsapp', 'viber', 'vk', 'max']

export const kindOf = (code: string | null): Kind | undefined => kinds.find((each) => each === code)
