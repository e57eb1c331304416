import { queryOptions } from '@tanstack/react-query'
import { readHealth } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => call(readHealth, { signal }),
  refetchInterval: 10_000,
})
