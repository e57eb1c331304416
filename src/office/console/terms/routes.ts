import { notFound } from '../../../platform/errors.ts'
import { mount } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { saidInside, termsShown } from '../../terms.ts'
import { readTerms, sayForCustomer } from './contract.ts'

/** Mounts what a customer allows and wants, as colleagues read and enter it. */
export function termsRoutes({ app, on, door, ids }: House, customer: (shown: string) => number): void {
  mount(app, on, readTerms, async ({ caller, params }) => termsShown(ids, await door.ask(caller.as, 'terms', { customer: customer(params.customer_id) })))
  mount(app, on, sayForCustomer, async ({ caller, params, body }) => {
    const proof = body.proof_id === null ? null : ids.read('proof', body.proof_id)
    if (proof === undefined) throw notFound()
    const entered = {
      customer: customer(params.customer_id),
      road: body.road,
      at: body.at === null ? null : new Date(body.at).toISOString(),
      words: body.words,
      proof,
      said: saidInside(ids, body.said),
    }
    return termsShown(ids, await door.ask(caller.as, 'sayFor', entered))
  })
}
