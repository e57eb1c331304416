import type { Door } from '../../keep/door/contract.ts'
import { type Db, sql } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Analyst } from '../analyst/index.ts'
import { askingFor } from './asking.ts'
import { countAudience } from './counting.ts'
import { rule } from './rule.ts'
import { findAudiences } from './store.ts'
import type { AudienceTables, LivingTables } from './tables.ts'

// How many were in each audience, day by day: of one that lives by the hour, from what its turns kept; of the others counted once a night.

type Tables = AudienceTables & LivingTables
export type Sizing = { db: Db<Tables>; door: Door; ids: Pick<Opaque, 'read' | 'show'>; analyst: Analyst | undefined }
type At = { now: Date; zone: string /** What audiences are for that are not kept up. */; purpose: string }

/** Each is counted; who has more of them than that knows the newest. */
const mostCounted = 500
const kept = '2 years'

const dayIn = ({ now, zone }: Pick<At, 'now' | 'zone'>) => sql`(${now}::timestamptz at time zone ${zone})::date`

/** Puts down how many are in the audiences that live, as of this hour. */
export async function keepLivingSizes({ db }: Pick<Sizing, 'db'>, at: Pick<At, 'now' | 'zone'>): Promise<void> {
  await sql`
    insert into office.audience_size (audience_id, day, purpose, count)
    select l.audience_id, ${dayIn(at)}, l.purpose, (select count(*) from office.audience_member m where m.audience_id = l.audience_id)
    from office.audience_live l where l.complete_at is not null
    on conflict (audience_id, day) do update set count = excluded.count, purpose = excluded.purpose`.execute(db)
}

/** Counts the audiences that are not kept up, and forgets what lies two years back. One that cannot be counted has no size that day. */
export async function countSizes({ db, door, ids, analyst }: Sizing, at: At): Promise<void> {
  const { rows } = await sql<{ audience_id: number; rule: unknown }>`
    select a.audience_id, a.rule from office.audience a where a.deleted_at is null and not exists (select from office.audience_live l where l.audience_id = a.audience_id)
    order by a.audience_id desc limit ${mostCounted}`.execute(db)
  const find = findAudiences({ db: db.$pickTables(), ids })
  for (const row of rows) {
    const said = rule.parse(row.rule)
    try {
      const asking = await askingFor({ door, find }, { use: at.purpose, now: at.now, rule: said })
      const { count } = await countAudience({ db, analyst }, said, asking)
      await sql`
        insert into office.audience_size (audience_id, day, purpose, count) values (${row.audience_id}, ${dayIn(at)}, ${at.purpose}, ${count})
        on conflict (audience_id, day) do update set count = excluded.count, purpose = excluded.purpose`.execute(db)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad_input') throw error
    }
  }
  await sql`delete from office.audience_size where day < ${dayIn(at)} - ${kept}::interval`.execute(db)
}

export type Size = { day: string; count: number }

/** How many were in an audience on each day that is known, the oldest first; of one that lives, how many are in it now stands for today. */
export async function sizesOf<T>(db: Db<T>, audience: number, at: Pick<At, 'now' | 'zone'>): Promise<Size[]> {
  const { rows } = await sql<Size>`
    select to_char(day, 'YYYY-MM-DD') as day, count from (
      select day, count from office.audience_size where audience_id = ${audience} and day <> ${dayIn(at)}
      union all
      select ${dayIn(at)} as day, coalesce(
        (select (select count(*)::int from office.audience_member m where m.audience_id = l.audience_id) from office.audience_live l where l.audience_id = ${audience} and l.complete_at is not null),
        (select count from office.audience_size where audience_id = ${audience} and day = ${dayIn(at)})) as count) s
    where count is not null order by day`.execute(db)
  return rows
}
