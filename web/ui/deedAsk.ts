import { ownZone } from './zone.ts'

// What is asked of a journal, as it stands in the address and as the server is asked: the same for customers and for colleagues.

export const whats = ['looks', 'messages', 'changes', 'taken', 'refused'] as const
export const whos = ['staff', 'api', 'service', 'ai', 'customer'] as const
export const whens = ['new', 'week', 'month', 'year'] as const
export const purposes = ['service', 'marketing', 'analysis', 'accounting', 'security', 'own_view'] as const

export type DeedAsk = { what?: (typeof whats)[number]; who?: (typeof whos)[number]; why?: string; when?: (typeof whens)[number] }

/** From the address; what is not known there is not asked. `only=deny` stands in older links. */
export function deedAsk(search: Record<string, unknown>): DeedAsk {
  const what = whats.find((each) => each === search.what) ?? (search.only === 'deny' ? 'refused' : undefined)
  const who = whos.find((each) => each === search.who)
  const when = whens.find((each) => each === search.when)
  const why = typeof search.why === 'string' && /^[a-z][a-z0-9_.-]{0,63}$/.test(search.why) ? search.why : undefined
  return { ...(what && { what }), ...(who && { who }), ...(why && { why }), ...(when && { when }) }
}

const daysBack = { week: 7, month: 30, year: 365 } as const

/** As the server is asked. `lastVisit`: where what is new begins; before a first visit everything is. */
export function asked({ what, who, why, when }: DeedAsk, now: Date, lastVisit: string | null) {
  const from = when === undefined ? null : when === 'new' ? lastVisit : new Date(now.getTime() - daysBack[when] * 86_400_000).toISOString()
  return {
    zone: ownZone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(what === 'refused' ? { decision: 'deny' as const } : what && { deeds: what }),
    ...(who && { by: who }),
    ...(why && { purpose: why }),
    ...(from && { from }),
  }
}

export const asksNothing = (ask: DeedAsk): boolean => Object.keys(ask).length === 0
