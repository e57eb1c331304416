import { notFound } from '../../../platform/errors.ts'
import { mount } from '../../../platform/http/index.ts'
import { countAttempt, giveBack, mayTry } from '../attempts.ts'
import { networkOf, readCookie, sameOriginOnly, staffCookie } from '../cookies.ts'
import { changePassword, knowsPassword } from '../passwords/change.ts'
import * as contract from '../passwords/contract.ts'
import { askReset, sendReset, takeReset } from '../passwords/reset.ts'
import { mayManage } from '../roles/assign.ts'
import { emailKey, staffOf as opened } from '../staff.ts'
import { fromOf, type House, noting, staffOf } from './caller.ts'
import { deciding } from './deciding.ts'

/** Changing a password, and a new one for whoever forgot it. */
export function passwordRoutes(house: House): void {
  const { app, on, deps } = house

  mount(app, on, contract.askReset, async ({ body, request, now }) => {
    sameOriginOnly(request)
    await mayTry(deps, 'links from', networkOf(request), now)
    // As with a customer's link: asked too often, nothing is sent and nothing is said, and nobody waits for the sending.
    if ((await countAttempt(deps, 'link for', `staff ${emailKey(body.email)}`, now)) === 0)
      void askReset(deps, { email: body.email, from: fromOf(request) }, now).catch((error: unknown) =>
        deps.log.error({ err: error }, 'a link could not be sent'),
      )
    return { done: true as const }
  })
  mount(app, on, contract.takeReset, async ({ body, request, now }) => {
    sameOriginOnly(request)
    // A password costs much to hash, also for a link that is none: so many tries a network, as when one is asked for.
    await mayTry(deps, 'links from', networkOf(request), now)
    await takeReset(deps, { ...body, from: fromOf(request) }, now)
    await giveBack(deps, 'links from', networkOf(request))
    return { done: true as const }
  })
  mount(app, on, contract.changePassword, async (call) => {
    const row = await knowsPassword(deps, staffOf(call.caller), call.body.password, call.now)
    return noting(house, call, async (within) => {
      await changePassword(within, row, { next: call.body.next, token: readCookie(call.request, staffCookie) }, call.now)
      return { answer: { done: true as const }, act: 'password.changed' }
    })
  })
  mount(app, on, contract.sendReset, async (call) => {
    const id = deps.ids.read('staff', call.params.staff_id)
    const row = id === undefined ? undefined : await deps.db.selectFrom('keep.staff').selectAll().where('staff_id', '=', id).executeTakeFirst()
    if (row?.status !== 'active') throw notFound()
    const link = await deciding(house, call, 'staff.manage', async ({ tx, within, giver, side }) => {
      // Whoever gets the link gets in: nobody by it becomes who may do more than they.
      await mayManage(tx, giver, row.staff_id, await side.ofRoles())
      const answer = await sendReset(within, opened(deps, row), staffOf(call.caller), call.now)
      return { answer, act: 'password.reset_sent', subject: { kind: 'staff', id: row.staff_id } }
    })
    return { link: (await deps.mailIsCaught()) ? link : null }
  })
}
