import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { type delivery, listDeliveries, listWebhooks, readDelivery, readWebhook, type webhook } from '../../../src/office/webhooks/contract.ts'
import { call } from '../../ui/api.ts'

export type Webhook = z.output<typeof webhook>
export type Delivery = z.output<typeof delivery>

export const webhooksQuery = infiniteQueryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ pageParam, signal }) => call(listWebhooks, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

export const webhookQuery = (webhook_id: string) =>
  queryOptions({ queryKey: ['webhook', webhook_id], queryFn: ({ signal }) => call(readWebhook, { params: { webhook_id }, signal }), refetchInterval: 5_000 })

export const deliveriesQuery = (webhook_id: string, state: Delivery['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['webhook', webhook_id, 'deliveries', state ?? ''],
    queryFn: ({ pageParam, signal }) =>
      call(listDeliveries, { params: { webhook_id }, query: { ...(state && { state }), ...(pageParam && { cursor: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: 5_000,
  })

export const deliveryQuery = (webhook_id: string, delivery_id: string) =>
  queryOptions({
    queryKey: ['webhook', webhook_id, 'delivery', delivery_id],
    queryFn: ({ signal }) => call(readDelivery, { params: { webhook_id, delivery_id }, signal }),
  })
