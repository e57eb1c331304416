import { sql, type Tx } from '../../platform/db/index.ts'
import { heldBy, tagCustomers, untagCustomers } from '../ownership/index.ts'
import type { OfficeTables } from '../tables.ts'
import type { KeptDeed } from './kept.ts'

// What the office itself changes, for a piece of those whom the keep lets it be done to; and how that is taken back.

type By = { by: number; now: Date }
export type Touch = { customer: number; was: number | null; made: number | null }
export type Piece = { customers: readonly number[]; tasks: ReadonlyMap<number, number> }

const touched = (customer: number): Touch => ({ customer, was: null, made: null })

/** Does it, in the transaction of the piece. Gives whom it changed, with what was there before. */
export async function act(tx: Tx<OfficeTables>, deed: KeptDeed, { customers, tasks }: Piece, { by, now }: By): Promise<Touch[]> {
  if (customers.length === 0) return []
  switch (deed.deed) {
    case 'tag':
      return (await tagCustomers(tx.$pickTables(), { customers, tag: deed.tag, by, now })).map(touched)
    case 'untag':
      return (await untagCustomers(tx.$pickTables(), { customers, tag: deed.tag })).map(touched)
    case 'add_task':
      return addTasks(tx, deed, { customers, tasks }, { by, now })
    case 'assign':
    case 'set_field':
    case 'trash':
    case 'restore':
      return customers.map(touched) // the keep has done it
  }
}

async function addTasks(tx: Tx<OfficeTables>, deed: Extract<KeptDeed, { deed: 'add_task' }>, { customers, tasks }: Piece, { by, now }: By): Promise<Touch[]> {
  const owners = deed.assignee === null ? await heldBy(tx.$pickTables(), customers) : undefined
  const rows = customers.map((customer) => ({ customer, id: tasks.get(customer) ?? 0, assignee: deed.assignee ?? owners?.get(customer)?.owner ?? by }))
  await sql`insert into office.task (customer_id, task_id, kind, assignee, made_by, unit_id, due_at, state, created_at)
    select c, i, ${deed.kind}, a, ${by}, ${deed.unit?.id ?? null}::int, ${deed.due_at === null ? null : new Date(deed.due_at)}::timestamptz, 'open', ${now}
    from unnest(${rows.map((r) => r.customer)}::bigint[], ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.assignee)}::bigint[]) as t(c, i, a)`.execute(
    tx,
  )
  return rows.map(({ customer, id }) => ({ customer, was: null, made: id }))
}

/** Takes it back for a piece of those it had changed, as far as nobody changed it since. Gives for how many. */
export async function takeBack(tx: Tx<OfficeTables>, deed: KeptDeed, touches: readonly Touch[], { by, now }: By): Promise<number> {
  const customers = touches.map((t) => t.customer)
  if (customers.length === 0) return 0
  switch (deed.deed) {
    case 'tag':
      return (await untagCustomers(tx.$pickTables(), { customers, tag: deed.tag })).length
    case 'untag':
      return (await tagCustomers(tx.$pickTables(), { customers, tag: deed.tag, by, now })).length
    case 'add_task': {
      const made = touches.flatMap((t) => t.made ?? [])
      const { rows } = await sql<{ task_id: number }>`
        update office.task set state = 'dropped', done_at = ${now}, done_by = ${by}
        where customer_id = any(${customers}::bigint[]) and task_id = any(${made}::bigint[]) and state = 'open' returning task_id`.execute(tx)
      return rows.length
    }
    case 'assign':
    case 'set_field':
    case 'trash':
    case 'restore':
      return customers.length
  }
}
