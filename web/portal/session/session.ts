import { queryOptions, useQuery } from '@tanstack/react-query'
import { readSession } from '../../../src/keep/access/session/contract.ts'
import { about } from '../../../src/office/console/about/contract.ts'
import { call } from '../../ui/api.ts'
import { client } from '../../ui/queries.ts'

export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => call(readSession, { signal }), staleTime: 60_000 })

/** Whose pages these are. */
export const aboutQuery = queryOptions({ queryKey: ['about'], queryFn: ({ signal }) => call(about, { signal }), staleTime: Number.POSITIVE_INFINITY })

/** Whether the page was opened by the link of a message: then values are masked, and one can only make us quieter. */
export function useByMessage(): boolean {
  return useQuery(sessionQuery).data?.customer?.message_only ?? false
}

/** Nobody; the customer by the link of one message; or the customer by their own link. */
export async function whoOpened(): Promise<'nobody' | 'by-message' | 'customer'> {
  const { customer } = await client.ensureQueryData(sessionQuery)
  if (!customer) return 'nobody'
  return customer.message_only ? 'by-message' : 'customer'
}
