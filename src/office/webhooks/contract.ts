import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { done, id, instant, pageOf, paging } from '../../platform/http/shapes.ts'

// Telling other systems (Standard Webhooks 1.0). What is told names nobody; docs/webhooks.md says how to read it.

export const webhookKinds = [
  'customer.created',
  'customer.changed',
  'customer.joined',
  'customer.erased',
  'interaction.recorded',
  'terms.changed',
  'task.made',
  'task.done',
  'case.opened',
  'case.solved',
  'class.changed',
  'campaign.ended',
  'audience.entered',
  'audience.left',
] as const

const kind = z.enum(webhookKinds)

export const webhook = z.object({
  id,
  title: z.string(),
  url: z.string(),
  kinds: z.array(kind),
  /** The API key by which the receiver fetches what its purposes cover. */
  key_id: id.nullable(),
  state: z.enum(['on', 'paused', 'off']),
  /** Why the house turned it off: the receiver said it is gone (410), or it failed for five days. */
  off_because: z.enum(['gone', 'failing']).nullable(),
  failing_since: instant.nullable(),
  held_until: instant.nullable(),
  waiting: z.int(),
  /** Until then what was signed by the secret before is signed by both. */
  old_secret_until: instant.nullable(),
  /** Counts its changes: send it as If-Match, and a change that somebody made meanwhile is not overwritten. */
  version: z.int(),
  made_at: instant,
})

const one = z.object({ webhook_id: id })
const title = z.string().trim().min(1).max(100)
const url = z.string().trim().min(1).max(500)
const wanted = z.array(kind).min(1).max(webhookKinds.length)

export const listWebhooks = endpoint({
  method: 'GET',
  path: '/v1/webhooks',
  who: { staff: ['webhooks.manage'] },
  summary: 'Which systems are told of what, and how they fare',
  query: paging,
  output: pageOf(webhook),
})

export const addWebhook = endpoint({
  method: 'POST',
  path: '/v1/webhooks',
  who: { staff: ['webhooks.manage'] },
  summary: 'Tell a system of these kinds of happenings; the secret that signs is shown now and when it is rotated',
  body: z.object({ title, url, kinds: wanted, key_id: id.nullable().default(null) }),
  output: z.object({ webhook, secret: z.string() }),
})

export const readWebhook = endpoint({
  method: 'GET',
  path: '/v1/webhooks/:webhook_id',
  who: { staff: ['webhooks.manage'] },
  summary: 'One webhook',
  params: one,
  output: webhook,
})

export const changeWebhook = endpoint({
  method: 'PATCH',
  path: '/v1/webhooks/:webhook_id',
  who: { staff: ['webhooks.manage'] },
  summary: 'Change a webhook; what is left out stays. `on` begins anew with a receiver that failed',
  params: one,
  body: z.object({
    title: title.optional(),
    url: url.optional(),
    kinds: wanted.optional(),
    key_id: id.nullable().optional(),
    state: z.enum(['on', 'paused']).optional(),
    /** The version that was looked at; when it is another by now, nothing is changed. */
    version: z.int().optional(),
  }),
  output: webhook,
})

export const removeWebhook = endpoint({
  method: 'DELETE',
  path: '/v1/webhooks/:webhook_id',
  who: { staff: ['webhooks.manage'] },
  summary: 'Tell it nothing more; what waits for it is dropped with its log',
  params: one,
  output: done,
})

export const rotateSecret = endpoint({
  method: 'POST',
  path: '/v1/webhooks/:webhook_id/rotate',
  who: { staff: ['webhooks.manage'] },
  summary: 'A new secret; the old one signs beside it for some hours, so that the receiver can be changed without a gap',
  params: one,
  body: z.object({ overlap_hours: z.int().min(0).max(168).default(24) }),
  output: z.object({ webhook, secret: z.string() }),
})

export const tryWebhook = endpoint({
  method: 'POST',
  path: '/v1/webhooks/:webhook_id/test',
  who: { staff: ['webhooks.manage'] },
  summary: 'Tell it "webhook.test" now, as it stands, and say how it went',
  params: one,
  body: z.object({}),
  output: z.object({ delivered: z.boolean(), status: z.int().nullable(), trouble: z.string().nullable(), took_ms: z.int() }),
})

export const delivery = z.object({
  /** The happening: what the receiver gets as webhook-id, the same over all tries. */
  id,
  type: z.string(),
  customer_id: id.nullable(),
  happened_at: instant,
  state: z.enum(['waiting', 'delivered', 'failed', 'dropped']),
  tries: z.int(),
  last_at: instant,
  next_at: instant.nullable(),
  status: z.int().nullable(),
  /** refused, redirect, private_address, no_address, not_reached, not_secure, too_slow, cut_off. */
  trouble: z.string().nullable(),
  took_ms: z.int().nullable(),
})

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/v1/webhooks/:webhook_id/deliveries',
  who: { staff: ['webhooks.manage'] },
  summary: 'What it was told within thirty days and how that went, the newest first',
  params: one,
  query: paging.extend({ state: z.enum(['waiting', 'delivered', 'failed', 'dropped']).optional() }),
  output: pageOf(delivery),
})

export const readDelivery = endpoint({
  method: 'GET',
  path: '/v1/webhooks/:webhook_id/deliveries/:delivery_id',
  who: { staff: ['webhooks.manage'] },
  summary: 'One telling with its body, as it goes over the wire',
  params: one.extend({ delivery_id: id }),
  output: delivery.extend({ body: z.string() }),
})

export const resend = endpoint({
  method: 'POST',
  path: '/v1/webhooks/:webhook_id/deliveries/:delivery_id/resend',
  who: { staff: ['webhooks.manage'] },
  summary: 'Tell it once more, under the same id',
  params: one.extend({ delivery_id: id }),
  body: z.object({}),
  output: delivery,
})

export const resendFailed = endpoint({
  method: 'POST',
  path: '/v1/webhooks/:webhook_id/resend-failed',
  who: { staff: ['webhooks.manage'] },
  summary: 'Tell once more whatever failed or was dropped since then',
  params: one,
  body: z.object({ since: instant }),
  output: z.object({ waiting: z.int() }),
})
