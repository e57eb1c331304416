import { z } from 'zod'
import { consentTold } from '../../../keep/terms/shapes.ts'
import { endpoint } from '../../../platform/http/contract.ts'
import { id, instant, pageOf, paging } from '../../../platform/http/shapes.ts'

export const listConsents = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/consents',
  who: { staff: ['customers.see'], key: 'read' },
  summary:
    'What a customer agreed to and refused, with the text that was shown and, for whoever may enter consents, the words that prove it; each also as a record by ISO/IEC TS 27560. A look, with its receipt',
  params: z.object({ customer_id: id }),
  query: paging,
  output: pageOf(consentTold),
})

export const readConsentProof = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/consents/:record_id/proof',
  who: { staff: ['customers.see'] },
  summary:
    'One consent with everything that proves it: the text that was shown, the evidence for whoever may enter consents, its events with their hashes, and where the receipts that name it stand in the log. A look, with its receipt',
  params: z.object({ customer_id: id, record_id: z.string().max(64) }),
  output: z.object({
    company: z.string(),
    record: consentTold,
    receipts: z.array(
      z.object({
        seq: z.int(),
        at: instant,
        /** The leaf of the log, in hex. */
        leaf: z.string(),
        stands: z.object({ position: z.int(), size: z.int(), signed_at: instant }).nullable(),
      }),
    ),
    /** The key that signs the log. */
    key: z.string(),
  }),
})
