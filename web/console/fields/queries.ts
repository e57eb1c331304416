import { queryOptions, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { listFields } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'
import { pick, useLanguage } from '../../ui/words.ts'

export type OwnField = z.output<typeof listFields.output>['items'][number]

/** The fields the company declared for itself, retired ones too. */
export const fieldsQuery = queryOptions({ queryKey: ['own-fields'], queryFn: ({ signal }) => everyPage((query) => call(listFields, { query, signal })) })

/** A field of the company's own by its code; undefined for one that was never declared. */
export function useOwnField(): (code: string) => OwnField | undefined {
  const { data } = useQuery(fieldsQuery)
  return (code) => data?.items.find((each) => each.code === code)
}

/** What a field of the company's own is called, in the language of the page. */
export function useOwnFieldTitle(): (code: string) => string | undefined {
  const own = useOwnField()
  const language = useLanguage()
  return (code) => pick(own(code)?.title, language)
}
