// Written by `npm run client` from the contracts of the server.
import type { Along } from '../index.d.ts'

export type Roads = {
  /** The address of the preference centre of a customer who has signed in on the company’s own site, for a frame there. It is good for an hour and opens nothing but their choices. Scope: change. */
  makePreferenceLink: (input: Along & { body: { customer_id: string } }) => Promise<{ url: string; until: string }>
}
