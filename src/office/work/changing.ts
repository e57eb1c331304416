import type { Credential, Door } from '../../keep/door/contract.ts'
import { type AnyDb, type Db, sql } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import { mount } from '../../platform/http/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import type { House } from '../house.ts'
import { notify } from '../notices/index.ts'
import { changeTask } from './contract.ts'
import { dueOf } from './due.ts'
import { showTasks } from './show.ts'
import { taskById } from './store.ts'
import type { Task, WorkTables } from './tables.ts'

/** Mounts how a task is changed, given to somebody else and put off. */
export function changingRoutes(house: House, read: (kind: OpaqueKind, shown: string) => number): void {
  const { app, on, door, ids } = house
  const db: Db<WorkTables> = house.db.$pickTables<keyof WorkTables>()

  mount(app, on, changeTask, async ({ caller, params, body, now }) => {
    const before = await taskById(db, read('task', params.task_id))
    if (!before) throw notFound()
    const assignee = body.assignee_id === undefined ? before.assignee : body.assignee_id === null ? null : read('staff', body.assignee_id)
    if (assignee !== null && assignee !== before.assignee) await worksHere(door, caller.as, assignee)
    const due_at = body.due_at === undefined ? before.due_at : dueOf(body.due_at ?? undefined, now)
    const remind_at = body.remind_at === undefined ? moved(before, due_at) : dueOf(body.remind_at ?? undefined, now, 'remind_at')
    if (before.customer_id > 0) await door.ask(caller.as, 'touch', { customers: [before.customer_id], fields: ['task'] })
    if (body.what !== undefined)
      await door.ask(caller.as, 'write', {
        texts: [{ customer: before.customer_id, kind: 'task', id: before.task_id, text: JSON.stringify({ text: body.what }) }],
      })
    const again = remind_at?.getTime() === before.remind_at?.getTime() ? before.reminded_at : null
    const { rows } = await sql<Task>`
      update office.task set kind = ${body.kind ?? before.kind}, assignee = ${assignee}, due_at = ${due_at}, remind_at = ${remind_at}, reminded_at = ${again}
      where customer_id = ${before.customer_id} and task_id = ${before.task_id} returning *`.execute(db)
    const [row] = rows
    if (!row) throw notFound()
    if (row.assignee !== before.assignee) await tellAssignee(house.db.$pickTables(), row, caller.person.actor.id, now)
    const [shown] = await showTasks({ door, ids }, caller.as, [row])
    if (!shown) throw notFound()
    return shown
  })
}

/** A reminder keeps its distance from the term; without a term there is none. */
function moved(before: Task, due: Date | null): Date | null {
  if (before.remind_at === null || before.due_at === null || due === null) return due === null ? null : before.remind_at
  return new Date(before.remind_at.getTime() + due.getTime() - before.due_at.getTime())
}

/** Throws bad_input when this colleague does not work here. */
export async function worksHere(door: Door, as: Credential, staff: number): Promise<void> {
  const [found] = await door.ask(as, 'colleagues', { ids: [staff] })
  if (!found) throw badInput('This colleague does not work here any more.', 'assignee_id')
}

/** Tells whoever was given a task; nobody is told of what they took themselves. */
export async function tellAssignee(db: AnyDb, task: Task, by: number, now: Date): Promise<void> {
  if (task.assignee === null) return
  const about = task.customer_id > 0 ? { customer: task.customer_id } : {}
  await notify(db, { to: [task.assignee], kind: 'task_assigned', ...about, subject: { kind: 'task', id: task.task_id }, by, now })
}
