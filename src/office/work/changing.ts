import { type AnyDb, type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import { mount } from '../../platform/http/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import { type Caller, staffOf } from '../caller.ts'
import type { House } from '../house.ts'
import { notify } from '../notices/index.ts'
import { tellLater } from '../webhooks/index.ts'
import { noteWork } from './changes.ts'
import { changeTask, completeTask, dropTask, reopenTask } from './contract.ts'
import { dueOf } from './due.ts'
import { mayWorkOn, mustBeWithin, worksHere } from './may.ts'
import { showTasks } from './show.ts'
import { taskById } from './store.ts'
import type { Task, WorkCase, WorkTables } from './tables.ts'
import { unitWished } from './units.ts'

/** Mounts how a task is changed, given to somebody else, put off, done and taken back. Each asks first whether its customer may be seen. */
export function changingRoutes(house: House, read: (kind: OpaqueKind, shown: string) => number): void {
  const { app, on, door, ids, rowIds } = house
  const db: Db<WorkTables> = house.db.$pickTables<keyof WorkTables>()

  const taskFor = async (caller: Caller, shown: string) => {
    const row = await taskById(db, read('task', shown))
    if (!row) throw notFound()
    mustBeWithin(caller, row)
    await mayWorkOn(door, caller.as, row.customer_id, 'task')
    return row
  }

  /** Changes it and keeps what was changed, in one transaction, from what stands there by then. */
  const change = (caller: Caller, { customer_id, task_id }: Task, now: Date, to: (was: Task) => Task, words = false) =>
    inTransaction(db, async (tx) => {
      const { rows } = await sql<Task>`select * from office.task where customer_id = ${customer_id} and task_id = ${task_id} for update`.execute(tx)
      const [was] = rows
      if (!was) throw notFound()
      const { customer_id: _customer, task_id: _task, ...became } = to(was)
      await tx.updateTable('office.task').set(became).where('customer_id', '=', customer_id).where('task_id', '=', task_id).execute()
      const of = { customer: customer_id, of: 'task' as const, id: task_id, staff: staffOf(caller), now }
      await noteWork({ db: tx, rowIds }, of, { was, became, words })
      return { was, row: { ...was, ...became } }
    })

  const shown = async (caller: Caller, row: Task) => {
    const [one] = await showTasks({ door, ids }, caller.as, [row])
    if (!one) throw notFound()
    return one
  }

  mount(app, on, changeTask, async ({ caller, params, body, now }) => {
    const before = await taskFor(caller, params.task_id)
    const given = body.assignee_id
    const assignee = given === undefined ? undefined : given === null ? null : read('staff', given)
    if (typeof assignee === 'number' && assignee !== before.assignee) await worksHere(door, caller.as, assignee)
    const unit = body.unit === undefined ? undefined : await unitWished(door, caller, body.unit, before.unit_id)
    const due = body.due_at === undefined ? undefined : dueOf(body.due_at ?? undefined, now)
    const remind = body.remind_at === undefined ? undefined : dueOf(body.remind_at ?? undefined, now, 'remind_at')
    if (body.what !== undefined)
      await door.ask(caller.as, 'write', {
        texts: [{ customer: before.customer_id, kind: 'task', id: before.task_id, text: JSON.stringify({ text: body.what }) }],
      })
    const changed = await change(
      caller,
      before,
      now,
      (was) => {
        const due_at = due === undefined ? was.due_at : due
        const remind_at = remind === undefined ? movedReminder(was, due_at) : remind
        return {
          ...was,
          kind: body.kind ?? was.kind,
          assignee: assignee === undefined ? was.assignee : assignee,
          unit_id: unit === undefined ? was.unit_id : unit,
          due_at,
          remind_at,
          reminded_at: remind_at?.getTime() === was.remind_at?.getTime() ? was.reminded_at : null,
        }
      },
      body.what !== undefined,
    )
    if (changed.row.assignee !== changed.was.assignee) await tellAssignee(house.db.$pickTables(), changed.row, caller.person.actor.id, now)
    return shown(caller, changed.row)
  })

  const setTask =
    (state: Task['state']) =>
    async ({ caller, params, now }: { caller: Caller; params: { task_id: string }; now: Date }) => {
      const before = await taskFor(caller, params.task_id)
      const open = state === 'open'
      const done = { state, done_at: open ? null : now, done_by: open ? null : caller.person.actor.id }
      const { was, row } = await change(caller, before, now, (old) => (old.state === state ? old : { ...old, ...done }))
      if (state === 'done' && was.state !== 'done')
        await tellLater(
          { db: house.db.$pickTables(), rowIds },
          [{ customer: row.customer_id, kind: 'task.done', at: now, facts: { task_id: row.task_id, kind: row.kind } }],
          now,
        )
      return shown(caller, row)
    }
  mount(app, on, completeTask, setTask('done'))
  mount(app, on, reopenTask, setTask('open'))
  mount(app, on, dropTask, setTask('dropped'))
}

/** A reminder keeps its distance from the term; without a term there is none. */
export function movedReminder(before: Pick<Task, 'due_at' | 'remind_at'>, due: Date | null): Date | null {
  if (before.remind_at === null || before.due_at === null || due === null) return due === null ? null : before.remind_at
  return new Date(before.remind_at.getTime() + due.getTime() - before.due_at.getTime())
}

/** Tells whoever was given a task; nobody is told of what they took themselves. */
export async function tellAssignee(db: AnyDb, task: Task, by: number, now: Date): Promise<void> {
  if (task.assignee === null) return
  const about = task.customer_id > 0 ? { customer: task.customer_id } : {}
  await notify(db, { to: [task.assignee], kind: 'task_assigned', ...about, subject: { kind: 'task', id: task.task_id }, by, now })
}

/** Throws when work about this customer cannot belong to that case: it is about somebody else. */
export async function sameCustomer(db: Db<WorkTables>, customer: number, of: WorkCase): Promise<void> {
  if (customer === of.customer_id) return
  const { rows } = await sql<{ persons: number }>`
    select count(distinct coalesce(d.person, q.id))::int as persons from unnest(${[customer, of.customer_id]}::bigint[]) as q(id)
    left join fact.derived d on d.customer_id = q.id`.execute(db)
  if (rows[0]?.persons !== 1) throw badInput('This case is about another customer.', 'case_id')
}
