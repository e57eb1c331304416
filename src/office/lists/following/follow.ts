import { type Db, inTransaction, numberArray, sql, type Tx } from '../../../platform/db/index.ts'
import type { OfficeTables } from '../../tables.ts'
import { computeFigures } from './compute.ts'

// The figures follow the facts: each turn takes in what transactions have said since the last one (visible now, not visible in the
// remembered snapshot), and computes some of those people anew. Both stand in one transaction with the snapshot, so that a turn that
// is killed was never begun. When it cannot be known who changed, everybody is gone through, a piece a turn.

/** What a turn did: how many people it computed, of how many facts, and whether more is waiting. */
export type Follow = { people: number; facts: number; more: boolean }

const dayMs = 86_400_000
/** The keep forgets changes after a week: who has not looked for nearly as long has missed some. */
const forgottenAfterMs = 6 * dayMs

type State = { mark: string | null; same: boolean; marked_at: Date | null; walk: number | null; again: boolean }

/** One turn, of at most `piece` people. While another process has the turn it does nothing. */
export function followFigures(db: Db<OfficeTables>, at: { now: Date; piece: number }): Promise<Follow> {
  return inTransaction(db, (tx) => takeTurn(tx, at))
}

/** The same inside a transaction. */
export async function takeTurn(tx: Tx<OfficeTables>, { now, piece }: { now: Date; piece: number }): Promise<Follow> {
  const found = await sql<State>`
    select mark, mark_said is not distinct from mark_xid::text as same, marked_at, walk, again from office.figures_follow for update skip locked`.execute(tx)
  const state = found.rows[0]
  if (!state) return { people: 0, facts: 0, more: false }
  const lost = state.mark === null || !state.same || state.marked_at === null || now.getTime() - state.marked_at.getTime() > forgottenAfterMs
  const news = lost ? { mark: await markNow(tx), unknown: true, changed: true } : await takeIn(tx, state.mark ?? '')
  const walk = news.unknown ? { at: state.walk ?? 0, again: state.walk !== null } : { at: state.walk, again: state.again }

  const due = await takeDue(tx, piece)
  let people = due.length
  let facts = await computeFigures(tx, due, now)
  let at = walk.at
  let again = walk.again
  let done = false
  if (at !== null && due.length < piece) {
    const next = await walkOn(tx, at, piece - due.length)
    people += next.customers.length
    facts += await computeFigures(tx, next.customers, now)
    at = next.last
    if (at === null && again) {
      at = 0
      again = false
    } else done = at === null
  }
  if (news.changed || due.length > 0 || walk.at !== null) {
    await sql`
      update office.figures_follow set mark = ${news.mark}, mark_xid = pg_current_xact_id(), mark_said = pg_current_xact_id()::text, marked_at = ${now},
        walk = ${at}, again = ${again}, walked_at = case when ${done} then ${now}::timestamptz when ${news.unknown} then null else walked_at end`.execute(tx)
  }
  return { people, facts, more: due.length === piece || at !== null }
}

async function markNow(tx: Tx<OfficeTables>): Promise<string> {
  const rows = await sql<{ mark: string }>`select pg_current_snapshot()::text as mark`.execute(tx)
  return rows.rows[0]?.mark ?? ''
}

/** Puts down whose facts have changed since the mark. `unknown`: somebody changed, and nobody said who. */
async function takeIn(tx: Tx<OfficeTables>, mark: string): Promise<{ mark: string; unknown: boolean; changed: boolean }> {
  const rows = await sql<{ mark: string; unknown: boolean; changed: boolean }>`
    with now as (select pg_current_snapshot() as s),
    news as (
      select c.customers from fact.change c
      where c.xid >= pg_snapshot_xmin(${mark}::pg_snapshot) and not pg_visible_in_snapshot(c.xid, ${mark}::pg_snapshot) and not c.what <@ '{reach,product,trait,contest}'),
    put as (insert into office.figures_due (customer_id) select distinct unnest(customers) from news on conflict do nothing)
    select s::text as mark, exists (select from news where customers is null) as unknown, exists (select from news) as changed from now`.execute(tx)
  return rows.rows[0] ?? { mark, unknown: false, changed: false }
}

async function takeDue(tx: Tx<OfficeTables>, limit: number): Promise<number[]> {
  const rows = await sql<{ customer_id: number }>`
    delete from office.figures_due where customer_id in (select customer_id from office.figures_due order by customer_id desc limit ${limit}) returning customer_id`.execute(
    tx,
  )
  return rows.rows.map((row) => row.customer_id)
}

/** The next customers behind one, and the last of them; null at the end. What stands between and is nobody's figure any more goes. */
async function walkOn(tx: Tx<OfficeTables>, after: number, limit: number): Promise<{ customers: number[]; last: number | null }> {
  const rows = await sql<{
    customer_id: number
  }>`select customer_id from fact.derived where customer_id > ${after} order by customer_id limit ${limit}`.execute(tx)
  const customers = rows.rows.map((row) => row.customer_id)
  const last = customers.length === limit ? (customers.at(-1) ?? null) : null
  const upTo = last === null ? sql`` : sql`and customer_id <= ${last}`
  await sql`delete from office.figures where customer_id > ${after} ${upTo} and customer_id <> all(${numberArray(customers)}::bigint[])`.execute(tx)
  return { customers, last }
}
