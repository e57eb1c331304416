import { sql } from '../../../platform/db/index.ts'
import type { AccessDeps } from '../deps.ts'
import { type StaffPage, staffOf } from '../staff.ts'
import { personsAnHour } from './budget.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export type Usage = { limit: number; more: number; moreUntil: Date | null; hour: number; day: number }
type Row = { staff_id: number; hour: number; day: number; more: number; until: Date | null; ended: number }

/** How much of their open budgets these have spent, to the minute, as the spending itself counts. */
async function usageOf(deps: Pick<AccessDeps, 'db'>, staff: readonly number[], now: Date): Promise<Map<number, Usage & { ended: number }>> {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const { rows } = await sql<Row>`
    select s.staff_id, coalesce(m.hour, 0)::int as hour, coalesce(m.day, 0)::int as day, coalesce(r.more, 0)::int as more, r.until, coalesce(a.ended, 0)::int as ended
    from unnest(${[...staff]}::bigint[]) as s(staff_id)
    left join lateral (select sum(persons) filter (where minute > ${ago(hourMs)}) as hour, sum(persons) as day from keep.opened_minute
      where actor_kind = 'staff' and actor_id = s.staff_id and minute > ${ago(dayMs)}) m on true
    left join lateral (select sum(persons) as more, min(until) as until from keep.budget_request
      where staff_id = s.staff_id and kind = 'open' and until > ${now}) r on true
    left join lateral (select count(*) as ended from keep.audit
      where by_kind = 'staff' and by_id = s.staff_id and act = 'budget.ended' and at > ${ago(7 * dayMs)}) a on true`.execute(deps.db)
  return new Map(
    rows.map(({ staff_id, hour, day, more, until, ended }) => [staff_id, { limit: personsAnHour + more, more, moreUntil: until, hour, day, ended }]),
  )
}

const unspent: Usage & { ended: number } = { limit: personsAnHour, more: 0, moreUntil: null, hour: 0, day: 0, ended: 0 }

export async function ownUsage(deps: Pick<AccessDeps, 'db'>, staff: number, now: Date): Promise<Usage> {
  return (await usageOf(deps, [staff], now)).get(staff) ?? unspent
}

export type ColleagueUsage = Usage & { id: number; name: string; role: string; ended: number }

/** The same of those who work here, a page of them. */
export async function usageOfAll(deps: Pick<AccessDeps, 'db' | 'keyring'>, { after, limit }: StaffPage, now: Date): Promise<ColleagueUsage[]> {
  const rows = await deps.db
    .selectFrom('keep.staff')
    .selectAll()
    .where('status', '=', 'active')
    .where('staff_id', '>', after ?? -1)
    .orderBy('staff_id')
    .limit(limit)
    .execute()
  const usage = await usageOf(
    deps,
    rows.map((row) => row.staff_id),
    now,
  )
  return rows.map((row) => ({ id: row.staff_id, name: staffOf(deps, row).name, role: row.role, ...(usage.get(row.staff_id) ?? unspent) }))
}
