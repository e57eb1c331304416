import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Change, Topic } from '../../../src/office/live/contract.ts'
import { onChange } from '../../ui/live.ts'
import { openLink } from '../../ui/liveLink.ts'
import { forgetAll } from '../shell/recent.ts'

/** Queries that show a topic, by the first word of their key. Rows of customers do not move by themselves: their list asks first. */
const shownBy: { [T in Topic]?: readonly string[] } = {
  tasks: ['tasks', 'my-day'],
  cases: ['cases', 'my-day'],
  notices: ['notices'],
  campaigns: ['campaigns', 'campaign', 'audiences'],
  imports: ['imports', 'import'],
  exports: ['exports', 'export'],
  bulk: ['bulk'],
  leads: ['leads', 'lead'],
  needs: ['needs'],
  views: ['views'],
  tags: ['tags'],
  fields: ['own-fields'],
  purposes: ['purposes', 'kinds', 'own-fields'],
  // What one may oneself may have changed too.
  staff: ['staff', 'api-keys', 'colleagues', 'roles', 'units', 'session'],
  session: ['session'],
  webhooks: ['webhooks'],
  recent: ['recent', 'favourites'],
  account: ['account'],
  erasures: ['erasures', 'erasure'],
}
/** What is shown of one customer: the id is the second word of the key. */
const ofCustomer = ['card', 'timeline', 'addresses', 'joined', 'files', 'history', 'owners', 'tags-of']
/** A task or a case stands on its customer's card too, and does not say whose it is. */
const onCards: readonly Topic[] = ['tasks', 'cases']
const spreadMs = 2_000

/** Keeps what the page shows true while it stands open. */
export function useLiveLink(): void {
  const client = useQueryClient()
  useEffect(() => {
    const stop = onChange((change) => renew(client, change))
    const close = openLink({ path: '/v1/live', tabs: 'rapport.live' }, () => void client.invalidateQueries({ queryKey: ['notices', 'count'] }))
    return () => {
      close()
      stop()
    }
  }, [client])
}

function renew(client: QueryClient, { topic, id }: Change): void {
  const again = (queryKey: readonly string[]) => void client.invalidateQueries({ queryKey })
  if (topic === 'everything') {
    // A server that was started again is not asked by everybody in the same moment.
    setTimeout(
      () => void client.invalidateQueries({ predicate: ({ queryKey: [first] }) => first !== 'customers' && first !== 'search' }),
      Math.random() * spreadMs,
    )
    return
  }
  // Somebody is here no more: names that this tab remembers may be theirs.
  if (topic === 'erasures') forgetAll()
  if (topic === 'customers') return void client.invalidateQueries({ queryKey: ['customers'], refetchType: 'none' })
  if (topic === 'rights') return renewRights(client, id)
  if (topic === 'presence') again(id === null ? ['presence'] : ['presence', id])
  if (topic === 'customer') for (const key of ofCustomer) again(id === null ? [key] : [key, id])
  for (const key of shownBy[topic] ?? []) again([key])
  if (onCards.includes(topic)) again(['card'])
}

/** A request that stands open is looked at again when it is that one: each look is on record. */
function renewRights(client: QueryClient, id: string | null): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [first, second, third] }) => first === 'rights' && (second !== 'one' || id === null || third === id),
  })
  for (const key of ['desk', 'beside']) void client.invalidateQueries({ queryKey: [key] })
}
