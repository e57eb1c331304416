import { z } from 'zod'
import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { tell } from '../live/index.ts'
import { tellAssignee } from './changing.ts'
import type { Task, WorkTables } from './tables.ts'

/** How the keep asks that somebody of the company looks at something: a job of this shape. The words are there already, under this number. */
export const taskAsked = 'task'
const asked = z.object({ customer: z.int().positive(), task: z.int().positive(), due: z.coerce.date() })

/** Makes the task, once: for whoever looks after the customer, else for whoever takes it. */
export async function makeAsked(db: Db<WorkTables>, payload: unknown, now: Date): Promise<void> {
  const { customer, task, due } = asked.parse(payload)
  await inTransaction(db, async (tx) => {
    const { rows } = await sql<Task>`
      insert into office.task (customer_id, task_id, kind, assignee, made_by, due_at, state, created_at)
      select d.customer_id, ${task}, 'task', r.owner_id, 0, ${due}, 'open', ${now}
      from fact.derived d join fact.derived r on r.customer_id = d.person
      where d.customer_id = ${customer} and d.status <> 'erased' on conflict do nothing returning *`.execute(tx)
    for (const row of rows) await tellAssignee(tx.$pickTables(), row, 0, now)
    if (rows.length > 0) await tell(tx, { topic: 'tasks' })
  })
}
