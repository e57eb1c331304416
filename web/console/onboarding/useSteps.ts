import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { healthQuery } from '../health/queries.ts'
import { stateQuery } from '../mailbox/queries.ts'
import { aboutQuery, useMe } from '../session/session.ts'
import { keysQuery, staffQuery } from '../staff/queries.ts'
import type { StaffSearch } from '../staff/search.ts'
import { useHints } from './useHints.ts'

type Key = 'company' | 'customers' | 'purposes' | 'colleagues' | 'mail' | 'second_factor' | 'key'
/** `done` is undefined while it is not known. */
export type Step = { key: Key; done: boolean | undefined } & (
  | { to?: '/import' | '/purposes' | '/mailbox' | '/account' }
  | { to: '/staff' /** What is opened there at once. */; search: StaffSearch }
)

const calm = { refetchInterval: false, staleTime: 60_000, retry: false } as const

/** The first steps of a company, in the order that saves most. What one may not see is left out. */
export function useSteps(): Step[] {
  const me = useMe()
  const { hints } = useHints()
  const about = useQuery(aboutQuery)
  const health = useQuery({ ...healthQuery, ...calm })
  const staff = useInfiniteQuery(staffQuery)
  const keys = useInfiniteQuery({ ...keysQuery, enabled: me.can('keys.manage') })
  const mail = useQuery({ ...stateQuery, ...calm, enabled: me.can('mailbox.read') })
  const all: (Step | false)[] = [
    { key: 'company', done: about.data?.ready },
    { key: 'customers', done: health.data && health.data.counts.customers.count > 0, to: '/import' },
    { key: 'purposes', done: hints?.includes('purposes'), to: '/purposes' },
    { key: 'colleagues', done: staff.data && (staff.data.pages[0]?.items.length ?? 0) > 1, to: '/staff', search: { do: 'invite' } },
    me.can('mailbox.read') && { key: 'mail', done: mail.data && !mail.data.in_use, to: '/mailbox' },
    { key: 'second_factor', done: me.secondFactor, to: '/account' },
    me.can('keys.manage') && { key: 'key', done: keys.data && (keys.data.pages[0]?.items.length ?? 0) > 0, to: '/staff', search: { do: 'key' } },
  ]
  return all.filter((step) => step !== false)
}
