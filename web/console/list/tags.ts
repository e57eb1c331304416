import { queryOptions } from '@tanstack/react-query'
import { listTags } from '../../../src/office/ownership/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

/** All tags, retired ones too: a row may still have one. */
export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => everyPage((query) => call(listTags, { query: { ...query, retired: 'true' }, signal })),
  staleTime: 60_000,
})
