import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { keepProof } from '../../../src/keep/files/proofs/contract.ts'
import { listConsents, readConsentProof } from '../../../src/office/console/consents/contract.ts'
import { readTerms } from '../../../src/office/console/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'
import { upload } from '../../ui/upload.ts'

export type Terms = z.output<typeof readTerms.output>
export type Term = Terms['items'][number]
export type Consent = z.output<typeof listConsents.output>['items'][number]
export type ConsentEvent = Consent['events'][number]
export type Proof = ConsentEvent['proofs'][number]

export const termsQuery = (customerId: string) =>
  queryOptions({ queryKey: ['terms', customerId], queryFn: ({ signal }) => call(readTerms, { params: { customer_id: customerId }, signal }) })

export const consentsQuery = (customerId: string) =>
  queryOptions({
    queryKey: ['consents', customerId],
    queryFn: ({ signal }) => everyPage((query) => call(listConsents, { params: { customer_id: customerId }, query, signal })),
  })

export const consentProofQuery = (customerId: string, recordId: string) =>
  queryOptions({
    queryKey: ['consents', customerId, recordId],
    queryFn: ({ signal }) => call(readConsentProof, { params: { customer_id: customerId, record_id: recordId }, signal }),
  })

export const sendProof = (customerId: string, file: File) =>
  upload(`/v1/consents/proofs/${encodeURIComponent(customerId)}`, { file, output: keepProof.output, type: file.type || 'application/octet-stream' })

export const proofAddress = (customerId: string, proof: Proof) => `/v1/consents/proofs/${encodeURIComponent(customerId)}/${encodeURIComponent(proof.id)}`
