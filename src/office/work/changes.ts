import { type Db, sql } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { WorkTables } from './tables.ts'

type Row = WorkTables['office.work_change']
type What = Row['what']
/** What of a task or case people change, besides its words. */
type Held = { kind: string; state: string; assignee: number | null; due_at: Date | null; remind_at: Date | null; unit_id: number | null }

const parts = ['kind', 'state', 'assignee', 'due_at', 'remind_at', 'unit'] as const satisfies readonly What[]
const heldAs = { kind: 'kind', state: 'state', assignee: 'assignee', due_at: 'due_at', remind_at: 'remind_at', unit: 'unit_id' } as const
const written = (value: string | number | Date | null) => (value === null ? null : value instanceof Date ? value.toISOString() : String(value))

type Of = { customer: number; of: Row['of']; id: number; staff: number | null; now: Date }

/** Keeps what was changed, in the transaction that changes it; what stayed as it was is no change. */
export async function noteWork(
  { db, rowIds }: { db: Db<WorkTables>; rowIds: IdBlocks },
  { customer, of, id, staff, now }: Of,
  { was, became, words = false }: { was: Held; became: Held; words?: boolean },
): Promise<void> {
  const changed = parts.flatMap((what): { what: What; was: string | null; became: string | null }[] => {
    const [before, after] = [written(was[heldAs[what]]), written(became[heldAs[what]])]
    return before === after ? [] : [{ what, was: before, became: after }]
  })
  const all = [...(words ? [{ what: 'words' as const, was: null, became: null }] : []), ...changed]
  if (all.length === 0) return
  const ids = await rowIds.next(all.length)
  const rows = all.map((each, n) => ({ ...each, customer_id: customer, change_id: ids[n] ?? 0, of, work_id: id, at: now, by_staff: staff }))
  await db.insertInto('office.work_change').values(rows).execute()
}

/** What was changed of a task or case, the newest first, after a place. */
export async function changesOf(
  db: Db<WorkTables>,
  at: { of: Row['of']; id: number; after: { at: Date; id: number } | undefined; limit: number },
): Promise<Row[]> {
  const rest = at.after === undefined ? sql`` : sql`and (at, change_id) < (${at.after.at}, ${at.after.id})`
  const { rows } = await sql<Row>`
    select * from office.work_change where of = ${at.of} and work_id = ${at.id} ${rest} order by at desc, change_id desc limit ${at.limit}`.execute(db)
  return rows
}
