import { z } from 'zod'
import { AppError, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import * as contract from '../contract.ts'
import { tellSignedOut } from '../endings.ts'
import { tellOf } from '../letters/news.ts'
import { changeStaff, mayAssign, mayManage, unitsToGive } from '../roles/assign.ts'
import { addStaff, listStaff, staffOf as opened, type Staff } from '../staff.ts'
import { resetFactors } from '../totp.ts'
import { type House, managedByCaller, staffOf } from './caller.ts'
import { deciding } from './deciding.ts'

const perPage = 100

/** The staff, and what they ask of one another. */
export function staffRoutes(house: House): void {
  const { app, on, deps } = house
  const { ids } = deps
  const staffId = (shown: string): number => {
    const id = ids.read('staff', shown)
    if (id === undefined) throw notFound()
    return id
  }
  const staffRow = (s: Staff): z.input<typeof contract.staff> => ({
    id: ids.show('staff', s.id),
    name: s.name,
    email: s.email,
    role: s.role,
    language: s.language,
    units: [...s.units],
    status: s.status,
    second_factor: s.secondFactor,
  })
  mount(app, on, contract.listStaff, async ({ caller, query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, 'staff', z.int())
    const { rows, next_cursor } = pages.page(await listStaff(deps, { after: pages.after(cursor), limit: limit + 1 }), limit, (s) => s.id)
    const managed = await managedByCaller(
      deps,
      caller,
      rows.map((s) => s.role),
    )
    return { items: rows.map((s) => ({ ...staffRow(s), manageable: managed(s) })), next_cursor }
  })
  mount(app, on, contract.addStaff, (call) =>
    deciding(house, call, 'staff.manage', async ({ tx, within, giver, side }) => {
      await mayAssign(tx, giver, call.body.role, await side.ofRoles())
      const units = await unitsToGive(tx, giver, call.body.units ?? [])
      const made = await addStaff({ ...within, db: tx }, { ...call.body, units }, { now: call.now, staff: giver.id })
      return { answer: staffRow(made), act: 'staff.added', subject: { kind: 'staff', id: made.id }, facts: { role: made.role } }
    }),
  )
  mount(app, on, contract.dismissStaff, (call) => {
    const staff = staffId(call.params.staff_id)
    if (staff === staffOf(call.caller).id) throw new AppError('conflict', 'You cannot dismiss yourself.')
    return deciding(house, call, 'staff.manage', async ({ tx, giver, side }) => {
      await changeStaff(tx, { giver, staff, change: { status: 'dismissed' }, purposes: await side.ofRoles(), rowIds: deps.rowIds }, call.now)
      return { answer: { done: true as const }, act: 'staff.dismissed', subject: { kind: 'staff', id: staff } }
    })
  })
  mount(app, on, contract.resetFactors, (call) => {
    const id = staffId(call.params.staff_id)
    if (id === staffOf(call.caller).id) throw new AppError('conflict', 'Another administrator has to take off your second factor.')
    return deciding(house, call, 'staff.manage', async ({ tx, within, giver, side }) => {
      await mayManage(tx, giver, id, await side.ofRoles())
      const row = await tx.selectFrom('keep.staff').selectAll().where('staff_id', '=', id).executeTakeFirstOrThrow()
      await resetFactors({ ...within, db: tx }, id)
      await tellSignedOut({ db: tx }, id)
      await tellOf({ ...within, db: tx }, opened(deps, row), { kind: 'factor_removed' }, call.now)
      return { answer: { done: true as const }, act: 'factor.removed', subject: { kind: 'staff', id } }
    })
  })
}
