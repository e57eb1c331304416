import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { broughtMove, keepRightProof, listBeside, listDecisionsOf, listMandates, listRightsOf, readRightsOf } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'
import { upload } from '../../ui/upload.ts'

export type { Beside, MandateView, MyCase } from '../../../src/keep/rights/cases/shapes.ts'
export type Holding = z.output<typeof readRightsOf.output>

export const rightsOfQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['rights', 'of', customerId],
    queryFn: ({ pageParam, signal }) => call(listRightsOf, { params: { customer_id: customerId }, query: pageParam ? { cursor: pageParam } : {}, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const holdingQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['rights', 'now', customerId],
    queryFn: ({ signal }) => call(readRightsOf, { params: { customer_id: customerId }, signal }),
  })

export const mandatesQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['rights', 'mandates', customerId],
    queryFn: ({ signal }) => everyPage((query) => call(listMandates, { params: { customer_id: customerId }, query, signal })),
  })

/** What was decided about them that weighs, the newest. */
export const decisionsOfQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['rights', 'decisions', customerId],
    queryFn: ({ signal }) => call(listDecisionsOf, { params: { customer_id: customerId }, query: { limit: 50 }, signal }),
  })

/** What the customer says of what is held about them. */
export const besideQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['beside', customerId],
    queryFn: ({ signal }) => everyPage((query) => call(listBeside, { params: { customer_id: customerId }, query, signal })),
  })

const proofs = (customerId: string) => `/v1/rights/proofs/${encodeURIComponent(customerId)}`
export const proofAddress = (customerId: string, proofId: string) => `${proofs(customerId)}/${encodeURIComponent(proofId)}`
export const sendProof = (customerId: string, file: File) =>
  upload(proofs(customerId), { file, output: keepRightProof.output, type: file.type || 'application/octet-stream' })

const moving = (customerId: string) => `/v1/rights/moving/${encodeURIComponent(customerId)}`
const zip = { output: broughtMove, type: 'application/zip' }
/** What another company's copy would change for this customer; nothing of it is kept. */
export const lookAtCopy = (customerId: string, file: File) => upload(`${moving(customerId)}/look`, { ...zip, file })
/** Takes over what they want of it, with what shows that they do. */
export const takeCopy = (customerId: string, file: File, said: object) => upload(moving(customerId), { ...zip, file, said })
