import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import { noteAct } from '../audit/note.ts'
import { customerCookie, readCookie, sameOriginOnly, staffCookie } from '../cookies.ts'
import * as contract from '../devices/contract.ts'
import { endSessionsOf, endStaffSession, listStaffSessions } from '../devices/devices.ts'
import { endOwnSession } from '../devices/own.ts'
import { placeOf } from '../from.ts'
import { mayManage } from '../roles/assign.ts'
import { mustBeOneself } from '../seeing/rights.ts'
import { sessionOf } from '../sessions.ts'
import { staffNames } from '../staff.ts'
import { digestOf } from '../tokens.ts'
import { fromOf, type House, managedByCaller, staffOf } from './caller.ts'
import { deciding } from './deciding.ts'

const perPage = 100
const place = z.object({ at: z.iso.datetime(), digest: z.string().regex(/^[0-9a-f]{64}$/) })

/** What stands outside for a session: good for nothing but to end it. */
export const showSession = (digest: Buffer): string => createHash('sha256').update(digest).digest('base64url')

function readShown(shown: string): Buffer {
  const bytes = Buffer.from(shown, 'base64url')
  if (bytes.length !== 32) throw notFound()
  return bytes
}

/** One's own other devices, and where everybody of the staff is signed in. */
export function deviceRoutes(house: House): void {
  const { app, on, deps } = house
  const { ids } = deps

  mount(app, on, contract.endDevice, async ({ params, request, now }) => {
    sameOriginOnly(request)
    const shown = readShown(params.session_id)
    for (const name of [staffCookie, customerCookie] as const) {
      const token = readCookie(request, name)
      const session = token ? await sessionOf(deps, token, now) : undefined
      if (!session || session.message !== undefined) continue
      mustBeOneself(session)
      if (!(await endOwnSession(deps, session, shown))) continue
      if (session.staff)
        await noteAct(deps.db, { by: session.actor, act: 'session.ended', facts: { own: true, count: 1 }, now, ...placeOf(deps, fromOf(request)) })
      return { done: true as const }
    }
    throw notFound()
  })

  mount(app, on, contract.listStaffSessions, async ({ caller, query: { cursor, limit = perPage, staff }, request, now }) => {
    const whose = staff === undefined ? undefined : (ids.read('staff', staff) ?? -1)
    const pages = pagesOf(ids, `sessions ${staff ?? ''}`, place)
    const after = pages.after(cursor)
    const found = await listStaffSessions(deps, { staff: whose, before: after && { ...after, at: new Date(after.at) }, limit: limit + 1 }, now)
    const { rows, next_cursor } = pages.page(found, limit, (row) => ({ at: row.seen_at.toISOString(), digest: row.digest.toString('hex') }))
    const names = await staffNames(
      deps,
      rows.map((row) => row.staff_id),
    )
    const managed = await managedByCaller(
      deps,
      caller,
      rows.map((row) => row.role),
    )
    const current = digestOf(readCookie(request, staffCookie) ?? '')
    const items = rows.map((row) => ({
      id: showSession(row.digest),
      staff: { id: ids.show('staff', row.staff_id), name: names.get(row.staff_id) ?? '' },
      device: row.device,
      way: row.way,
      made_at: row.made_at.toISOString(),
      seen_at: row.seen_at.toISOString(),
      current: current.equals(row.digest),
      may_end: managed(row),
    }))
    return { items, next_cursor }
  })

  mount(app, on, contract.endStaffSession, (call) =>
    deciding(house, call, 'staff.manage', async ({ tx, giver, side }) => {
      const whose = await endStaffSession({ db: tx }, readShown(call.params.session_id))
      if (whose === undefined) throw notFound()
      await mayManage(tx, giver, whose, await side.ofRoles())
      return { answer: { done: true as const }, act: 'session.ended', subject: { kind: 'staff', id: whose }, facts: { own: false, count: 1 } }
    }),
  )
  mount(app, on, contract.endStaffSessions, (call) => {
    const staff = ids.read('staff', call.params.staff_id)
    if (staff === undefined) throw notFound()
    if (staff === staffOf(call.caller).id) throw new AppError('conflict', 'Your own sessions are on your page of sign-in and security.')
    return deciding(house, call, 'staff.manage', async ({ tx, giver, side }) => {
      await mayManage(tx, giver, staff, await side.ofRoles())
      const ended = await endSessionsOf({ db: tx }, staff)
      return { answer: { ended }, act: 'session.ended', subject: { kind: 'staff', id: staff }, facts: { own: false, count: ended } }
    })
  })
}
