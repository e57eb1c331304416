import { z } from 'zod'
import { notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import type { House } from '../../house.ts'
import { listConsents, readConsentProof } from './contract.ts'

/** Mounts what a customer agreed to and refused. */
export function consentRoutes({ app, on, door, ids }: House, customer: (shown: string) => number): void {
  mount(app, on, listConsents, async ({ caller, params, query: { cursor, limit = 50 } }) => {
    const asked = customer(params.customer_id)
    const pages = pagesOf(ids, `consents ${asked}`, z.object({ at: z.iso.datetime(), id: z.string() }))
    const { items, next } = await door.ask(caller.as, 'consents', { customer: asked, after: pages.after(cursor) ?? null, limit })
    return { items, next_cursor: next && pages.cursorAt(next) }
  })
  mount(app, on, readConsentProof, async ({ caller, params }) => {
    if (!/^[0-9a-f]{32}$/.test(params.record_id)) throw notFound()
    const proof = await door.ask(caller.as, 'consentProof', { customer: customer(params.customer_id), record: params.record_id })
    const pairs = z
      .array(z.object({ name: z.string() }))
      .catch([])
      .parse(proof.record.document['pii_controllers'])
    return { company: pairs[0]?.name ?? '', ...proof }
  })
}
