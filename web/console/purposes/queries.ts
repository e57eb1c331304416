import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listKinds, listPurposes } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type Purpose = z.output<typeof listPurposes.output>['items'][number]
export type Kind = z.output<typeof listKinds.output>['items'][number]

/** In use; a list of everything ever registered is asked for apart. */
export const purposesQuery = queryOptions({ queryKey: ['purposes'], queryFn: ({ signal }) => everyPage((query) => call(listPurposes, { query, signal })) })
export const allPurposesQuery = queryOptions({
  queryKey: ['purposes', 'all'],
  queryFn: ({ signal }) => everyPage((query) => call(listPurposes, { query: { ...query, retired: 'true' }, signal })),
})
export const kindsQuery = queryOptions({ queryKey: ['kinds'], queryFn: ({ signal }) => everyPage((query) => call(listKinds, { query, signal })) })
