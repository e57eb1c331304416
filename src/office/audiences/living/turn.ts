import { type Db, inTransaction, numberArray, sql, type Tx } from '../../../platform/db/index.ts'
import type { IdBlocks } from '../../../platform/ids/index.ts'
import type { Logger } from '../../../platform/log.ts'
import { type News, newsFor, standAt } from '../../changes/index.ts'
import { dayOf, endOf, goByKeys } from '../choosing.ts'
import type { LiveRow, WalkWhy } from '../tables.ts'
import { type Live, liveAudiences, type Reading } from './asked.ts'
import { forgetGone, type Kept, settle, type Tables } from './members.ts'

// Audiences that live are kept up by small turns. Each takes in what transactions have said since the last one, asks the rules about some of those people and
// about some whose time has come, and goes through everybody a piece where that is due. All of it and how far it is stands in one transaction: a turn that is
// killed was never begun.

export const follower = 'audiences'

export type Living = Omit<Reading, 'db'> & { db: Db<Tables>; rowIds: IdBlocks; log: Pick<Logger, 'warn'> }

/** How many people a turn asked about, and whether more is waiting. */
export type Turn = { people: number; more: boolean }

const dayMs = 86_400_000
/** Moments of time are kept so far ahead; each night everybody is gone through, and they are kept anew. */
export const aheadMs = 2 * dayMs
const nothing: Turn = { people: 0, more: false }

/** A row with what its rule says now. */
type State = { row: LiveRow; live: Live }

/**
 * One turn, about `piece` people. `look`: also whether a rule is read otherwise than before (a field that was retired, a purpose, the classes), which nobody
 * says. While another process has the turn, nothing is done.
 */
export async function keepAudiences(deps: Living, at: At): Promise<Turn> {
  if (!(await isWork(deps, at))) return nothing
  return inTransaction(deps.db, (tx) => takeTurn(tx, deps, at))
}

export type At = { now: Date; piece: number; look: boolean }

/** The same inside a transaction, whether there is work or not. */
export async function takeTurn(tx: Tx<Tables>, deps: Living, { now, piece }: Omit<At, 'look'>): Promise<Turn> {
  await sql`set local plan_cache_mode = force_custom_plan`.execute(tx)
  await goByKeys(tx)
  const news = await newsFor(tx, follower, now)
  if (!news) return nothing
  const { rows } = await sql<LiveRow>`select * from office.audience_live order by audience_id for update`.execute(tx)
  const live = new Map((await liveAudiences({ ...deps, db: tx.$pickTables() }, now)).map((one) => [one.audience, one]))
  const states = rows.flatMap((row): State[] => {
    const one = live.get(row.audience_id)
    return one ? [{ row, live: one }] : []
  })
  await takeIn(tx, news, states, now)
  await lookAgain(tx, states, now)
  const due = await takeDue(tx, now, piece)
  await weigh(tx, deps, states, { due, now })
  const walked = due.length < piece ? await walkOn(tx, deps, states, { news, piece: piece - due.length, now }) : 0
  for (const { row } of states) await save(tx, row)
  if (news.moved) await standAt(tx, follower, now, news.snapshot)
  return { people: due.length + walked, more: due.length >= piece || states.some(({ row }) => row.walk !== null) }
}

async function isWork({ db }: Living, { now, look }: At): Promise<boolean> {
  const { rows } = await sql<{ live: boolean; work: boolean }>`
    select exists (select from office.audience_live) as live,
      exists (select from office.audience_due) or exists (select from office.audience_turn where at <= ${now})
      or exists (select from office.audience_live where walk is not null or day_at <= ${now} or known_until <= ${now})
      or not exists (select from office.followed where follower = ${follower})
      or exists (select from office.followed where follower = ${follower} and pg_snapshot_xmax(snapshot::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()))
      or exists (select from office.followed f join fact.change c on c.xid >= pg_snapshot_xmin(f.snapshot::pg_snapshot) and not pg_visible_in_snapshot(c.xid, f.snapshot::pg_snapshot)
        where f.follower = ${follower}) as work`.execute(db)
  return rows.some((found) => found.live && (found.work || look))
}

/** Puts down whose facts have changed; where nobody says whose, everybody is gone through. */
async function takeIn(tx: Tx<Tables>, { changes, lost }: News, states: readonly State[], now: Date): Promise<void> {
  const named = changes.flatMap(({ customers }) => customers ?? [])
  if (named.length > 0)
    await sql`insert into office.audience_due (customer_id) select distinct unnest(${numberArray(named)}::bigint[]) on conflict do nothing`.execute(tx)
  const unknown = lost || changes.some(({ customers }) => customers === null)
  const goods = changes.some(({ what }) => what.includes('product'))
  for (const state of states) if (unknown || (goods && state.live.speaksOf.categories)) begin(state, 'facts', now)
}

/** What nobody says: that a rule is read otherwise now, that classes were computed, that a day has begun, or that no moments are kept any more. */
async function lookAgain(tx: Tx<Tables>, states: readonly State[], now: Date): Promise<void> {
  const classes = states.some(({ live }) => live.speaksOf.classes) ? await classesNow(tx) : null
  for (const state of states) {
    const { row, live } = state
    if (row.asked_as === null) fromTheFirst(state, now)
    else if (row.asked_as !== live.digest) begin(state, 'rule', now)
    if (live.speaksOf.classes && row.classes_as !== null && row.classes_as !== classes) begin(state, 'classes', now)
    const known = row.walk_until ?? row.known_until
    if ((row.day_at && row.day_at <= now) || (known && known <= now)) begin(state, 'time', now)
    row.asked_as = live.digest
    row.classes_as = classes
    row.trouble = live.trouble
  }
}

/** Which computation of classes stands: the one by figures writes its moment into every row, a run into its own. */
async function classesNow(tx: Tx<Tables>): Promise<string> {
  const { rows } = await sql<{ said: string }>`
    select concat_ws(' ', (select computed_at from office.value_class limit 1), (select max(ended_at) from office.model_run where state = 'done')) as said`.execute(
    tx,
  )
  return rows[0]?.said ?? ''
}

/** Everybody is to be gone through; who is being gone through already is begun with anew at the end. */
function begin({ row, live }: State, why: WalkWhy, now: Date): void {
  if (row.walk === null) {
    row.walk_why = why
    fromTheFirst({ row, live }, now)
    return
  }
  row.again = true
  if (row.walk_why === 'check') row.walk_why = why
}

function fromTheFirst({ row, live }: State, now: Date): void {
  row.walk = 0
  row.walk_until = new Date(now.getTime() + aheadMs)
  row.day_at = (live.asked && dayOf(live.asked)) ?? null
  row.again = false
  row.differing = 0
}

/** Customers who changed or whose time has come. */
async function takeDue(tx: Tx<Tables>, now: Date, piece: number): Promise<number[]> {
  const { rows } = await sql<{ customer_id: number }>`
    delete from office.audience_due where customer_id in (select customer_id from office.audience_due order by customer_id limit ${piece}) returning customer_id`.execute(
    tx,
  )
  const changed = rows.map(({ customer_id }) => customer_id)
  if (changed.length >= piece) return changed
  const turned = await sql<{ customer_id: number }>`
    select distinct customer_id from (select customer_id from office.audience_turn where at <= ${now} order by at limit ${piece - changed.length}) t`.execute(
    tx,
  )
  return [...new Set([...changed, ...turned.rows.map(({ customer_id }) => customer_id)])]
}

const keptOf = ({ row, live }: State): Kept[] => {
  const until = row.walk_until ?? row.known_until
  return until ? [{ ...live, tells: row.complete_at !== null, until }] : []
}

async function weigh(tx: Tx<Tables>, { rowIds }: Living, states: readonly State[], { due, now }: { due: readonly number[]; now: Date }): Promise<void> {
  if (due.length === 0) return
  const gone = await forgetGone(tx, due)
  const { rows } = await sql<{ person: number }>`select distinct person from fact.derived where customer_id = any(${numberArray(due)}::bigint[])`.execute(tx)
  const customers = [...new Set([...due, ...rows.map(({ person }) => person)])].filter((id) => !gone.has(id))
  if (customers.length > 0) await settle(tx, states.flatMap(keptOf), { customers }, { rowIds, now })
}

type Walking = { news: News; piece: number; now: Date }

/** Goes through some more people of the audience whose turn it is; gives about how many. */
async function walkOn(tx: Tx<Tables>, deps: Living, states: readonly State[], { news, piece, now }: Walking): Promise<number> {
  const [state] = states.filter(({ row }) => row.walk !== null).toSorted((a, b) => Number(a.row.complete_at !== null) - Number(b.row.complete_at !== null))
  if (!state) return 0
  const { row } = state
  const above = row.walk ?? 0
  const upTo = (await endOf(tx, above, piece)) ?? null
  const moves = await settle(tx, keptOf(state), { above, upTo }, { rowIds: deps.rowIds, now })
  if (row.walk_why === 'check' && moves.length > 0)
    row.differing += await unexplained(
      tx,
      moves.map(({ customer }) => customer),
      news,
    )
  row.walk = upTo
  if (upTo === null) end(state, deps, now)
  return piece
}

/** Of people who were kept otherwise than the rule says: those of whom no change is still to be taken in. */
async function unexplained(tx: Tx<Tables>, customers: readonly number[], { snapshot }: News): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with late as (select c.customers from fact.change c where c.xid >= pg_snapshot_xmin(${snapshot}::pg_snapshot) and not pg_visible_in_snapshot(c.xid, ${snapshot}::pg_snapshot)),
    whose as (select unnest(customers) as id from late union select customer_id from office.audience_due)
    select count(*)::int as n from unnest(${numberArray(customers)}::bigint[]) as q(id)
    where not exists (select from late where customers is null)
      and q.id not in (select id from whose union all select d.person from whose join fact.derived d on d.customer_id = whose.id)`.execute(tx)
  return rows[0]?.n ?? 0
}

function end(state: State, { log }: Living, now: Date): void {
  const { row } = state
  if (row.again) {
    fromTheFirst(state, now)
    return
  }
  if (row.walk_why === 'check') {
    row.checked_at = now
    row.found = row.differing
    if (row.found > 0) log.warn({ audience: row.audience_id, people: row.found }, 'an audience was not what its rule says; it is now')
  }
  row.complete_at ??= now
  row.known_until = row.walk_until
  row.walk = null
  row.walk_why = null
  row.walk_until = null
}

async function save(tx: Tx<Tables>, row: LiveRow): Promise<void> {
  const { audience_id, purpose: _purpose, since: _since, ...rest } = row
  await tx.updateTable('office.audience_live').set(rest).where('audience_id', '=', audience_id).execute()
}
