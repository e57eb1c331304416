import { z } from 'zod'
import { notFound } from '../../platform/errors.ts'
import { mount, pagesOf } from '../../platform/http/index.ts'
import type { OpaqueKind } from '../../platform/ids/index.ts'
import type { Caller } from '../caller.ts'
import type { House } from '../house.ts'
import { changesOf } from './changes.ts'
import { listCaseChanges, listTaskChanges } from './contract.ts'
import { mustBeWithin } from './may.ts'
import { caseById, taskById } from './store.ts'
import type { WorkTables } from './tables.ts'

const changePlace = z.object({ at: z.iso.datetime(), id: z.int() })

/** Mounts who changed what of tasks and cases. */
export function historyRoutes({ app, on, door, ids, db: whole }: House, read: (kind: OpaqueKind, shown: string) => number): void {
  const db = whole.$pickTables<keyof WorkTables>()

  async function page(
    caller: Caller,
    of: 'task' | 'case',
    row: { customer_id: number; id: number } | undefined,
    query: { cursor?: string | undefined; limit?: number | undefined },
  ) {
    if (!row) throw notFound()
    if (row.customer_id > 0) {
      const [preview] = await door.ask(caller.as, 'preview', {
        customers: [row.customer_id],
        purpose: 'service',
        reason: { kind: of, id: row.id },
        beyond: 'hide',
      })
      if (!preview || (preview.hidden !== null && preview.hidden !== 'no_name')) throw notFound()
    }
    const pages = pagesOf(ids, `changes ${of} ${row.id}`, changePlace)
    const { limit = 50 } = query
    const after = pages.after(query.cursor)
    const found = await changesOf(db, { of, id: row.id, after: after && { at: new Date(after.at), id: after.id }, limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (c) => ({ at: c.at.toISOString(), id: c.change_id }))
    const changed = rows.flatMap((c) => (c.what === 'unit' ? [c.was, c.became].flatMap((text) => (text === null ? [] : [Number(text)])) : []))
    const units = new Map(changed.length > 0 ? (await door.ask(caller.as, 'units', { ids: [...new Set(changed)] })).map((u) => [u.id, u.code]) : [])
    const named = rows.flatMap((c) => [c.by_staff, ...(c.what === 'assignee' ? [c.was, c.became].map((text) => (text === null ? null : Number(text))) : [])])
    const staff = [...new Set(named.flatMap((id) => id ?? []))]
    const known = new Map(staff.length > 0 ? (await door.ask(caller.as, 'colleagues', { ids: staff })).map((c) => [c.id, c]) : [])
    const by = (id: number | null) => {
      const found = id === null ? undefined : known.get(id)
      return found ? { id: ids.show('staff', found.id), name: found.name, role: found.role } : null
    }
    const said = (what: string, value: string | null) => {
      if (value === null) return null
      if (what === 'unit') return units.get(Number(value)) ?? null
      return what === 'assignee' ? (known.get(Number(value))?.name ?? null) : value
    }
    return {
      items: rows.map((c) => ({ at: c.at.toISOString(), by: by(c.by_staff), what: c.what, was: said(c.what, c.was), became: said(c.what, c.became) })),
      next_cursor,
    }
  }

  mount(app, on, listTaskChanges, async ({ caller, params, query }) => {
    const row = await taskById(db, read('task', params.task_id))
    if (row) mustBeWithin(caller, row)
    return page(caller, 'task', row && { customer_id: row.customer_id, id: row.task_id }, query)
  })
  mount(app, on, listCaseChanges, async ({ caller, params, query }) => {
    const row = await caseById(db, read('case', params.case_id))
    if (row) mustBeWithin(caller, row)
    return page(caller, 'case', row && { customer_id: row.customer_id, id: row.case_id }, query)
  })
}
