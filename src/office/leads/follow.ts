import { type Db, inTransaction, numberArray, sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { FactTables } from '../catalogue/index.ts'
import { tell } from '../live/index.ts'
import { placeSql } from './store.ts'
import type { Lead, LeadTables } from './tables.ts'

// Who has the role of a lead gets a row, by whatever way they came; and what was sent to them, and who they were joined with, is
// followed. Looked at are the transactions that are visible now and were not when it was looked the last time.

type Tables = LeadTables & FactTables
type Deps = { db: Db<Tables>; rowIds: IdBlocks }

/** Changes are kept for a week: whoever slept longer looks at all. */
const longestSleepMs = 6 * 86_400_000
const atOnce = 5_000

export type Came = { customer: number; source: Lead['source']; owner: number | null }

/** Follows what changed until now, in one transaction; of several at once each waits for the one before. Gives who came. */
export async function followLeads(deps: Deps, now: Date): Promise<Came[]> {
  return inTransaction(deps.db, async (tx) => {
    const rules = await sql<{ followed: string | null; followed_at: Date | null; answer_minutes: number }>`
      select case when pg_snapshot_xmax(followed::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) then followed end as followed, followed_at, answer_minutes from office.lead_rule for update`.execute(
      tx,
    )
    const [rule] = rules.rows
    const since = rule?.followed_at && rule.followed_at.getTime() > now.getTime() - longestSleepMs ? rule.followed : null
    const { snapshot, customers } = since === null ? await everybody(tx) : await touchedSince(tx, since)
    const came: Came[] = []
    for (let i = 0; i < customers.length; i += atOnce) {
      const some = customers.slice(i, i + atOnce)
      came.push(...(await begin(deps, tx, some, { now, minutes: rule?.answer_minutes ?? 0 })))
      await followAnswers(deps, tx, some, now)
      await followJoined(deps, tx, some, now)
      await forgetGone(tx, some)
    }
    if (customers.length > 0) await tell(tx, { topic: 'leads' })
    await sql`update office.lead_rule set followed = ${snapshot}, followed_at = ${now}`.execute(tx)
    return came
  })
}

type Touched = { snapshot: string; customers: number[] }

async function everybody(tx: Tx<Tables>): Promise<Touched> {
  const rows = await sql<{ snapshot: string; ids: number[] }>`
    select pg_current_snapshot()::text as snapshot, array(
      select customer_id from fact.derived where role = 'lead' union select customer_id from office.lead) as ids`.execute(tx)
  return { snapshot: rows.rows[0]?.snapshot ?? '', customers: (rows.rows[0]?.ids ?? []).map(Number) }
}

/** Leads among whoever was touched. A batch of very many names nobody: then its rows say who. */
async function touchedSince(tx: Tx<Tables>, since: string): Promise<Touched> {
  const rows = await sql<{ snapshot: string; ids: number[] }>`
    with changed as materialized (
      select batch, what, customers from fact.change
      where xid >= pg_snapshot_xmin(${since}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${since}::pg_snapshot)),
    who as (
      select unnest(customers) as id from changed
      union select d.customer_id from changed c join fact.derived d on d.batch = c.batch where c.customers is null and 'derived' = any(c.what)
      union select l.customer_id from office.lead l
        where l.answered_at is null and l.state in ('new', 'working', 'qualified') and exists (
          select from changed c join fact.interaction i on i.batch = c.batch
          where c.customers is null and 'interaction' = any(c.what) and i.customer_id = l.customer_id and i.direction = 'out'))
    select pg_current_snapshot()::text as snapshot, array(
      select w.id from who w where exists (select from office.lead l where l.customer_id = w.id)
      union select w.id from who w join fact.derived d on d.customer_id = w.id and d.role = 'lead'
      union select l.customer_id from who w join fact.derived d on d.person = w.id and d.customer_id <> w.id join office.lead l on l.customer_id = d.customer_id
    ) as ids`.execute(tx)
  return { snapshot: rows.rows[0]?.snapshot ?? since, customers: (rows.rows[0]?.ids ?? []).map(Number) }
}

/** A row for each who has none. How they came is what their first interaction says; who came from a file waits from now on. */
async function begin(deps: Deps, tx: Tx<Tables>, customers: readonly number[], at: { now: Date; minutes: number }): Promise<Came[]> {
  const rows = await sql<Came>`
    insert into office.lead (customer_id, source, form, campaign, state, came_at, due_at, moved_at, place)
    select d.customer_id, f.source, f.form, f.campaign, 'new', f.came_at, f.waits_from + make_interval(mins => ${at.minutes}), ${at.now}, 0
    from fact.derived d cross join lateral (
      select case when i.import_id is not null then 'import' when i.kind = 'form' then 'form' when i.kind = 'entered' then 'hand' else 'api' end as source,
        case when i.kind = 'form' then i.attrs ->> 'form' end as form, i.attrs ->> 'campaign' as campaign,
        least(coalesce(d.since, ${at.now}::timestamptz), ${at.now}::timestamptz) as came_at,
        case when i.kind in ('form', 'entered') then least(i.at, ${at.now}::timestamptz) else ${at.now}::timestamptz end as waits_from
      from (select 1) one left join lateral (
        select kind, import_id, attrs, at from fact.interaction where customer_id = d.customer_id order by id limit 1) i on true) f
    where d.customer_id = any(${numberArray(customers)}::bigint[]) and d.role = 'lead' and d.status in ('known', 'restricted') and d.person = d.customer_id
    on conflict do nothing returning customer_id as customer, source, owner`.execute(tx)
  await note(
    deps,
    tx,
    rows.rows.map((r) => ({ customer: r.customer, what: 'came', was: null, became: r.source })),
    at.now,
  )
  await putInPlace(
    tx,
    rows.rows.map((r) => r.customer),
  )
  return rows.rows
}

/** Letters that go out by themselves to whoever asked: a link to their own page, whether a box was ticked by them, whether a consent may go on. Nobody has answered then. */
const byThemselves = ['own_link', 'confirm_consent', 'renew_consent']

/** What went out to them since they came is their first answer. */
async function followAnswers(deps: Deps, tx: Tx<Tables>, customers: readonly number[], now: Date): Promise<void> {
  const rows = await sql<{ customer_id: number; state: string }>`
    update office.lead l set answered_at = greatest(a.at, l.came_at), state = case when l.state = 'new' then 'working' else l.state end,
      moved_at = case when l.state = 'new' then ${now} else l.moved_at end
    from (
      select w.customer_id, w.state, min(i.at) as at from office.lead w
      join fact.derived d on d.customer_id = w.customer_id
      join fact.interaction i on i.customer_id in (w.customer_id, d.person) and i.direction = 'out' and i.at >= w.came_at - interval '1 minute'
        and not (i.kind = 'message' and i.attrs ->> 'template' = any(${byThemselves}::text[]))
      where w.customer_id = any(${numberArray(customers)}::bigint[]) and w.answered_at is null and w.state in ('new', 'working', 'qualified')
      group by 1, 2) a
    where a.customer_id = l.customer_id returning l.customer_id, a.state`.execute(tx)
  await note(
    deps,
    tx,
    rows.rows.map((r) => ({ customer: r.customer_id, what: 'answered', was: null, became: null })),
    now,
  )
  await note(
    deps,
    tx,
    rows.rows.filter((r) => r.state === 'new').map((r) => ({ customer: r.customer_id, what: 'state', was: 'new', became: 'working' })),
    now,
  )
  await putInPlace(
    tx,
    rows.rows.map((r) => r.customer_id),
  )
}

/** Who became a customer, or was joined with a card, elsewhere; and who was separated again. */
async function followJoined(deps: Deps, tx: Tx<Tables>, customers: readonly number[], now: Date): Promise<void> {
  const left = await sql<{ customer_id: number; was: string; state: string }>`
    update office.lead l set state = n.state, reason = null, joined_to = n.joined_to, moved_at = ${now}, moved_by = null,
      converted_at = case when n.state = 'converted' then ${now}::timestamptz end, converted_by = null
    from (
      select w.customer_id, w.state as was, case when d.person <> d.customer_id then d.person end as joined_to,
        case when r.role <> 'lead' then 'converted' else 'joined' end as state
      from office.lead w join fact.derived d on d.customer_id = w.customer_id join fact.derived r on r.customer_id = d.person
      where w.customer_id = any(${numberArray(customers)}::bigint[]) and w.state not in ('converted', 'joined')
        and (r.role <> 'lead' or d.person <> d.customer_id)) n
    where n.customer_id = l.customer_id returning l.customer_id, n.was, l.state`.execute(tx)
  const back = await sql<{ customer_id: number; was: string; state: string }>`
    update office.lead l set state = 'working', joined_to = null, moved_at = ${now}, moved_by = null, converted_at = null, converted_by = null
    from (
      select w.customer_id, w.state as was from office.lead w join fact.derived d on d.customer_id = w.customer_id
      where w.customer_id = any(${numberArray(customers)}::bigint[]) and w.state in ('converted', 'joined') and d.person = d.customer_id and d.role = 'lead') n
    where n.customer_id = l.customer_id returning l.customer_id, n.was, l.state`.execute(tx)
  const moved = [...left.rows, ...back.rows]
  await note(
    deps,
    tx,
    moved.map((r) => ({ customer: r.customer_id, what: 'state', was: r.was, became: r.state })),
    now,
  )
  await putInPlace(
    tx,
    moved.map((r) => r.customer_id),
  )
}

/** An import that was undone took them along while their row was being made. */
async function forgetGone(tx: Tx<Tables>, customers: readonly number[]): Promise<void> {
  for (const table of ['office.lead_change', 'office.lead'])
    await sql`delete from ${sql.table(table)} t where t.customer_id = any(${numberArray(customers)}::bigint[])
      and not exists (select from fact.derived d where d.customer_id = t.customer_id)`.execute(tx)
}

type Noted = { customer: number; what: LeadTables['office.lead_change']['what']; was: string | null; became: string | null }

async function note(deps: Deps, tx: Tx<Tables>, changes: readonly Noted[], now: Date): Promise<void> {
  if (changes.length === 0) return
  const ids = await deps.rowIds.next(changes.length)
  const rows = changes.map((c, i) => ({ customer_id: c.customer, change_id: ids[i], at: now, what: c.what, was: c.was, became: c.became }))
  await sql`insert into office.lead_change (customer_id, change_id, at, what, was, became)
    select customer_id, change_id, at, what, was, became from jsonb_populate_recordset(null::office.lead_change, ${JSON.stringify(rows)}::jsonb)`.execute(tx)
}

async function putInPlace(tx: Tx<Tables>, customers: readonly number[]): Promise<void> {
  if (customers.length > 0) await sql`update office.lead set place = ${placeSql} where customer_id = any(${numberArray(customers)}::bigint[])`.execute(tx)
}
