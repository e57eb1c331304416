import { z } from 'zod'
import type { Db } from '../../platform/db/index.ts'
import { notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import { type Caller, staffOf } from '../caller.ts'
import type { House } from '../house.ts'
import { type Happening, tellLater } from '../webhooks/index.ts'
import { withinOf } from '../within.ts'
import { caseRoutes } from './cases.ts'
import { changingRoutes, sameCustomer, tellAssignee } from './changing.ts'
import { addTask, listColleagues, listTasks, readDay } from './contract.ts'
import { birthdaysOf, dayCounts } from './day.ts'
import { dueOf } from './due.ts'
import { historyRoutes } from './history.ts'
import { mayWorkOn, mustBeWithin, worksHere } from './may.ts'
import { showTasks } from './show.ts'
import { caseById, tasks } from './store.ts'
import type { Task, WorkTables } from './tables.ts'
import { unitsOfFilter, unitToBegin } from './units.ts'

const moment = z.iso.datetime().transform((at) => new Date(at))
export const taskPlace = z.object({ due_at: moment.nullable(), id: z.int() })

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

  mount(app, on, listTasks, async ({ caller, query }) => {
    const { limit = 50, whose = 'all', state = 'open', customer_id, unit } = query
    const pages = pagesOf(ids, JSON.stringify(['tasks', whose, state, customer_id, ...(unit === undefined ? [] : [unit])]), taskPlace)
    const about = customer_id === undefined ? undefined : [read('customer', customer_id)]
    const found = await tasks(db, {
      staff: caller.person.actor.id,
      whose,
      state,
      about,
      units: await unitsOfFilter(door, caller, unit),
      within: withinOf(caller),
      limit: limit + 1,
      after: pages.after(query.cursor),
    })
    const { rows, next_cursor } = pages.page(found, limit, (t) => ({ due_at: t.due_at?.toISOString() ?? null, id: t.task_id }))
    return { items: await showTasks({ door, ids }, caller.as, rows), next_cursor }
  })

  mount(app, on, readDay, async ({ caller, query: { whose = 'mine', unit, time_zone: zone }, now }) => {
    const staff = caller.person.actor.id
    const units = await unitsOfFilter(door, caller, unit)
    const [{ cases, ...counts }, birthdays] = await Promise.all([
      dayCounts(db, { staff, whose, units, within: withinOf(caller) }, { zone, now }),
      birthdaysOf({ door, ids }, db, caller.as, { staff, zone, now }),
    ])
    return { tasks: counts, cases, birthdays }
  })

  mount(app, on, addTask, async ({ caller, body, now }) => {
    const of = body.case_id === undefined ? undefined : await caseById(db, read('case', body.case_id))
    if (body.case_id !== undefined && !of) throw notFound()
    if (of) mustBeWithin(caller, of)
    const customer = optional('customer', body.customer_id) ?? of?.customer_id ?? 0
    await mayWorkOn(door, caller.as, customer, 'task')
    if (of) await sameCustomer(db, customer, of)
    const row: Task = {
      customer_id: customer,
      task_id: await rowIds.one(),
      kind: body.kind,
      case_id: of?.case_id ?? null,
      assignee: body.assignee_id === null ? null : (optional('staff', body.assignee_id) ?? staffOf(caller)),
      made_by: caller.person.actor.id,
      due_at: dueOf(body.due_at, now),
      state: 'open',
      created_at: now,
      done_at: null,
      done_by: null,
      remind_at: dueOf(body.remind_at, now, 'remind_at'),
      reminded_at: null,
      unit_id: await unitToBegin({ door, db }, caller, { wish: body.unit, customer, ofCase: of?.unit_id ?? null }),
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

  changingRoutes(house, read)
  historyRoutes(house, read)

  caseRoutes(house, read)

  mount(app, on, listColleagues, async ({ caller, query: { cursor, limit = 100, customer_id } }) => {
    const pages = pagesOf(ids, 'colleagues', z.int())
    const customer = optional('customer', customer_id)
    const found = await door.ask(caller.as, 'colleagues', { after: pages.after(cursor) ?? null, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (c) => c.id)
    const without = customer === null ? [] : await door.ask(caller.as, 'unseen', { pairs: rows.map((c) => ({ staff: c.id, customer })) })
    const unseen = new Map(without.map(({ staff, why, units }) => [staff, { why, units }]))
    return { items: rows.map((c) => ({ id: ids.show('staff', c.id), name: c.name, role: c.role, unseen: unseen.get(c.id) ?? null })), next_cursor }
  })
}

function first<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw notFound()
  return row
}
