import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { House } from '../house.ts'
import { tell } from '../live/index.ts'
import { notify } from '../notices/index.ts'
import type { OfficeTables } from '../tables.ts'
import { act, type Touch, takeBack } from './act.ts'
import { keptDeed } from './kept.ts'
import { type BulkRow, lockBulk, undoDays } from './store.ts'
import { keptWho, matchingAfter, type WhoHouse } from './who.ts'

// Walking through those who match, a piece at a time: what is done to a piece, its counts and the place to go on from are one
// transaction. What the keep does of it is done before, and asked again it answers the same.

export type WorkHouse = WhoHouse & Pick<House, 'db'> & { rowIds: IdBlocks }

const task = 'bulk'
const as = { service: 'bulk' } as const
const atOnce = 250
/** One turn takes so long, and a piece more: other work waits meanwhile. */
const turnMs = 4_000
const sweptAtOnce = 10_000

/** Asks for a turn now; without it the job comes by the minute. */
export async function workSoon<T>(db: Db<T>): Promise<void> {
  await sql`select office_jobs.add_job(${task}::text, '{}'::json, queue_name := ${task}::text, job_key := ${`${task} next`}::text)`.execute(db)
}

/** Goes on with what was begun, a piece of each in turn; gives whether any is left. */
export async function workOnBulks(house: WorkHouse): Promise<boolean> {
  const began = house.clock.monotonic()
  await sweep(house)
  for (;;) {
    const { rows } = await sql<BulkRow>`select * from office.bulk where state in ('running', 'undoing') order by moved_at limit 10`.execute(house.db)
    if (rows.length === 0) return false
    for (const row of rows) await (row.state === 'running' ? doPiece(house, row) : undoPiece(house, row))
    if (house.clock.monotonic() - began >= turnMs) return true
  }
}

type Said = { changed: number[]; unchanged: number; left_out: { reason: string; count: number }[]; stopped: string | null }

async function doPiece(house: WorkHouse, row: BulkRow): Promise<void> {
  const deed = keptDeed.parse(row.deed)
  const page = await matchingAfter(house, keptWho.parse(row.who), { after: row.position, limit: atOnce })
  const { customers } = page
  const numbers = deed.deed === 'add_task' ? await house.rowIds.next(customers.length) : []
  const tasks = new Map(customers.map((c, i) => [c, numbers[i] ?? 0]))
  const said = await askKeep(house, row, customers, numbers)
  const now = house.clock.now()
  await inTransaction(house.db, async (tx) => {
    const held = await lockBulk(tx.$pickTables(), row.bulk_id)
    if (held?.state !== 'running' || held.position !== row.position) return
    if (said.stopped !== null) return end(tx, held, { state: 'failed', trouble: said.stopped, now })
    const touches = await act(tx, deed, { customers: said.changed, tasks }, { by: row.made_by, now })
    await keepTouches(tx, row.bulk_id, touches)
    const unchanged = said.unchanged + said.changed.length - touches.length
    await sql`
      update office.bulk set position = ${page.upTo}, seen = seen + ${customers.length}, changed = changed + ${touches.length}, unchanged = unchanged + ${unchanged},
        left_out = ${JSON.stringify(added(held.left_out, said.left_out))}::jsonb, rows_per_s = ${rate(held, customers.length, now)}, moved_at = ${now}
      where bulk_id = ${row.bulk_id}`.execute(tx)
    await tell(tx, { topic: 'bulk', to: [row.made_by] })
    if (page.last) await end(tx, held, { state: 'done', trouble: null, now })
  })
}

async function undoPiece(house: WorkHouse, row: BulkRow): Promise<void> {
  const { rows: touches } = await sql<Touch>`
    select customer_id as customer, was, made from office.bulk_touch where bulk_id = ${row.bulk_id} and customer_id > ${row.undo_position}
    order by customer_id limit ${atOnce}`.execute(house.db)
  const said = await askKeep(
    house,
    row,
    touches.map((t) => t.customer),
    [],
  )
  const now = house.clock.now()
  await inTransaction(house.db, async (tx) => {
    const held = await lockBulk(tx.$pickTables(), row.bulk_id)
    if (held?.state !== 'undoing' || held.undo_position !== row.undo_position) return
    if (said.stopped !== null) return end(tx, held, { state: 'failed', trouble: said.stopped, now })
    const allowed = new Set(said.changed)
    const back = await takeBack(
      tx,
      keptDeed.parse(row.deed),
      touches.filter((t) => allowed.has(t.customer)),
      { by: row.made_by, now },
    )
    const since = said.unchanged + said.changed.length - back
    const left = added(held.undo_left, [...said.left_out, ...(since > 0 ? [{ reason: 'changed_since', count: since }] : [])])
    await sql`
      update office.bulk set undo_position = ${touches.at(-1)?.customer ?? held.undo_position}, put_back = put_back + ${back}, undo_left = ${JSON.stringify(left)}::jsonb,
        rows_per_s = ${rate(held, touches.length, now)}, moved_at = ${now} where bulk_id = ${row.bulk_id}`.execute(tx)
    await tell(tx, { topic: 'bulk', to: [row.made_by] })
    if (touches.length < atOnce) await end(tx, held, { state: 'undone', trouble: null, now })
  })
}

async function askKeep(house: WorkHouse, row: BulkRow, customers: number[], tasks: number[]): Promise<Said> {
  if (customers.length === 0) return { changed: [], unchanged: 0, left_out: [], stopped: null }
  return house.door.ask(as, 'bulkBatch', { bulk: row.bulk_id, customers, tasks })
}

async function keepTouches(tx: Tx<OfficeTables>, bulk: number, touches: readonly Touch[]): Promise<void> {
  if (touches.length === 0) return
  await sql`insert into office.bulk_touch (customer_id, bulk_id, was, made)
    select c, ${bulk}, w, m from unnest(${touches.map((t) => t.customer)}::bigint[], ${touches.map((t) => t.was)}::bigint[], ${touches.map((t) => t.made)}::bigint[]) as t(c, w, m)
    on conflict do nothing`.execute(tx)
}

async function end(
  tx: Tx<OfficeTables>,
  row: BulkRow,
  { state, trouble, now }: { state: 'done' | 'undone' | 'failed'; trouble: string | null; now: Date },
): Promise<void> {
  const { rows } = await sql<{ changed: number }>`
    update office.bulk set state = ${state}, trouble = ${trouble}, ended_at = ${now}, moved_at = ${now} where bulk_id = ${row.bulk_id} returning changed`.execute(
    tx,
  )
  const facts = { changed: rows[0]?.changed ?? row.changed, state }
  await tell(tx, { topic: 'bulk' })
  await tell(tx, { topic: 'customers' })
  await notify(tx, { to: [row.made_by], kind: 'bulk_done', subject: { kind: 'bulk', id: row.bulk_id }, facts, once: `bulk ${row.bulk_id} ${state}`, now })
}

function added(before: { [reason: string]: number }, more: readonly { reason: string; count: number }[]): { [reason: string]: number } {
  const out = { ...before }
  for (const { reason, count } of more) out[reason] = (out[reason] ?? 0) + count
  return out
}

function rate(row: BulkRow, done: number, now: Date): number {
  const perSecond = done / Math.max(0.001, (now.getTime() - row.moved_at.getTime()) / 1000)
  return row.rows_per_s === 0 ? perSecond : row.rows_per_s * 0.7 + perSecond * 0.3
}

/** What could be taken back no more is forgotten. */
async function sweep(house: WorkHouse): Promise<void> {
  const before = new Date(house.clock.now().getTime() - undoDays * 86_400_000)
  await sql`delete from office.bulk_touch where (customer_id, bulk_id) in (
    select t.customer_id, t.bulk_id from office.bulk b join office.bulk_touch t using (bulk_id) where b.made_at < ${before} and b.state <> 'undoing' limit ${sweptAtOnce})`.execute(
    house.db,
  )
}
