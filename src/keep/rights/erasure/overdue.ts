import { sql } from '../../../platform/db/index.ts'
import { AppError } from '../../../platform/errors.ts'
import { keptUntil, purposesNow } from '../../terms/index.ts'
import type { RightsDeps } from '../deps.ts'
import { mostDays } from '../shapes.ts'
import { askErasure, previewErasure } from './ask.ts'

// Those whose time to keep is over for every purpose. The gate opens them for nothing any more by itself; here they go.

const house = { kind: 'service', id: 0, role: 'house' } as const
const atOnce = 50
/** Of one day: what a company that begins to heed this would lose in a night should be seen by somebody first. */
const mostADay = 1_000
const dayMs = 86_400_000
/** Whom a colleague kept by taking it back is not asked about again for so long. */
const keptMs = 365 * dayMs

/**
 * Asks for the erasure of those with whom nothing has happened for longer than any purpose lasts: so many at a time, each with the longest
 * time to take it back. Nobody who has agreed to something, has an open case, or is held as for any other erasure. Gives how many.
 */
export async function eraseOverdue(deps: RightsDeps, now: Date): Promise<number> {
  const last = await lastActive(deps, now)
  if (last === undefined) return 0
  let asked = 0
  for (
    let some = await overdue(deps, { last, now, after: 0 });
    some.length > 0 && asked < mostADay;
    some = await overdue(deps, { last, now, after: some.at(-1)?.customer ?? 0 })
  )
    for (const one of some) if (await askFor(deps, one, now)) asked += 1
  return asked
}

async function askFor(deps: RightsDeps, { customer, members }: Overdue, now: Date): Promise<boolean> {
  const { etag, holds } = await previewErasure(deps, members)
  if (holds.length > 0) return false
  try {
    await askErasure(
      deps,
      { customer, seen: etag, reason: 'retention', evidence: { kind: 'none', filed: null }, days: mostDays, by: house, device: undefined },
      now,
    )
    return true
  } catch (error) {
    // They changed meanwhile: tomorrow is another day.
    if (!(error instanceof AppError && (error.code === 'stale' || error.code === 'conflict' || error.code === 'not_found'))) throw error
    return false
  }
}

/** Whoever did anything after this day is kept for some purpose; undefined where one has no end. */
async function lastActive(deps: RightsDeps, now: Date): Promise<Date | undefined> {
  let until = 0
  let longest = ''
  for (const { legalBasis, retention } of (await purposesNow(deps.db.$pickTables())).values()) {
    // While a consent stands its person is not among those who are looked at.
    if (legalBasis === 'consent' && retention.startsWith('consent')) continue
    const end = keptUntil(retention, now)
    if (end === undefined) return undefined
    if (end.getTime() >= until) [until, longest] = [end.getTime(), retention]
  }
  if (longest === '') return undefined
  let last = new Date(2 * now.getTime() - until)
  while ((keptUntil(longest, last) ?? now) > now) last = new Date(last.getTime() - dayMs)
  return last
}

type Overdue = { customer: number; members: number[] }

async function overdue(deps: RightsDeps, { last, now, after }: { last: Date; now: Date; after: number }): Promise<Overdue[]> {
  const { rows } = await sql<Overdue>`
    select c.customer_id as customer, w.members from keep.customer c, lateral (
      select array_agg(m.customer_id order by m.customer_id) as members, max(m.created_at) as came
      from keep.customer m where m.customer_id = c.customer_id or m.merged_into = c.customer_id) w
    where c.customer_id > ${after} and c.merged_into is null and c.status in ('known', 'anonymous') and c.created_at <= ${last} and w.came <= ${last}
      and not exists (select from fact.interaction i where i.customer_id = any(w.members) and i.direction <> 'out' and i.at > ${last})
      and not exists (select from keep.consent_state s where s.customer_id = any(w.members)
        and s.state in ('ConsentGiven', 'RenewedConsentGiven') and (s.expires_at is null or s.expires_at > ${now}))
      and not exists (select from office.work_case k where k.customer_id = any(w.members) and k.state = 'open')
      and not exists (select from keep.erasure e where e.customer_id = c.customer_id
        and (e.ended_at is null or (e.state = 'taken_back' and e.reason = 'retention' and e.ended_at > ${new Date(now.getTime() - keptMs)})))
    order by c.customer_id limit ${atOnce}`.execute(deps.db)
  return rows
}
