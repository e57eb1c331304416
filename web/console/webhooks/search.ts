import type { Delivery } from './queries.ts'

export const states = ['waiting', 'delivered', 'failed', 'dropped'] as const satisfies readonly Delivery['state'][]

export type WebhookSearch = { state?: Delivery['state'] }

export function webhookSearch(search: Record<string, unknown>): WebhookSearch {
  const state = states.find((each) => each === search.state)
  return state ? { state } : {}
}
