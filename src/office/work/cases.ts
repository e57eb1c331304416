import { z } from 'zod'
import { type Db, inTransaction, sql } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import { type Caller, staffOf } from '../caller.ts'
import type { House } from '../house.ts'
import { notify } from '../notices/index.ts'
import { type Happening, tellLater } from '../webhooks/index.ts'
import { withinOf } from '../within.ts'
import { noteWork } from './changes.ts'
import { movedReminder } from './changing.ts'
import { changeCase, listCases, openCase, reopenCase, solveCase } from './contract.ts'
import { dueOf } from './due.ts'
import { mayWorkOn, mustBeWithin, worksHere } from './may.ts'
import { showCases } from './show.ts'
import { caseById, cases } from './store.ts'
import type { WorkCase, WorkTables } from './tables.ts'
import { unitsOfFilter, unitToBegin, unitWished } from './units.ts'

export const casePlace = z.object({ open: z.boolean(), opened_at: z.iso.datetime().transform((at) => new Date(at)), id: z.int() })

/** Mounts how a case is opened, changed, solved and opened again. Each asks first whether its customer may be seen. */
export function caseRoutes(house: House, read: (kind: OpaqueKind, shown: string) => number): void {
  const { app, on, door, ids, rowIds } = house
  const db: Db<WorkTables> = house.db.$pickTables<keyof WorkTables>()
  const tell = (happening: Happening) => tellLater({ db: house.db.$pickTables(), rowIds }, [happening], happening.at)

  const caseFor = async (caller: Caller, shown: string) => {
    const row = await caseById(db, read('case', shown))
    if (!row) throw notFound()
    mustBeWithin(caller, row)
    await mayWorkOn(door, caller.as, row.customer_id, 'case')
    return row
  }
  const shownCase = async (caller: Caller, row: WorkCase) => {
    const [one] = await showCases({ door, ids }, caller.as, [row])
    if (!one) throw notFound()
    return one
  }

  /** Changes it and keeps what was changed, in one transaction, from what stands there by then. */
  const change = (caller: Caller, { customer_id, case_id }: WorkCase, now: Date, to: (was: WorkCase) => WorkCase, words = false) =>
    inTransaction(db, async (tx) => {
      const { rows } = await sql<WorkCase>`select * from office.work_case where customer_id = ${customer_id} and case_id = ${case_id} for update`.execute(tx)
      const [was] = rows
      if (!was) throw notFound()
      const { customer_id: _customer, case_id: _case, ...became } = to(was)
      await tx.updateTable('office.work_case').set(became).where('customer_id', '=', customer_id).where('case_id', '=', case_id).execute()
      const of = { customer: customer_id, of: 'case' as const, id: case_id, staff: staffOf(caller), now }
      await noteWork({ db: tx, rowIds }, of, { was, became, words })
      return { was, row: { ...was, ...became } }
    })

  /** Writes some of its words anew; the others stay. */
  const write = async (caller: Caller, { customer_id, case_id }: WorkCase, words: { text?: string; resolution?: string }) => {
    const item = { kind: 'case' as const, customer: customer_id, id: case_id }
    const [text] = await door.ask(caller.as, 'texts', { customer: customer_id, purpose: 'service', reason: { kind: 'case', id: case_id }, items: [item] })
    if (text?.hidden) throw new AppError('forbidden', 'The words of this case are hidden from you, so they cannot be written anew.')
    await door.ask(caller.as, 'write', { texts: [{ ...item, text: JSON.stringify({ ...text?.content, ...words }) }] })
  }

  const tellAssignee = async (row: WorkCase, by: number, now: Date) => {
    if (row.assignee === null) return
    const about = { customer: row.customer_id, subject: { kind: 'case' as const, id: row.case_id } }
    await notify(house.db.$pickTables(), { to: [row.assignee], kind: 'case_assigned', ...about, by, now })
  }

  mount(app, on, listCases, async ({ caller, query }) => {
    const { limit = 50, whose = 'all', state, customer_id, unit } = query
    const pages = pagesOf(ids, JSON.stringify(['cases', whose, state, customer_id, ...(unit === undefined ? [] : [unit])]), casePlace)
    const about = customer_id === undefined ? undefined : [read('customer', customer_id)]
    const found = await cases(db, {
      staff: caller.person.actor.id,
      whose,
      state,
      about,
      units: await unitsOfFilter(door, caller, unit),
      within: withinOf(caller),
      limit: limit + 1,
      after: pages.after(query.cursor),
    })
    const { rows, next_cursor } = pages.page(found, limit, (c) => ({ open: c.state === 'open', opened_at: c.opened_at.toISOString(), id: c.case_id }))
    return { items: await showCases({ door, ids }, caller.as, rows), next_cursor }
  })

  mount(app, on, openCase, async ({ caller, body, now }) => {
    const { before } = body
    const customer = read('customer', body.customer_id)
    await mayWorkOn(door, caller.as, customer, 'case')
    const given = body.assignee_id
    const assignee = given === undefined ? undefined : given === null ? null : read('staff', given)
    if (typeof assignee === 'number' && assignee !== caller.person.actor.id) await worksHere(door, caller.as, assignee)
    const row: WorkCase = {
      ...newCase(await rowIds.one(), caller, body.kind, now),
      customer_id: customer,
      unit_id: await unitToBegin({ door, db }, caller, { wish: body.unit, customer }),
      due_at: dueOf(body.due_at, now),
      remind_at: dueOf(body.remind_at, now, 'remind_at'),
      ...(before && asItWas(before, caller, now)),
      ...(assignee !== undefined && { assignee }),
    }
    const text = JSON.stringify({ text: body.subject, ...(before?.solved && { resolution: before.solved.resolution }) })
    await door.ask(caller.as, 'write', { texts: [{ customer: row.customer_id, kind: 'case', id: row.case_id, text }] })
    await db.insertInto('office.work_case').values(row).execute()
    if (!before) {
      await tellAssignee(row, caller.person.actor.id, now)
      await tell({ customer: row.customer_id, kind: 'case.opened', at: now, facts: { ...factsOf(row), due_at: row.due_at?.toISOString() ?? null } })
    }
    return shownCase(caller, row)
  })

  mount(app, on, changeCase, async ({ caller, params, body, now }) => {
    const before = await caseFor(caller, params.case_id)
    const given = body.assignee_id
    const assignee = given === undefined ? undefined : given === null ? null : read('staff', given)
    if (typeof assignee === 'number' && assignee !== before.assignee) await worksHere(door, caller.as, assignee)
    const unit = body.unit === undefined ? undefined : await unitWished(door, caller, body.unit, before.unit_id)
    const due = body.due_at === undefined ? undefined : dueOf(body.due_at ?? undefined, now)
    const remind = body.remind_at === undefined ? undefined : dueOf(body.remind_at ?? undefined, now, 'remind_at')
    if (body.subject !== undefined) await write(caller, before, { text: body.subject })
    const to = (was: WorkCase): WorkCase => {
      const due_at = due === undefined ? was.due_at : due
      const remind_at = remind === undefined ? movedReminder(was, due_at) : remind
      const reminded_at = remind_at?.getTime() === was.remind_at?.getTime() ? was.reminded_at : null
      const whose = assignee === undefined ? was.assignee : assignee
      const unit_id = unit === undefined ? was.unit_id : unit
      return { ...stateOf(was, body.state, caller, now), kind: body.kind ?? was.kind, assignee: whose, unit_id, due_at, remind_at, reminded_at }
    }
    const changed = await change(caller, before, now, to, body.subject !== undefined)
    if (changed.row.assignee !== changed.was.assignee) await tellAssignee(changed.row, caller.person.actor.id, now)
    return shownCase(caller, changed.row)
  })

  mount(app, on, solveCase, async ({ caller, params, body, now }) => {
    const before = await caseFor(caller, params.case_id)
    await write(caller, before, { resolution: body.resolution })
    const { was, row } = await change(caller, before, now, (old) => closed(old, 'solved', caller, now))
    if (was.state !== 'solved') await tell({ customer: row.customer_id, kind: 'case.solved', at: now, facts: factsOf(row) })
    return shownCase(caller, row)
  })

  mount(app, on, reopenCase, async ({ caller, params, now }) => {
    const before = await caseFor(caller, params.case_id)
    const { row } = await change(caller, before, now, (old) => stateOf(old, 'open', caller, now))
    return shownCase(caller, row)
  })
}

const closed = (was: WorkCase, state: 'solved' | 'dropped', caller: Caller, now: Date): WorkCase => ({
  ...was,
  state,
  closed_at: now,
  closed_by: caller.person.actor.id,
})

function stateOf(was: WorkCase, state: 'open' | 'dropped' | undefined, caller: Caller, now: Date): WorkCase {
  if (state === undefined || state === was.state) return was
  return state === 'open' ? { ...was, state, closed_at: null, closed_by: null } : closed(was, state, caller, now)
}

const factsOf = ({ case_id, number, kind }: WorkCase) => ({ case_id, number, kind })

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
  remind_at: null,
  reminded_at: null,
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
