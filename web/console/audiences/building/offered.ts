import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { ListColumn } from '../../list/queries.ts'
import { type AudienceConditions, conditionsQuery } from '../queries.ts'

/** What the audience is for: what may be asked depends on it. */
export const ForPurpose = createContext('marketing')

/** The audience that is being changed: it cannot name itself. */
export const OwnId = createContext<string | undefined>(undefined)

/** What may be asked of what the company declared, for the purpose at hand; undefined while it is read. */
export function useOffered(): AudienceConditions | undefined {
  return useQuery(conditionsQuery(useContext(ForPurpose))).data
}

/** Fields of the company's own as columns of filters, for the same inputs and words. */
export const columnsOf = (offered: AudienceConditions | undefined): ReadonlyMap<string, ListColumn> =>
  new Map(offered?.fields.map((field) => [field.column, columnOf(field)]))

export const columnOf = (field: AudienceConditions['fields'][number]): ListColumn => ({ ...field, sort: false, sum: false })
