import { Webhook } from 'standardwebhooks'
import type { Opaque, OpaqueKind } from '../../platform/ids/index.ts'
import type { Facts, Happening } from './kinds.ts'

// What a receiver gets: Standard Webhooks 1.0 (standardwebhooks.com), with the headers webhook-id, webhook-timestamp and
// webhook-signature.

export type Telling = Happening & { id: number }

const idsOf: { readonly [fact: string]: OpaqueKind } = {
  interaction_id: 'interaction',
  task_id: 'task',
  case_id: 'case',
  campaign_id: 'campaign',
  audience_id: 'audience',
  into_id: 'customer',
  customer_id: 'customer',
}

/** The body: `type`, `timestamp` (when it happened) and `data`, in which whatever is a row of ours stands by its opaque id. */
export function bodyOf(ids: Opaque, { kind, at, customer, facts }: Telling): string {
  const about = customer === 0 ? {} : { customer_id: ids.show('customer', customer) }
  return JSON.stringify({ type: kind, timestamp: at.toISOString(), data: { ...about, ...shown(ids, facts) } })
}

function shown(ids: Opaque, facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const kind = idsOf[name]
      return [name, kind !== undefined && typeof value === 'number' ? ids.show(kind, value) : value]
    }),
  )
}

/** Headers of one try: the id stays the same over all tries, so that a receiver can throw away what it has seen. */
export function headersOf(ids: Opaque, telling: Telling, body: string, secrets: readonly string[], now: Date): { [name: string]: string } {
  const id = ids.show('happening', telling.id)
  return {
    'content-type': 'application/json',
    'user-agent': 'Rapport webhooks',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
  }
}
