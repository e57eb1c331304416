import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { readLimits } from '../../../src/keep/gate/contract.ts'
import { call } from '../../ui/api.ts'

export type Limits = z.output<typeof readLimits.output>
export type Cap = Limits['caps'][number]
export type Hours = Limits['hours'][number]

export const limitsQuery = queryOptions({ queryKey: ['contact-limits'], queryFn: ({ signal }) => call(readLimits, { signal }) })
