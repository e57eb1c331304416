import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, words } from '../../../platform/http/shapes.ts'
import { saidAtOnce } from '../../terms.ts'

/** A child whose guardian you are. */
const ward = z.object({
  id,
  /** Their given name. */
  name: z.string().nullable(),
  /** From this day on their own yes counts, and you see them here no more. */
  until: z.iso.date(),
  /** They stopped everything that is no answer to a request of their own. */
  stopped: z.boolean(),
  purposes: z.array(
    z.object({
      code: z.string(),
      title: words,
      /** A guardian allows it. */
      allowed: z.boolean(),
      /** Whether a guardian can allow it at all: decisions that weigh on a person are not made about a child. */
      may: z.boolean(),
      /** Where a consent is needed as well, which is the child’s own: whether it is given. */
      own: z.enum(['given', 'not_given']).nullable(),
    }),
  ),
})

export const listMyWards = endpoint({
  method: 'GET',
  path: '/v1/my/wards',
  who: 'customer',
  summary: 'The children whose guardian you are, and what is allowed for each; each look stands in the child’s journal, by you on their behalf',
  output: z.object({ wards: z.array(ward) }),
})

export const sayForMyWard = endpoint({
  method: 'POST',
  path: '/v1/my/wards/:ward_id/terms',
  who: 'customer',
  summary: 'Say what a child’s data may be used for. All of it or nothing; what is the child’s own to say is refused',
  params: z.object({ ward_id: id }),
  body: z.object({ said: saidAtOnce.min(1) }),
  output: ward,
})
