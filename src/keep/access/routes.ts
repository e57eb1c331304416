import { Hono } from 'hono'
import type { z } from 'zod'
import type { Clock } from '../../platform/clock.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { mount, type Mounting, type Who } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import { countFailure, mayTry } from './attempts.ts'
import { cookieGone, cookieOf, customerCookie, deviceOf, networkOf, readCookie, sameOriginOnly, staffCookie } from './cookies.ts'
import * as contract from './contract.ts'
import type { AccessDeps } from './deps.ts'
import { type ApiKey, listApiKeys, makeApiKey, revokeApiKey } from './keys.ts'
import { spendMagicLink } from './links.ts'
import { endSession, openCustomerSession, openStaffSession, type Session, sessionOf, signIn } from './sessions.ts'
import { addStaff, dismissStaff, isSetUp, listStaff, type Staff } from './staff.ts'
import { confirmTotp, enrolTotp } from './totp.ts'

export type AccessRoutesDeps = AccessDeps & {
  log: Logger
  clock: Clock
  ids: Opaque
  secure: boolean
  setUpCode: string | undefined
  /** Keeps whose installation it is; in the same breath as the first administrator. */
  saveCompany(company: z.output<NonNullable<typeof contract.setUp.body>>['company'], language: string, now: Date): Promise<void>
  /** Sends the customer with this address a link, if there is one. Must take as long either way. */
  sendLink(email: string, now: Date): Promise<void>
}

type Caller = Session | undefined

/** Sessions, staff and keys, on the keep's own listener: the office pipes these paths on and never sees a password. */
export function accessRoutes(deps: AccessRoutesDeps): Hono {
  const app = new Hono()
  const { ids, clock } = deps
  const on: Mounting<Caller> = { log: deps.log, now: clock.now, authenticate: (request, who, now) => authenticate(deps, request, who, now) }
  const show = (session: { staff?: Staff | undefined; customer?: number | undefined; message?: number | undefined; language?: string | undefined }): z.input<typeof contract.me> => ({
    staff: session.staff ? { id: ids.show('staff', session.staff.id), name: session.staff.name, role: session.staff.role, language: session.staff.language, units: [...session.staff.units], second_factor: session.staff.secondFactor } : null,
    customer: session.customer === undefined ? null : { message_only: session.message !== undefined, language: session.language ?? null },
  })
  const withCookie = (body: unknown, cookie: string) => Response.json(body, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } })

  mount(app, on, contract.readSession, async ({ request, now }) => {
    const [asStaff, asCustomer] = await Promise.all([staffCookie, customerCookie].map((name) => held(deps, request, name === staffCookie ? staffCookie : customerCookie, now)))
    return { staff: show({ staff: asStaff?.staff }).staff, customer: show({ customer: asCustomer?.customer, message: asCustomer?.message, language: asCustomer?.language }).customer }
  })

  mount(app, on, contract.readState, async () => ({ ready: await isSetUp(deps), languages: ['en' as const, 'ru' as const] }))

  mount(app, on, contract.setUp, async ({ body, request, now }) => {
    sameOriginOnly(request)
    if (await isSetUp(deps)) throw new AppError('conflict', 'This installation has been set up already. Sign in instead.')
    await mayTry(deps, 'set-up', networkOf(request), now)
    if (deps.setUpCode === undefined || body.code.trim() !== deps.setUpCode) {
      await countFailure(deps, 'set-up', networkOf(request), now)
      throw new AppError('forbidden', 'This is not the code that was printed at the start.', { place: 'code' })
    }
    await deps.saveCompany(body.company, body.language, now)
    const staff = await addStaff(deps, { name: body.name, email: body.email, password: body.password, role: 'admin', language: body.language }, now)
    const session = await openStaffSession(deps, staff, deviceOf(request), now)
    return withCookie(show({ staff }), cookieOf(staffCookie, session.token, { expires: session.expiresAt, secure: deps.secure }))
  })

  mount(app, on, contract.signIn, async ({ body, request, now }) => {
    sameOriginOnly(request)
    const signed = await signIn(deps, { ...body, device: deviceOf(request), network: networkOf(request) }, now)
    if (signed === 'code') return { needs: 'code' as const, me: null }
    return withCookie({ needs: null, me: show({ staff: signed.staff }) }, cookieOf(staffCookie, signed.token, { expires: signed.expiresAt, secure: deps.secure }))
  })

  mount(app, on, contract.signOut, async ({ request }) => {
    sameOriginOnly(request)
    const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' })
    for (const name of [staffCookie, customerCookie] as const) {
      const token = readCookie(request, name)
      if (token) await endSession(deps, token)
      headers.append('set-cookie', cookieGone(name))
    }
    return new Response(JSON.stringify({ done: true }), { headers })
  })

  mount(app, on, contract.enrolCode, ({ caller }) => enrolTotp(deps, staffOf(caller)))
  mount(app, on, contract.confirmCode, async ({ caller, body, now }) => {
    await confirmTotp(deps, staffOf(caller).id, body.code, now)
    return { done: true as const }
  })

  mount(app, on, contract.askForLink, async ({ body, request, now }) => {
    sameOriginOnly(request)
    await mayTry(deps, 'link', networkOf(request), now)
    await countFailure(deps, 'link', networkOf(request), now)
    // Not awaited: whether the address is known must not show in the time of the answer.
    void deps.sendLink(body.email, now).catch((error) => deps.log.error({ err: error }, 'a link could not be sent'))
    return { done: true as const }
  })

  mount(app, on, contract.redeemLink, async ({ body, request, now }) => {
    sameOriginOnly(request)
    const customer = await spendMagicLink(deps.db, body.token, now)
    if (customer === undefined) throw new AppError('unauthenticated', 'This link was used already or is too old. Ask for a new one.')
    const session = await openCustomerSession(deps, { customer, device: deviceOf(request) }, now)
    return withCookie(show({ customer }), cookieOf(customerCookie, session.token, { expires: session.expiresAt, secure: deps.secure }))
  })

  mount(app, on, contract.listStaff, async () => ({ items: (await listStaff(deps)).map(staffRow) }))
  mount(app, on, contract.addStaff, async ({ body, now }) => staffRow(await addStaff(deps, body, now)))
  mount(app, on, contract.dismissStaff, async ({ caller, params }) => {
    const id = ids.read('staff', params.staff_id)
    if (id === undefined) throw notFound()
    if (id === staffOf(caller).id) throw new AppError('conflict', 'You cannot dismiss yourself.')
    await dismissStaff(deps, id)
    return { done: true as const }
  })

  mount(app, on, contract.listKeys, async () => ({ items: (await listApiKeys(deps)).map(keyRow) }))
  mount(app, on, contract.addKey, async ({ caller, body, now }) => {
    const made = await makeApiKey(deps, body, { staff: staffOf(caller).id, now })
    return { key: keyRow(made.key), secret: made.secret }
  })
  mount(app, on, contract.revokeKey, async ({ params, now }) => {
    const id = ids.read('key', params.key_id)
    if (id === undefined) throw notFound()
    await revokeApiKey(deps, id, now)
    return { done: true as const }
  })

  const staffRow = (s: Staff): z.input<typeof contract.staff> => ({ id: ids.show('staff', s.id), name: s.name, email: s.email, role: s.role, language: s.language, units: [...s.units], status: s.status, second_factor: s.secondFactor })
  const keyRow = (k: ApiKey): z.input<typeof contract.apiKey> => ({ id: ids.show('key', k.id), kind: k.kind, title: k.title, source: k.source, scopes: [...k.scopes], purposes: [...k.purposes], hint: k.hint, made_at: k.made_at.toISOString(), used_at: k.used_at?.toISOString() ?? null })
  return app
}

function held(deps: AccessDeps, request: Request, name: typeof staffCookie | typeof customerCookie, now: Date): Promise<Session | undefined> {
  const token = readCookie(request, name)
  return token ? sessionOf(deps, token, now) : Promise.resolve(undefined)
}

/** Who calls one of the keep's own endpoints, by the staff cookie; other slices mount theirs with it too. */
export async function authenticate(deps: AccessDeps, request: Request, who: Who, now: Date): Promise<Caller> {
  if (who === 'public') return undefined
  const session = await held(deps, request, who === 'customer' ? customerCookie : staffCookie, now)
  if (!session) throw new AppError('unauthenticated', 'Sign in first.')
  sameOriginOnly(request)
  if (who === 'customer') return session
  const role = session.staff?.role
  if (role === undefined || !('staff' in who) || (who.staff !== 'any' && !who.staff.includes(role))) throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
  return session
}

function staffOf(caller: Caller): Staff {
  if (!caller?.staff) throw new AppError('unauthenticated', 'Sign in first.')
  return caller.staff
}
