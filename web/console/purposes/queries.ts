import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listFields, listKinds, listPurposes } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'

export type Purpose = z.output<typeof listPurposes.output>['items'][number]
export type OwnField = z.output<typeof listFields.output>['items'][number]
export type Kind = z.output<typeof listKinds.output>['items'][number]

export const purposesQuery = queryOptions({ queryKey: ['purposes'], queryFn: ({ signal }) => call(listPurposes, { query: {}, signal }) })
export const fieldsQuery = queryOptions({ queryKey: ['own-fields'], queryFn: ({ signal }) => call(listFields, { signal }) })
export const kindsQuery = queryOptions({ queryKey: ['kinds'], queryFn: ({ signal }) => call(listKinds, { signal }) })
