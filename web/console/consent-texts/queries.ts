import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listConsentTexts, readConsentText } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type ConsentText = z.output<typeof listConsentTexts.output>['items'][number]
export type TextVersion = z.output<typeof readConsentText.output>['items'][number]

/** The texts by which people are asked, as they read now. */
export const consentTextsQuery = queryOptions({
  queryKey: ['consent-texts'],
  queryFn: ({ signal }) => everyPage((query) => call(listConsentTexts, { query, signal })),
})

/** Every version of one, the newest first. */
export const textVersionsQuery = (notice: string) =>
  queryOptions({
    queryKey: ['consent-texts', notice],
    queryFn: ({ signal }) => everyPage((query) => call(readConsentText, { params: { notice }, query, signal })),
  })
