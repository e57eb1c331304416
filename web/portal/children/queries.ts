import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listMyWards } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'

export type Ward = z.output<typeof listMyWards.output>['wards'][number]

export const wardsQuery = queryOptions({ queryKey: ['my', 'wards'], queryFn: ({ signal }) => call(listMyWards, { signal, self: true }) })
