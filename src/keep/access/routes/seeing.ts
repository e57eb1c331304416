import { AppError, notFound } from '../../../platform/errors.ts'
import { mount } from '../../../platform/http/index.ts'
import { readCookie, staffCookie } from '../cookies.ts'
import { tellSignedOut } from '../endings.ts'
import * as contract from '../seeing/contract.ts'
import { maySeeAs } from '../seeing/rights.ts'
import { digestOf } from '../tokens.ts'
import { type House, noting, staffOf } from './caller.ts'

/** To look through a colleague's eyes, and to be oneself again. */
export function seeingRoutes(house: House): void {
  const { app, on, deps } = house
  const digestIn = (request: Request) => digestOf(readCookie(request, staffCookie) ?? '')

  mount(app, on, contract.seeAs, (call) => {
    const id = deps.ids.read('staff', call.body.staff_id)
    if (id === undefined) throw notFound()
    const staff = staffOf(call.caller)
    if (id === staff.id) throw new AppError('conflict', 'You see as yourself already.')
    if (call.caller && !maySeeAs(call.caller.rights)) throw new AppError('forbidden', 'You work with your own units, so you cannot see as a colleague.')
    return noting(house, call, async ({ db }) => {
      const whom = await db.selectFrom('keep.staff').select(['role', 'status']).where('staff_id', '=', id).executeTakeFirst()
      if (!whom) throw notFound()
      if (whom.status !== 'active') throw new AppError('conflict', 'This person is not on the staff any more.')
      await db.updateTable('keep.session').set({ seen_as: id }).where('digest', '=', digestIn(call.request)).execute()
      await tellSignedOut({ db }, staff.id)
      return { answer: { done: true as const }, act: 'staff.seen_as', subject: { kind: 'staff', id }, facts: { role: whom.role } }
    })
  })

  mount(app, on, contract.stopSeeing, async (call) => {
    const as = call.caller?.seeing
    if (!as) return { done: true as const }
    return noting(house, call, async ({ db }) => {
      await db.updateTable('keep.session').set({ seen_as: null }).where('digest', '=', digestIn(call.request)).execute()
      await tellSignedOut({ db }, staffOf(call.caller).id)
      return { answer: { done: true as const }, act: 'staff.seen_as_ended', subject: { kind: 'staff', id: as.id } }
    })
  })
}
