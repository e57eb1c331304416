import { type Db, sql } from '../../../platform/db/index.ts'
import type { AccessTables, AuditRow } from '../tables.ts'

export type Place = { at: Date; id: number }

export type AuditFilter = {
  by?: { kind: 'staff' | 'api'; id: number } | undefined
  /** A group, or one act. */
  act?: string | undefined
  from?: Date | undefined
  until?: Date | undefined
  subject?: { kind: string; id: number } | undefined
}

/** What was done, the newest first. `before` is the place of the last one seen. */
export async function listAudit(db: Db<AccessTables>, filter: AuditFilter, page: { before: Place | undefined; limit: number }): Promise<AuditRow[]> {
  const { by, act, from, until, subject } = filter
  let rows = db.selectFrom('keep.audit').selectAll()
  if (by) rows = rows.where('by_kind', '=', by.kind).where('by_id', '=', by.id)
  if (act) rows = act.includes('.') ? rows.where('act', '=', act) : rows.where('act', 'like', `${act}.%`)
  if (from) rows = rows.where('at', '>=', from)
  if (until) rows = rows.where('at', '<', until)
  if (subject) rows = rows.where('subject_kind', '=', subject.kind).where('subject_id', '=', subject.id)
  if (page.before) rows = rows.where(sql<boolean>`(at, audit_id) < (${page.before.at}, ${page.before.id}::bigint)`)
  return rows.orderBy('at', 'desc').orderBy('audit_id', 'desc').limit(page.limit).execute()
}

export const oddDays = 7
/** So many are nothing odd: people mistype. */
const usual = { failed: 4, refused: 19, ended: 0 } as const
const mostOdd = 20

export type Odd = { kind: 'staff' | 'api'; id: number; failed: number; refused: number; ended: number }

/** Who stands out within the last days, and how often somebody failed to sign in by an address that nobody has. */
export async function oddUses(db: Db<AccessTables>, now: Date): Promise<{ people: Odd[]; strangers: number }> {
  const since = new Date(now.getTime() - oddDays * 86_400_000)
  const people = await sql<Odd>`
    with counted as (
      select coalesce(case when act = 'session.failed' then subject_kind end, by_kind) as kind, coalesce(case when act = 'session.failed' then subject_id end, by_id) as id,
        count(*) filter (where act = 'session.failed')::int as failed, count(*) filter (where act = 'session.refused')::int as refused,
        count(*) filter (where act = 'budget.ended')::int as ended
      from keep.audit where at > ${since} and act in ('session.failed', 'session.refused', 'budget.ended') group by 1, 2)
    select * from counted where kind in ('staff', 'api') and (failed > ${usual.failed} or refused > ${usual.refused} or ended > ${usual.ended})
    order by failed + refused + ended desc, id limit ${mostOdd}`.execute(db)
  const strangers = await sql<{ count: number }>`
    select count(*)::int as count from keep.audit where at > ${since} and act = 'session.failed' and by_kind = 'nobody' and subject_id is null`.execute(db)
  return { people: people.rows, strangers: strangers.rows[0]?.count ?? 0 }
}
