import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { type form, listForms, type saveForm } from '../../../src/keep/forms/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type Form = z.output<typeof form>
export type Spec = z.input<NonNullable<typeof saveForm.body>>

export const formsQuery = queryOptions({ queryKey: ['forms'], queryFn: ({ signal }) => everyPage((query) => call(listForms, { query, signal })) })
