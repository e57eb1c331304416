import { queryOptions, useQuery } from '@tanstack/react-query'
import { listAudiences } from '../../../src/office/campaigns/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export const audiencesQuery = queryOptions({ queryKey: ['audiences'], queryFn: ({ signal }) => everyPage((query) => call(listAudiences, { query, signal })) })

/** What an audience is called; undefined while they are read, and of one that is gone. */
export function useAudienceTitle(): (id: string) => string | undefined {
  const { data } = useQuery(audiencesQuery)
  return (id) => data?.items.find((each) => each.id === id)?.title
}
