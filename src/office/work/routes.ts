import { z } from 'zod'
import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { type Happening, tellLater } from '../webhooks/index.ts'
import { changingRoutes, tellAssignee, worksHere } from './changing.ts'
import { addTask, completeTask, listCases, listColleagues, listTasks, openCase, reopenCase, reopenTask, solveCase } from './contract.ts'
import { dueOf } from './due.ts'
import { showCases, showTasks } from './show.ts'
import { caseById, cases, taskById, tasks } from './store.ts'
import type { Task, WorkCase, WorkTables } from './tables.ts'

const moment = z.iso.datetime().transform((at) => new Date(at))
const taskPlace = z.object({ due_at: moment.nullable(), id: z.int() })
const casePlace = z.object({ open: z.boolean(), opened_at: moment, id: z.int() })

/** Mounts tasks and cases. */
export function workRoutes(house: House): void {
  const { app, on, door, ids, rowIds } = house
  const db: Db<WorkTables> = house.db.$pickTables<keyof WorkTables>()

  const read = (kind: OpaqueKind, shown: string) => {
    const id = ids.read(kind, shown)
    if (id === undefined) throw notFound()
    return id
  }
  const optional = (kind: OpaqueKind, shown: string | undefined) => (shown === undefined ? null : read(kind, shown))
  const tell = (happening: Happening) => tellLater({ db: house.db.$pickTables(), rowIds }, [happening], happening.at)
  const oneTask = async (caller: Caller, row: Task) => first(await showTasks({ door, ids }, caller.as, [row]))
  const oneCase = async (caller: Caller, row: WorkCase) => first(await showCases({ door, ids }, caller.as, [row]))

  mount(app, on, listTasks, async ({ caller, query }) => {
    const { limit = 50, whose = 'all', state = 'open', customer_id } = query
    const pages = pagesOf(ids, JSON.stringify(['tasks', whose, state, customer_id]), taskPlace)
    const about = customer_id === undefined ? undefined : [read('customer', customer_id)]
    const found = await tasks(db, { staff: caller.person.actor.id, whose, state, about, limit: limit + 1, after: pages.after(query.cursor) })
    const { rows, next_cursor } = pages.page(found, limit, (t) => ({ due_at: t.due_at?.toISOString() ?? null, id: t.task_id }))
    return { items: await showTasks({ door, ids }, caller.as, rows), next_cursor }
  })

  mount(app, on, addTask, async ({ caller, body, now }) => {
    const row: Task = {
      customer_id: optional('customer', body.customer_id) ?? 0,
      task_id: await rowIds.one(),
      kind: body.kind,
      case_id: optional('case', body.case_id),
      assignee: optional('staff', body.assignee_id) ?? staffOf(caller),
      made_by: caller.person.actor.id,
      due_at: dueOf(body.due_at, now),
      state: 'open',
      created_at: now,
      done_at: null,
      done_by: null,
      remind_at: dueOf(body.remind_at, now, 'remind_at'),
      reminded_at: null,
      unit_id: null,
    }
    if (row.assignee !== null && row.assignee !== caller.person.actor.id) await worksHere(door, caller.as, row.assignee)
    // The keep goes first, with our id: if we die in between, a sealed text without a task is left, never a task without its text.
    await door.ask(caller.as, 'write', { texts: [{ customer: row.customer_id, kind: 'task', id: row.task_id, text: JSON.stringify({ text: body.what }) }] })
    await db.insertInto('office.task').values(row).execute()
    await tellAssignee(house.db.$pickTables(), row, caller.person.actor.id, now)
    await tell({
      customer: row.customer_id,
      kind: 'task.made',
      at: now,
      facts: { task_id: row.task_id, kind: row.kind, due_at: row.due_at?.toISOString() ?? null },
    })
    return oneTask(caller, row)
  })

  const setTask =
    (state: 'open' | 'done') =>
    async ({ caller, params, now }: { caller: Caller; params: { task_id: string }; now: Date }) => {
      const id = read('task', params.task_id)
      const set =
        await sql`update office.task set state = ${state}, done_at = ${state === 'done' ? now : null}, done_by = ${state === 'done' ? caller.person.actor.id : null}
      where task_id = ${id} and state <> ${state}`.execute(db)
      const row = await taskById(db, id)
      if (!row) throw notFound()
      if (state === 'done' && set.numAffectedRows === 1n)
        await tell({ customer: row.customer_id, kind: 'task.done', at: now, facts: { task_id: id, kind: row.kind } })
      return oneTask(caller, row)
    }
  mount(app, on, completeTask, setTask('done'))
  mount(app, on, reopenTask, setTask('open'))

  changingRoutes(house, read)

  mount(app, on, listCases, async ({ caller, query }) => {
    const { limit = 50, whose = 'all', state, customer_id } = query
    const pages = pagesOf(ids, JSON.stringify(['cases', whose, state, customer_id]), casePlace)
    const about = customer_id === undefined ? undefined : [read('customer', customer_id)]
    const found = await cases(db, { staff: caller.person.actor.id, whose, state, about, limit: limit + 1, after: pages.after(query.cursor) })
    const { rows, next_cursor } = pages.page(found, limit, (c) => ({ open: c.state === 'open', opened_at: c.opened_at.toISOString(), id: c.case_id }))
    return { items: await showCases({ door, ids }, caller.as, rows), next_cursor }
  })

  mount(app, on, openCase, async ({ caller, body, now }) => {
    const { before } = body
    const row: WorkCase = {
      ...newCase(await rowIds.one(), caller, body.kind, now),
      customer_id: read('customer', body.customer_id),
      due_at: dueOf(body.due_at, now),
      ...(before && asItWas(before, caller, now)),
    }
    row.assignee = optional('staff', body.assignee_id) ?? row.assignee
    const text = JSON.stringify({ text: body.subject, ...(before?.solved && { resolution: before.solved.resolution }) })
    await door.ask(caller.as, 'write', { texts: [{ customer: row.customer_id, kind: 'case', id: row.case_id, text }] })
    await db.insertInto('office.work_case').values(row).execute()
    if (!before) await tell({ customer: row.customer_id, kind: 'case.opened', at: now, facts: { ...factsOf(row), due_at: row.due_at?.toISOString() ?? null } })
    return oneCase(caller, row)
  })

  mount(app, on, solveCase, async ({ caller, params, body, now }) => {
    const row = await caseById(db, read('case', params.case_id))
    if (!row) throw notFound()
    const [text] = await door.ask(caller.as, 'texts', {
      customer: row.customer_id,
      purpose: 'service',
      reason: { kind: 'case', id: row.case_id },
      items: [{ kind: 'case', customer: row.customer_id, id: row.case_id }],
    })
    await door.ask(caller.as, 'write', {
      texts: [{ customer: row.customer_id, kind: 'case', id: row.case_id, text: JSON.stringify({ ...text?.content, resolution: body.resolution }) }],
    })
    const solved = await closeCase(db, row, caller, now)
    await tell({ customer: row.customer_id, kind: 'case.solved', at: now, facts: factsOf(solved) })
    return oneCase(caller, solved)
  })

  mount(app, on, reopenCase, async ({ caller, params }) => {
    const id = read('case', params.case_id)
    await sql`update office.work_case set state = 'open', closed_at = null, closed_by = null where case_id = ${id}`.execute(db)
    const row = await caseById(db, id)
    if (!row) throw notFound()
    return oneCase(caller, row)
  })

  mount(app, on, listColleagues, async ({ caller, query: { cursor, limit = 100 } }) => {
    const pages = pagesOf(ids, 'colleagues', z.int())
    const found = await door.ask(caller.as, 'colleagues', { after: pages.after(cursor) ?? null, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (c) => c.id)
    return { items: rows.map((c) => ({ id: ids.show('staff', c.id), name: c.name, role: c.role })), next_cursor }
  })
}

const factsOf = ({ case_id, number, kind }: WorkCase) => ({ case_id, number, kind })

/** What a program makes is nobody's until somebody takes it. */
const staffOf = ({ person: { actor } }: Caller) => (actor.kind === 'staff' ? actor.id : null)

const newCase = (id: number, caller: Caller, kind: WorkCase['kind'], now: Date): WorkCase => ({
  customer_id: 0,
  case_id: id,
  number: String(id),
  kind,
  assignee: staffOf(caller),
  made_by: caller.person.actor.id,
  opened_at: now,
  due_at: null,
  state: 'open',
  closed_at: null,
  closed_by: null,
  rating: null,
  unit_id: null,
})

type Before = NonNullable<NonNullable<z.output<NonNullable<typeof openCase.body>>>['before']>

/** What a case that began elsewhere brings along. Its times lie in the past, in their order. */
function asItWas(before: Before, caller: Caller, now: Date): Partial<WorkCase> {
  const opened_at = new Date(before.opened_at)
  const closed_at = before.solved ? new Date(before.solved.at) : null
  if (opened_at > now) throw badInput('A case cannot have been opened in the future.', 'before.opened_at')
  if (closed_at && (closed_at < opened_at || closed_at > now))
    throw badInput('A case is solved after it was opened, and not in the future.', 'before.solved.at')
  if (!before.solved) return { number: before.number, opened_at }
  return { number: before.number, opened_at, state: 'solved', closed_at, closed_by: caller.person.actor.id, rating: before.solved.rating }
}

async function closeCase(db: Db<WorkTables>, row: WorkCase, caller: Caller, now: Date): Promise<WorkCase> {
  return inTransaction(db, (tx) =>
    tx
      .updateTable('office.work_case')
      .set({ state: 'solved', closed_at: now, closed_by: caller.person.actor.id })
      .where('customer_id', '=', row.customer_id)
      .where('case_id', '=', row.case_id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}

function first<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw notFound()
  return row
}
