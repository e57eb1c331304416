import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { readWays } from '../../../src/office/reports/contract.ts'
import { call } from '../../ui/api.ts'

export type Ways = z.output<typeof readWays.output>
export type Totals = NonNullable<Ways['totals']>

export const waysQuery = queryOptions({ queryKey: ['ways'], queryFn: ({ signal }) => call(readWays, { signal }), retry: false })
