import { z } from 'zod'
import { evidences, typedKinds } from '../../../keep/door/contract.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'
import { customerRef } from '../../work/shapes.ts'
import { actor, identifier } from '../shapes.ts'

// Addresses and numbers of a customer: added, confirmed, shared, preferred, removed and put back, each with who, when and how.

/** Who serves customers, and programs that may change them; the door looks again whether their purpose covers contact details. */
const who = { staff: ['addresses.change'], key: 'change' } as const
const params = z.object({ customer_id: id })
const one = params.extend({ identifier_id: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'is not the id of an address') })

export const addIdentifier = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/identifiers',
  who,
  summary:
    'Add an e-mail, phone or another number to a customer, or put back one that was removed; somebody else’s stays theirs: the answer says whose, and changes nothing',
  params,
  body: z.object({
    kind: z.enum(typedKinds),
    value: z.string().trim().min(1).max(320),
    /** Somebody with this address was erased, and came back by themselves: without it the answer is 409. */
    came_back: z.boolean().optional(),
  }),
  output: z.object({
    /** False when they have it already, and when it is somebody else's. */
    changed: z.boolean(),
    identifier: identifier.nullable(),
    /** Whose it is, as far as you may see. */
    belongs: z.object({ to: customerRef }).nullable(),
  }),
})

export const markIdentifier = endpoint({
  method: 'PUT',
  path: '/v1/customers/:customer_id/identifiers/:identifier_id',
  who,
  summary: 'Say that an address is confirmed (and how that is known), shared by several people, or the one to use first; what is left out stays',
  params: one,
  body: z
    .object({
      /** How it is known to be theirs; null takes the mark back. */
      verified: z.enum(evidences).nullable().optional(),
      shared: z.boolean().optional(),
      /** Of several of one kind one is preferred: the others are so no more. */
      preferred: z.boolean().optional(),
    })
    .refine((b) => Object.values(b).some((said) => said !== undefined), 'say verified, shared or preferred'),
  output: z.object({ changed: z.boolean(), identifier }),
})

export const removeIdentifier = endpoint({
  method: 'DELETE',
  path: '/v1/customers/:customer_id/identifiers/:identifier_id',
  who,
  summary: 'Remove an address: acknowledged when nothing more can leave for it. Consents stay with the customer, the address in the history',
  params: one,
  output: z.object({ changed: z.boolean() }),
})

export const readIdentifierHistory = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/identifiers/history',
  who: { ...who, key: 'read' },
  summary: 'What was done to the addresses and numbers of a customer, newest first: who, when, how it was known',
  params,
  query: paging,
  output: pageOf(
    z.object({
      id: z.string(),
      kind: z.string(),
      shown: z.string().nullable(),
      /** Whether it is theirs now. */
      there: z.boolean(),
      what: z.enum(['added', 'verified', 'unverified', 'shared', 'unshared', 'preferred', 'unpreferred', 'removed']),
      how: z.enum(evidences).nullable(),
      at: instant,
      source: z.string(),
      by: actor.nullable(),
    }),
  ),
})
