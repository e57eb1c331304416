import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'

// Witnesses of the log: who watches it from outside and signs that it only grows.

const who = { staff: ['registers.keep'] } as const
const instant = z.iso.datetime()
const signed = z.object({ size: z.int(), at: instant })

const watched = z.object({
  /** The newest state of the log; null before the first. */
  log: signed.nullable(),
  items: z.array(
    z.object({
      witness: z.string(),
      name: z.string(),
      /** As it is printed: name+id+base 64. */
      key: z.string(),
      since: instant,
      /** The newest state that it signed. */
      last: signed.nullable(),
    }),
  ),
})

export const listWitnesses = endpoint({
  method: 'GET',
  path: '/v1/witnesses',
  who: { staff: 'any' },
  summary: 'Who watches the log of receipts from outside, and how far each of them has followed it',
  output: watched,
})
export const registerWitness = endpoint({
  method: 'POST',
  path: '/v1/witnesses',
  who,
  summary: 'Register a witness by its public key: from then on its signatures are served with the checkpoints',
  body: z.object({ key: z.string().trim().max(300) }),
  output: watched,
})
export const dropWitness = endpoint({
  method: 'DELETE',
  path: '/v1/witnesses/:witness',
  who,
  summary: 'Remove a witness: its signatures are served no more',
  params: z.object({ witness: z.string().regex(/^[0-9a-f]{8}$/, 'is the id of a key: eight signs') }),
  output: watched,
})
