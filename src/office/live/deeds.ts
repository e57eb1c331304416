import type { IncomingMessage } from 'node:http'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Topic } from './contract.ts'
import { idKinds, type Said } from './tell.ts'

// What a request that changed something changed, by its address: so every endpoint is told of, also one that was added today.
// What it does not say (recording, imports under way) is followed in the facts.

const topicOf: { [segment: string]: Topic } = {
  customers: 'customer',
  files: 'customer',
  tasks: 'tasks',
  cases: 'cases',
  campaigns: 'campaigns',
  audiences: 'campaigns',
  imports: 'imports',
  exports: 'exports',
  bulk: 'bulk',
  leads: 'leads',
  views: 'views',
  tags: 'tags',
  register: 'purposes',
  purposes: 'purposes',
  fields: 'fields',
  staff: 'staff',
  'api-keys': 'staff',
  roles: 'staff',
  units: 'staff',
  webhooks: 'webhooks',
  erasures: 'erasures',
}

/** What to tell after a request was answered; undefined when it changed nothing that a page shows. */
export function deedOf({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>, status: number, ids: Opaque): Said | undefined {
  if (method === 'GET' || method === 'HEAD' || status >= 300) return undefined
  const [, segment = '', shown = ''] = /^\/v1\/([a-z-]+)(?:\/([^/?]+))?/.exec(url) ?? []
  const topic = Object.hasOwn(topicOf, segment) ? topicOf[segment] : undefined
  if (topic === undefined) return undefined
  if (topic === 'customer') {
    const id = ids.read('customer', shown)
    return id === undefined ? { topic: 'customers' } : { topic, id }
  }
  if (topic === 'tasks' || topic === 'cases' || topic === 'campaigns' || topic === 'imports') {
    const id = ids.read(idKinds[topic], shown)
    return id === undefined ? { topic } : { topic, id }
  }
  return { topic }
}
