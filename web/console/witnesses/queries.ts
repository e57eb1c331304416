import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listWitnesses } from '../../../src/keep/receipts/contract.ts'
import { call } from '../../ui/api.ts'

export type Watched = z.output<typeof listWitnesses.output>
export type Witness = Watched['items'][number]

export const witnessesQuery = queryOptions({ queryKey: ['witnesses'], queryFn: ({ signal }) => call(listWitnesses, { signal }), refetchInterval: 60_000 })
