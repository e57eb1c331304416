import { queryOptions, useQuery } from '@tanstack/react-query'
import { listRoles } from '../../../src/keep/access/roles/contract.ts'
import { call } from '../../ui/api.ts'
import { everyPage } from '../../ui/everyPage.ts'
import { pick, type Say, useLanguage, useWords } from '../../ui/words.ts'
import { shell } from './shell.words.ts'

const builtIn = ['admin', 'privacy', 'marketer', 'clerk', 'analyst'] as const

/** Every role, also the retired ones: what somebody did under one keeps its name. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => everyPage((page) => call(listRoles, { query: { ...page, retired: 'true' }, signal })),
  staleTime: 60_000,
})

/** The word for a role: ours for the built-in ones, the company's for its own; a role that we do not know stays as it is. */
export function useRoleName(): (role: string) => string {
  const say = useWords(shell)
  const language = useLanguage()
  const { data } = useQuery(rolesQuery)
  return (role) => {
    const known = builtIn.find((each) => each === role)
    if (known) return say(`role_${known}`)
    return pick(data?.items.find(({ code }) => code === role)?.title ?? null, language) ?? role
  }
}

/** The word for a role that every company has; another stays as it is. */
export function pickRole(role: string, say: Say<typeof shell.en>): string {
  const known = builtIn.find((each) => each === role)
  return known ? say(`role_${known}`) : role
}
