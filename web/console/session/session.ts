import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { readSession, readState } from '../../../src/keep/access/session/contract.ts'
import { about } from '../../../src/office/console/about/contract.ts'
import type { Ability } from '../../../src/platform/http/abilities.ts'
import { call } from '../../ui/api.ts'
import { client } from '../../ui/queries.ts'
import { adoptLanguage } from '../../ui/words.ts'

/** Whose installation this is. It does not change while the page stands. */
export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: ({ signal }) => call(about, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Who is signed in, as staff and as a customer. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call(readSession, { signal }),
  staleTime: 60_000,
})

/** Whether there is an administrator yet. */
export const stateQuery = queryOptions({ queryKey: ['session', 'state'], queryFn: ({ signal }) => call(readState, { signal }) })

/** What is a deed and opens nothing to look at: through a colleague's eyes nobody does it, and what would is off. */
const deeds: ReadonlySet<Ability> = new Set([
  'customers.add',
  'customers.change',
  'addresses.change',
  'customers.tag',
  'customers.join',
  'customers.erase',
  'consents.enter',
  'work.do',
  'leads.work',
])

export type Me = {
  id: string
  name: string
  role: string
  secondFactor: boolean
  /** The company asks the role for a second factor, and there is none yet. */
  mustEnrol: boolean
  /** The name of whoever looks through these eyes; nothing can be changed then. */
  seenBy: string | null
  /** Nobody has nothing at all. */
  canAnything: boolean
  /** Whether the role lets them, and they look with their own eyes where it is a deed; the server looks again. */
  can(ability: Ability): boolean
}

/** What stands between a visitor and the console: nothing, a second factor that is asked for, a sign-in, or the first set-up. */
export async function gateOf(): Promise<'in' | 'enrol' | 'sign-in' | 'set-up'> {
  const session = await client.ensureQueryData(sessionQuery)
  if (session.staff) {
    adoptLanguage(session.staff.language)
    return session.staff.must_enrol ? 'enrol' : 'in'
  }
  const state = await client.fetchQuery(stateQuery)
  return state.ready ? 'sign-in' : 'set-up'
}

const nobody: Me = { id: '', name: '', role: 'none', secondFactor: false, mustEnrol: false, seenBy: null, canAnything: false, can: () => false }

/** The session as the server said it last. */
export const useSession = () => useSuspenseQuery(sessionQuery).data

/** The signed-in colleague. Only inside the shell, which does not open without one; at sign-out nobody, for a moment. */
export function useMe(): Me {
  const { staff } = useSession()
  return staff
    ? {
        id: staff.id,
        name: staff.name,
        role: staff.role,
        secondFactor: staff.second_factor,
        mustEnrol: staff.must_enrol,
        seenBy: staff.seen_by?.name ?? null,
        canAnything: staff.abilities.length > 0,
        can: (one) => staff.abilities.includes(one) && (staff.seen_by === null || !deeds.has(one)),
      }
    : nobody
}
