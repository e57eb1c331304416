import { type Db, sql } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import { tell } from '../live/index.ts'
import { tellLater, type WebhookTables } from '../webhooks/index.ts'
import { tellAssignee } from './changing.ts'
import type { Task } from './tables.ts'

type Promised = { customer: number; task: number; due_at: Date; owner: number | null; unit: number | null }

/** A promise that the keep's own deed made to a customer, its words sealed there under this number already. Made twice it is made once. */
export async function promiseTo(
  { db, rowIds }: { db: Db<WebhookTables>; rowIds: IdBlocks },
  { customer, task, due_at, owner, unit }: Promised,
  now: Date,
): Promise<void> {
  const row: Task = {
    customer_id: customer,
    task_id: task,
    kind: 'promise',
    case_id: null,
    assignee: owner,
    made_by: 0,
    due_at,
    state: 'open',
    created_at: now,
    done_at: null,
    done_by: null,
    remind_at: null,
    reminded_at: null,
    unit_id: unit,
  }
  const made = await sql`insert into office.task (customer_id, task_id, kind, assignee, made_by, due_at, state, created_at, unit_id)
    values (${customer}, ${task}, 'promise', ${owner}, 0, ${due_at}, 'open', ${now}, ${unit}) on conflict (customer_id, task_id) do nothing`.execute(db)
  if (!made.numAffectedRows) return
  await tellAssignee(db, row, 0, now)
  await tellLater({ db, rowIds }, [{ customer, kind: 'task.made', at: now, facts: { task_id: task, kind: 'promise', due_at: due_at.toISOString() } }], now)
  await tell(db, { topic: 'tasks' })
}
