import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { id } from '../../../platform/http/shapes.ts'
import { proofTold } from '../../terms/shapes.ts'

// Files that prove what somebody said of being contacted. They are kept apart from the customer's other files: nobody changes or deletes them.

export const keepProof = endpoint({
  method: 'POST',
  path: '/v1/consents/proofs/:customer_id',
  who: { staff: ['consents.enter'] },
  summary:
    'Keep a scan, a recording or a letter that proves what a customer said: the raw body, at most 10 MB. What nothing is entered by within a day goes again',
  params: z.object({ customer_id: id }),
  query: z.object({ name: z.string().max(1000) }),
  output: proofTold,
  status: 201,
})

export const readProof = endpoint({
  method: 'GET',
  path: '/v1/consents/proofs/:customer_id/:proof_id',
  who: { staff: ['consents.enter'] },
  summary: 'The file by which something was entered, as an attachment. The customer sees who opened it',
  params: z.object({ customer_id: id, proof_id: id }),
  output: z.string(),
})

export const readMyProof = endpoint({
  method: 'GET',
  path: '/v1/my/proofs/:proof_id',
  who: 'customer',
  summary: 'The file by which something was entered for me, as an attachment',
  params: z.object({ proof_id: id }),
  output: z.string(),
})
