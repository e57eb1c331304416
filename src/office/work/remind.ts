import { type AnyDb, type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { notify } from '../notices/index.ts'
import type { Task, WorkCase, WorkTables } from './tables.ts'

const atOnce = 200

/** Tells each assignee of the tasks whose moment has come, once; gives how many tasks. What is left over is told by the next turn. */
export async function remindOfTasks(db: Db<WorkTables>, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<Task>`
      update office.task t set reminded_at = ${now} from (
        select customer_id, task_id from office.task where state = 'open' and reminded_at is null and remind_at <= ${now}
        order by remind_at limit ${atOnce} for update skip locked) d
      where t.customer_id = d.customer_id and t.task_id = d.task_id returning t.*`.execute(tx)
    const anyTx: AnyDb = tx.$pickTables()
    for (const task of rows) {
      if (task.assignee === null) continue
      const about = task.customer_id > 0 ? { customer: task.customer_id } : {}
      await notify(anyTx, { to: [task.assignee], kind: 'task_due', ...about, subject: { kind: 'task', id: task.task_id }, now })
    }
    return rows.length
  })
}

/** The same for cases. */
export async function remindOfCases(db: Db<WorkTables>, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<WorkCase>`
      update office.work_case c set reminded_at = ${now} from (
        select customer_id, case_id from office.work_case where state = 'open' and reminded_at is null and remind_at <= ${now}
        order by remind_at limit ${atOnce} for update skip locked) d
      where c.customer_id = d.customer_id and c.case_id = d.case_id returning c.*`.execute(tx)
    const anyTx: AnyDb = tx.$pickTables()
    for (const of of rows)
      if (of.assignee !== null)
        await notify(anyTx, { to: [of.assignee], kind: 'case_due', customer: of.customer_id, subject: { kind: 'case', id: of.case_id }, now })
    return rows.length
  })
}
