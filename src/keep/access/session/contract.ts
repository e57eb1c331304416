import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id } from '../../../platform/http/shapes.ts'
import { customersSeen } from '../roles/contract.ts'

// Who is signed in: what every page asks before it draws anything, and therefore apart from all that one does with a session.

export const language = z.enum(['en', 'ru'])

export const me = z.object({
  /** `abilities`: what the role lets one do (src/platform/http/abilities.ts). */
  staff: z
    .object({
      id,
      name: z.string(),
      role: z.string(),
      abilities: z.array(z.string()),
      scope: z.enum(['all', 'own']),
      customers: z.enum(customersSeen),
      language: z.string(),
      units: z.array(z.string()),
      second_factor: z.boolean(),
      must_enrol: z.boolean(),
      /** Who looks through their eyes; null for whoever is themselves. */
      seen_by: z.object({ id, name: z.string() }).nullable(),
      /** What a page seals under it, nobody reads when the session has ended: a key of 32 bytes, base64url. */
      seal: z.string(),
    })
    .nullable(),
  customer: z.object({ message_only: z.boolean(), language: z.string().nullable() }).nullable(),
})

export const readSession = endpoint({
  method: 'GET',
  path: '/v1/session',
  who: 'public',
  summary: 'Who I am signed in as, as staff and as a customer',
  output: me,
})

export const readState = endpoint({
  method: 'GET',
  path: '/v1/session/state',
  who: 'public',
  summary: 'Whether this installation was set up',
  output: z.object({ ready: z.boolean(), languages: z.array(language) }),
})
