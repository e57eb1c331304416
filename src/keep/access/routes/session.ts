import type { z } from 'zod'
import { AppError } from '../../../platform/errors.ts'
import { mount } from '../../../platform/http/index.ts'
import { countAttempt, mayTry } from '../attempts.ts'
import { noteAct } from '../audit/note.ts'
import * as contract from '../contract.ts'
import { cookieGone, cookieOf, customerCookie, deviceOf, networkOf, readCookie, sameOriginOnly, staffCookie } from '../cookies.ts'
import { endOtherSessions, listSessions } from '../devices/own.ts'
import { endSession } from '../endings.ts'
import { placeOf } from '../from.ts'
import { spendMagicLink } from '../links.ts'
import { mustBeOneself } from '../seeing/rights.ts'
import { openCustomerSession, openStaffSession, type Session, type SignedIn, sessionOf, signIn } from '../sessions.ts'
import { checkCode, setUpFirstAdmin } from '../setUp.ts'
import { emailKey, isSetUp } from '../staff.ts'
import { confirmTotp, enrolTotp } from '../totp.ts'
import { type AccessRoutesDeps, fromOf, type House, held, noting, staffOf } from './caller.ts'
import { showSession } from './devices.ts'

/** Setting up, signing in and out, second factors by code, customers' links. */
export function sessionRoutes(house: House): void {
  const { app, on, deps } = house

  mount(app, on, contract.readSession, async ({ request, now }) => {
    const [asStaff, asCustomer] = await Promise.all([held(deps, request, staffCookie, now), held(deps, request, customerCookie, now)])
    if (asCustomer?.customer !== undefined) await deps.customerHere(request, { customer: asCustomer.customer, message: asCustomer.message })
    return {
      staff: asStaff ? meOf(deps, asStaff, readCookie(request, staffCookie) ?? '') : null,
      customer: asCustomer?.customer === undefined ? null : { message_only: asCustomer.message !== undefined, language: asCustomer.language ?? null },
    }
  })

  mount(app, on, contract.readState, async () => ({ ready: await isSetUp(deps), languages: ['en' as const, 'ru' as const] }))

  mount(app, on, contract.setUp, async ({ body, request, now }) => {
    sameOriginOnly(request)
    const { code, company, ...admin } = body
    const saveCompany = () => deps.saveCompany(company, body.language, now)
    const staff = await setUpFirstAdmin(deps, { code, network: networkOf(request), admin, saveCompany }, now)
    return answerSignedIn(deps, await openStaffSession(deps, staff, { ...fromOf(request), way: 'set_up' }, now), now)
  })

  mount(app, on, contract.checkSetUpCode, async ({ body, request, now }) => {
    sameOriginOnly(request)
    await checkCode(deps, { code: body.code, network: networkOf(request) }, now)
    return { done: true as const }
  })

  mount(app, on, contract.signIn, async ({ body, request, now }) => {
    sameOriginOnly(request)
    const signed = await signIn(deps, { ...body, ...fromOf(request) }, now)
    if (signed === 'code' || signed === 'passkey') return { needs: signed, me: null }
    return answerSignedIn(deps, signed, now, (me) => ({ needs: null, me }))
  })

  mount(app, on, contract.signOut, async ({ request, now }) => {
    sameOriginOnly(request)
    const leaving = await held(deps, request, staffCookie, now)
    if (leaving?.staff) await noteAct(deps.db, { by: leaving.actor, act: 'session.signed_out', now, ...placeOf(deps, fromOf(request)) })
    const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    for (const name of [staffCookie, customerCookie] as const) {
      const token = readCookie(request, name)
      if (token) await endSession(deps, token)
      headers.append('set-cookie', cookieGone(name))
    }
    return new Response(JSON.stringify({ done: true }), { headers })
  })

  mount(app, on, contract.listDevices, async ({ request, now }) => {
    const devicesOf = async (name: typeof staffCookie | typeof customerCookie) => {
      const token = readCookie(request, name)
      const session = token ? await sessionOf(deps, token, now) : undefined
      if (!token || !session || session.message !== undefined) return []
      const devices = await listSessions(deps, session, token, now)
      return devices.map((one) => ({
        id: showSession(one.digest),
        device: one.device,
        made_at: one.madeAt.toISOString(),
        seen_at: one.seenAt.toISOString(),
        current: one.current,
      }))
    }
    return { staff: await devicesOf(staffCookie), customer: await devicesOf(customerCookie) }
  })

  mount(app, on, contract.endOthers, async ({ request, now }) => {
    sameOriginOnly(request)
    let ended = 0
    for (const name of [staffCookie, customerCookie] as const) {
      const token = readCookie(request, name)
      const session = token ? await sessionOf(deps, token, now) : undefined
      if (!token || !session || session.message !== undefined) continue
      mustBeOneself(session)
      const count = await endOtherSessions(deps, session, token, now)
      ended += count
      if (session.staff)
        await noteAct(deps.db, { by: session.actor, act: 'session.ended', facts: { own: true, count }, now, ...placeOf(deps, fromOf(request)) })
    }
    return { ended }
  })

  mount(app, on, contract.enrolCode, ({ caller }) => enrolTotp(deps, staffOf(caller)))
  mount(app, on, contract.confirmCode, (call) =>
    noting(house, call, async (within) => {
      await confirmTotp(within, staffOf(call.caller).id, call.body.code, call.now)
      return { answer: { done: true as const }, act: 'factor.codes_on' }
    }),
  )

  mount(app, on, contract.askForLink, async ({ body, request, now }) => {
    sameOriginOnly(request)
    await mayTry(deps, 'links from', networkOf(request), now)
    // Asked too often for one address, nothing is sent and nothing is said: it would tell that the address is known. The
    // sending is not awaited for the same reason.
    if ((await countAttempt(deps, 'link for', emailKey(body.email), now)) === 0) {
      void deps.sendLink(body.email, now).catch((error: unknown) => deps.log.error({ err: error }, 'a link could not be sent'))
    }
    return { done: true as const }
  })

  mount(app, on, contract.redeemLink, async ({ body, request, now }) => {
    sameOriginOnly(request)
    const customer = await spendMagicLink(deps.db, body.token, now)
    if (customer === undefined) throw new AppError('unauthenticated', 'This link was used already or is too old. Ask for a new one.')
    const session = await openCustomerSession(deps, { customer, device: deviceOf(request) }, now)
    const me: Me = { staff: null, customer: { message_only: false, language: null } }
    return withCookie(me, cookieOf(customerCookie, session.token, { expires: session.expiresAt, secure: deps.secure }))
  })
}

type Me = z.input<typeof contract.me>

/** Who has signed in, and the cookie that says so from now on. */
export async function answerSignedIn(deps: AccessRoutesDeps, signed: SignedIn, now: Date, body: (me: Me) => unknown = (me) => me): Promise<Response> {
  const session = await sessionOf(deps, signed.token, now)
  const cookie = cookieOf(staffCookie, signed.token, { expires: signed.expiresAt, secure: deps.secure })
  return withCookie(body({ staff: session ? meOf(deps, session, signed.token) : null, customer: null }), cookie)
}

/** Who somebody is, or through whose eyes they look. */
function meOf({ ids, keyring }: AccessRoutesDeps, { staff, seeing, rights, mustEnrol }: Session, token: string): Me['staff'] {
  if (!staff) return null
  const { id, name, role, units } = seeing ?? staff
  return {
    id: ids.show('staff', id),
    name,
    role,
    abilities: [...rights.abilities],
    scope: rights.scope,
    customers: rights.customers,
    language: staff.language,
    units: [...units],
    second_factor: staff.secondFactor,
    must_enrol: mustEnrol,
    seen_by: seeing ? { id: ids.show('staff', staff.id), name: staff.name } : null,
    seal: keyring.digest('page', token).toString('base64url'),
  }
}

export function withCookie(body: unknown, cookie: string): Response {
  return Response.json(body, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } })
}
