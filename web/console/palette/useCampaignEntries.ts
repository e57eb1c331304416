import { IconMail } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { campaignsQuery } from '../campaigns/queries.ts'
import { useMe } from '../session/session.ts'
import { type Entry, near } from './usePageEntries.tsx'

const shown = 5

/** Campaigns whose title answers to what was typed; of the newest ones, which are loaded once. */
export function useCampaignEntries(typed: string): Entry[] {
  const me = useMe()
  const navigate = useNavigate()
  const { data } = useInfiniteQuery({ ...campaignsQuery, enabled: typed.trim().length > 1 && me.can('campaigns.run') })
  if (typed.trim().length < 2) return []
  const all = data?.pages.flatMap((page) => page.items) ?? []
  const entries = all.map((one): Entry => {
    const run = () => void navigate({ to: '/campaigns/$campaignId', params: { campaignId: one.id } })
    return { key: one.id, label: one.title, names: [one.title], icon: IconMail, run }
  })
  return near(typed, entries).slice(0, shown)
}
