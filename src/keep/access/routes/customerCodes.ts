import { AppError } from '../../../platform/errors.ts'
import { evenly } from '../../../platform/evenly.ts'
import { mount } from '../../../platform/http/index.ts'
import { countAttempt, forgetAttempts, giveBack, mayTry } from '../attempts.ts'
import { spendSignInCode } from '../codes.ts'
import * as contract from '../contract.ts'
import { cookieOf, customerCookie, deviceOf, networkOf, sameOriginOnly } from '../cookies.ts'
import { openCustomerSession } from '../sessions.ts'
import type { House } from './caller.ts'
import { withCookie } from './session.ts'

const wrong = () => new AppError('unauthenticated', 'This code is wrong, was used already or is too old. Ask for a new one.', { place: 'code' })

/** Signing in to one's own page by a code to the phone. */
export function customerCodes({ app, on, deps }: House): void {
  mount(app, on, contract.askForCode, async ({ body, request, now }) => {
    sameOriginOnly(request)
    await mayTry(deps, 'codes from', networkOf(request), now)
    const phone = deps.phoneOf(body.phone)
    if (phone === undefined) throw new AppError('bad_input', 'phone: must be a phone number like +7 912 345-67-89', { place: 'phone' })
    // Asked too often for one number, nothing is sent and nothing is said; whether it is known is looked up after the answer.
    if ((await countAttempt(deps, 'code for', phone, now)) === 0) {
      void deps.sendCode(phone, now).catch((error: unknown) => deps.log.error({ err: error }, 'a code could not be sent'))
    }
    return { done: true as const }
  })

  mount(app, on, contract.redeemCode, ({ body, request, now }) => {
    sameOriginOnly(request)
    return evenly(deps.clock, async () => {
      await mayTry(deps, 'codes from', networkOf(request), now)
      const phone = deps.phoneOf(body.phone)
      if (phone === undefined || (await countAttempt(deps, 'code of', phone, now)) > 0) throw wrong()
      const customer = await spendSignInCode(deps, { phone, code: body.code.replace(/\D/g, '') }, now)
      if (customer === undefined) throw wrong()
      await Promise.all([forgetAttempts(deps, 'code of', phone), forgetAttempts(deps, 'code for', phone), giveBack(deps, 'codes from', networkOf(request))])
      const session = await openCustomerSession(deps, { customer, device: deviceOf(request), way: 'code' }, now)
      const cookie = cookieOf(customerCookie, session.token, { expires: session.expiresAt, secure: deps.secure })
      return withCookie({ staff: null, customer: { message_only: false, language: null } }, cookie)
    })
  })
}
