import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { apiKey, staff } from '../../../src/keep/access/contract.ts'
import { listKeys, listStaff } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'

export type StaffMember = z.output<typeof staff>
export type ApiKey = z.output<typeof apiKey>

export const staffQuery = queryOptions({ queryKey: ['staff'], queryFn: ({ signal }) => call(listStaff, { signal }) })
export const keysQuery = queryOptions({ queryKey: ['api-keys'], queryFn: ({ signal }) => call(listKeys, { signal }) })
