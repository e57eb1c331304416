import { z } from 'zod'
import { endpoint } from '../../platform/http/contract.ts'
import { id, pageOf, paging } from '../../platform/http/shapes.ts'
import { certificateView, covers, coversQuery, erasurePreview, erasureView, evidences, mostDays, reasons } from './shapes.ts'

export * from './cases/contract.ts'
export * from './decisions/contract.ts'
export * from './moving/contract.ts'
export * from './recipients/contract.ts'

// Erasing a customer. On the keep's own listener, and for people only: no key of a program erases anybody.

const able = { staff: ['customers.erase'] } as const
/** Whoever does what cannot be undone has just shown who they are. */
const shown = { ...able, fresh: true } as const
const customer = z.object({ customer_id: id })
const one = z.object({ erasure_id: id })

/** Where a paper lies needs no address and no number of anybody. */
const filed = z
  .string()
  .trim()
  .max(200)
  .refine((text) => !/@|\d{7}/.test(text), 'say where the request is filed, without an address or a number of the person')

export const previewErasure = endpoint({
  method: 'GET',
  path: '/v1/customers/:customer_id/erasure',
  who: able,
  summary:
    'What erasing this customer, one kind of what is held of them (part) or a span of time (from, to) would take, what would stay and what holds it up; or the erasure that was asked for already',
  params: customer,
  query: coversQuery,
  output: erasurePreview,
})

export const askErasure = endpoint({
  method: 'POST',
  path: '/v1/customers/:customer_id/erasure',
  who: shown,
  summary:
    'Erase a customer whole, or what `covers` names, with If-Match of what was looked at. From the answer on nobody opens what is to go, and of a whole one nothing is sent; within `days` it can be taken back, then it cannot',
  params: customer,
  body: z
    .object({
      covers: covers.default('everything'),
      reason: z.enum(reasons),
      evidence: z.object({ kind: z.enum(evidences), filed: filed.nullable().default(null) }),
      days: z.int().min(0).max(mostDays).default(0),
    })
    .refine((body) => body.reason !== 'request' || body.evidence.kind !== 'none', { message: 'say how the request came', path: ['evidence', 'kind'] }),
  output: erasureView,
  status: 202,
})

export const listErasures = endpoint({
  method: 'GET',
  path: '/v1/erasures',
  who: able,
  summary: 'Erasures that were asked for, the newest first: how far each is, what went and what stays',
  query: paging,
  output: pageOf(erasureView),
})

export const readErasure = endpoint({
  method: 'GET',
  path: '/v1/erasures/:erasure_id',
  who: able,
  summary: 'One erasure as it stands',
  params: one,
  output: erasureView,
})

export const takeBackErasure = endpoint({
  method: 'POST',
  path: '/v1/erasures/:erasure_id/take-back',
  who: shown,
  summary: 'Take an erasure back before it begins: the customer stands as before',
  params: one,
  body: z.object({}),
  output: erasureView,
})

export const readCertificate = endpoint({
  method: 'GET',
  path: '/v1/erasures/:erasure_id/certificate',
  who: able,
  summary: 'The certificate of an erasure that is done, with its place in the log of receipts and the file that proves it',
  params: one,
  output: certificateView,
})
