import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { z } from 'zod'
import type { Doing } from '../../../src/office/live/contract.ts'
import { leavePresence, readPresence, sayPresence } from '../../../src/office/live/contract.ts'
import { call } from '../../ui/api.ts'
import { useMe } from '../session/session.ts'

export type Colleague = z.output<typeof readPresence.output>['items'][number]

const againMs = 20_000
/** This page among those of one person, until it is loaded anew. */
const page = Math.random().toString(36).slice(2, 14).padEnd(6, '0')

/**
 * Who else has this customer open, and what they do; says the same of this page to them while somebody can see it. Through a colleague's
 * eyes one sees them and is not seen: it would be said of the wrong one.
 */
export function usePresence(customerId: string, doing: Doing): readonly Colleague[] {
  const client = useQueryClient()
  const me = useMe()
  const own = me.seenBy === null
  const now = useRef(doing)
  now.current = doing
  const { data } = useQuery({
    queryKey: ['presence', customerId, own],
    queryFn: ({ signal }) =>
      own && document.visibilityState === 'visible'
        ? call(sayPresence, { params: { customer_id: customerId }, body: { page, doing: now.current }, still: true, signal })
        : call(readPresence, { params: { customer_id: customerId }, still: true, signal }),
    refetchInterval: againMs,
    refetchOnWindowFocus: 'always',
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  useEffect(() => void client.invalidateQueries({ queryKey: ['presence', customerId] }), [client, customerId, doing])
  useEffect(() => {
    if (!own) return
    // Also while the page is being closed; that nobody hears it is no loss: what is not said again is forgotten.
    const leave = () => void call(leavePresence, { params: { customer_id: customerId }, query: { page }, keepalive: true, still: true }).catch(() => undefined)
    const hidden = () => (document.visibilityState === 'hidden' ? leave() : undefined)
    document.addEventListener('visibilitychange', hidden)
    window.addEventListener('pagehide', leave)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [customerId, own])
  return data?.items ?? []
}
