import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { audienceConditions, countRule, listAudiences } from '../../../src/office/audiences/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'

export type Audience = z.output<typeof listAudiences.output>['items'][number]
export type Rule = Audience['rule']
export type AudienceConditions = z.output<typeof audienceConditions.output>
export type Unchosen = Pick<z.output<typeof countRule.output>, 'not_chosen' | 'closed'>

export const audiencesQuery = queryOptions({ queryKey: ['audiences'], queryFn: ({ signal }) => everyPage((query) => call(listAudiences, { query, signal })) })

/** What an audience is called; undefined while they are read, and of one that is gone. */
export function useAudienceTitle(): (id: string) => string | undefined {
  const { data } = useQuery(audiencesQuery)
  return (id) => data?.items.find((each) => each.id === id)?.title
}

/** How many a rule chooses; the figure of the rule before stands until the new one is there. */
export const countQuery = (rule: Rule, purpose: string) =>
  queryOptions({
    queryKey: ['audience-count', purpose, rule],
    queryFn: ({ signal }) => call(countRule, { body: { rule, purpose }, signal }),
    staleTime: 30_000,
    retry: false,
    placeholderData: keepPreviousData,
  })

/** What may be asked for a purpose of what the company declared. */
export const conditionsQuery = (purpose: string) =>
  queryOptions({ queryKey: ['audience-conditions', purpose], queryFn: ({ signal }) => call(audienceConditions, { query: { purpose }, signal }) })
