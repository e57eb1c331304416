import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listUnits } from '../../../src/keep/terms/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type Unit = z.output<typeof listUnits.output>['items'][number]

/** Every unit, closed ones too: what was theirs keeps its name. */
export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: ({ signal }) => everyPage((page) => call(listUnits, { query: { ...page, retired: 'true' }, signal })),
  staleTime: 60_000,
})
