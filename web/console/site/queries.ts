import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { readSite } from '../../../src/keep/roads/contract.ts'
import { call } from '../../ui/api.ts'

export type Site = z.output<typeof readSite.output>

export const siteQuery = queryOptions({ queryKey: ['site'], queryFn: ({ signal }) => call(readSite, { signal }) })
