import { IconCheckbox, IconMessageReport } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMe } from '../session/session.ts'
import { casesQuery, tasksQuery } from '../work/queries.ts'
import { type Entry, near } from './usePageEntries.tsx'

const shown = 5

/**
 * My open tasks and cases that answer to what was typed. What is to be done is content, which nobody can search by; so the most urgent
 * ones are read once, as the page of the day reads them, and looked through here.
 */
export function useWorkEntries(typed: string): Entry[] {
  const me = useMe()
  const navigate = useNavigate()
  const enabled = typed.trim().length > 1 && me.can('work.see')
  const tasks = useInfiniteQuery({ ...tasksQuery({ whose: 'mine' }), enabled })
  const cases = useInfiniteQuery({ ...casesQuery({ whose: 'mine' }), enabled })
  if (!enabled) return []
  const go = (about: { id: string } | null) => () =>
    about === null ? void navigate({ to: '/' }) : void navigate({ to: '/customers/$customerId', params: { customerId: about.id } })
  const work = [
    ...(tasks.data?.pages.flatMap(({ items }) => items) ?? []).map(({ id, what, hidden, about }) => ({
      ...{ id, about, hidden, icon: IconCheckbox },
      names: [what],
      label: what,
    })),
    ...(cases.data?.pages.flatMap(({ items }) => items) ?? []).map(({ id, number, subject, hidden, about }) => ({
      ...{ id, about, hidden, icon: IconMessageReport },
      names: [number, subject],
      label: `${number} · ${subject}`,
    })),
  ]
  const entries = work
    .filter(({ hidden }) => hidden === null)
    .map(({ id, about, icon, names, label }): Entry => ({ key: id, label, icon, names, hint: about?.name?.short, run: go(about) }))
  return near(typed, entries).slice(0, shown)
}
