import type { Credential, Door } from '../../keep/door/contract.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import type { House } from '../house.ts'
import { type Within, workWithin } from '../within.ts'
import { refOf } from './show.ts'
import { ofUnits, type Whose } from './store.ts'
import type { WorkTables } from './tables.ts'

export type DayCounts = { overdue: number; today: number; tomorrow: number; week: number; later: number; undated: number; cases: number }

/** How many open tasks fall on which days, as a calendar in this time zone has them, and how many cases are open; of the units of whoever asks. */
export async function dayCounts(
  db: Db<WorkTables>,
  by: Whose & { within: Within | undefined; units: readonly number[] | undefined },
  { zone, now }: { zone: string; now: Date },
): Promise<DayCounts> {
  const assigned = by.whose === 'all' ? sql`` : by.whose === 'mine' ? sql`and assignee = ${by.staff}` : sql`and assignee is null`
  const whose = sql`${assigned} ${ofUnits(by.units)} and ${workWithin(by.within)}`
  const day = (n: number) => sql`((date_trunc('day', ${now}::timestamptz at time zone ${zone}) + ${`${n} days`}::interval) at time zone ${zone})`
  const { rows } = await sql<DayCounts>`
    select count(*) filter (where due_at < ${now})::int as overdue,
      count(*) filter (where due_at >= ${now} and due_at < ${day(1)})::int as today,
      count(*) filter (where due_at >= ${day(1)} and due_at < ${day(2)})::int as tomorrow,
      count(*) filter (where due_at >= ${day(2)} and due_at < ${day(7)})::int as week,
      count(*) filter (where due_at >= ${day(7)})::int as later,
      count(*) filter (where due_at is null)::int as undated,
      (select count(*)::int from office.work_case where state = 'open' ${whose}) as cases
    from office.task where state = 'open' ${whose}`.execute(db)
  return rows[0] ?? { overdue: 0, today: 0, tomorrow: 0, week: 0, later: 0, undated: 0, cases: 0 }
}

const daysAhead = 7
const mostBirthdays = 20

/** Days and months from today on, as a calendar in this time zone has them; the 29th of February stands with the 28th where there is none. */
export function daysFrom(now: Date, zone: string): { month: number; day: number; ahead: number }[] {
  const parts = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'numeric', day: 'numeric', timeZone: zone }).formatToParts(now)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return Array.from({ length: daysAhead + 1 }, (_, ahead) => new Date(Date.UTC(of('year'), of('month') - 1, of('day') + ahead))).flatMap((date, ahead) => {
    const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()]
    const leap = new Date(Date.UTC(date.getUTCFullYear(), 1, 29)).getUTCMonth() === 1
    return [{ month, day, ahead }, ...(month === 2 && day === 28 && !leap ? [{ month: 2, day: 29, ahead }] : [])]
  })
}

/**
 * Whose birthday it is within the week, among those this colleague is responsible for: the facts say whom to ask the keep for, and the
 * keep opens name, day and month for service, or does not.
 */
export async function birthdaysOf(
  { door, ids }: { door: Door; ids: House['ids'] },
  db: Db<WorkTables>,
  as: Credential,
  at: { staff: number; zone: string; now: Date },
) {
  const days = daysFrom(at.now, at.zone)
  const { rows } = await sql<{ customer: number; ahead: number }>`
    select d.customer_id as customer, q.ahead from unnest(${days.map((d) => d.month)}::int[], ${days.map((d) => d.day)}::int[], ${days.map((d) => d.ahead)}::int[]) as q(month, day, ahead)
    join fact.derived d on d.birth_month = q.month and d.birth_day = q.day
    join fact.derived r on r.customer_id = d.person and r.owner_id = ${at.staff}
    order by q.ahead, d.customer_id limit ${mostBirthdays}`.execute(db)
  if (rows.length === 0) return []
  const asked = {
    customers: rows.map((r) => r.customer),
    purpose: 'service',
    reason: { kind: 'list' as const },
    birthdays: true as const,
    beyond: 'hide' as const,
  }
  const previews = new Map((await door.ask(as, 'preview', asked)).map((p) => [p.customer, p]))
  return rows.flatMap(({ customer, ahead }) => {
    const preview = previews.get(customer)
    return preview?.birthday ? [{ about: refOf(ids, preview), ...preview.birthday, in_days: ahead }] : []
  })
}
