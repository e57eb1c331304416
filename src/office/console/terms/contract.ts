import { z } from 'zod'
import { roads } from '../../../keep/terms/shapes.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant } from '../../../platform/http/shapes.ts'
import { saidAtOnce, terms } from '../../terms.ts'

export const readTerms = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/terms',
  who: { staff: ['customers.see'], key: 'read' },
  summary:
    'What a customer allows and wants: purposes by channel and topic, how often, when, not now, what is stopped; with what proves it for whoever may enter it. A look, with its receipt',
  params: z.object({ customer_id: id }),
  output: terms,
})

export const sayForCustomer = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/terms',
  who: { staff: ['consents.enter'] },
  summary:
    'Enter what a customer said of being contacted, by telephone, face to face, on paper, in a letter or a reply. A no needs no proof and is acknowledged when nothing more can leave; a yes needs their words or a file, and must be newer than their no',
  params: z.object({ customer_id: id }),
  body: z.object({
    road: z.enum(roads),
    /** When they said it; not later than now. */
    at: instant.nullable().default(null),
    words: z.string().trim().max(2000).default(''),
    /** A file that was kept for it before. */
    proof_id: id.nullable().default(null),
    said: saidAtOnce.min(1),
  }),
  output: terms,
})
