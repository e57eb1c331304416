import type { Hono } from 'hono'
import type { z } from 'zod'
import type { Clock } from '../../../platform/clock.ts'
import { inTransaction, type Tx } from '../../../platform/db/index.ts'
import { AppError, assert } from '../../../platform/errors.ts'
import { childsOwn, forChildHeader, isForCustomers, type Mounting, mayCall, type Outward, type Who } from '../../../platform/http/index.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import type { Logger } from '../../../platform/log.ts'
import type { Actor } from '../actor.ts'
import { type Noted, noteAct, noteSeldom } from '../audit/note.ts'
import type * as contract from '../contract.ts'
import { type CookieName, customerCookie, deviceOf, networkOf, readCookie, sameOriginOnly, staffCookie } from '../cookies.ts'
import type { AccessDeps } from '../deps.ts'
import { mustBeFresh, mustHaveEnrolled } from '../factors/confirm.ts'
import { type From, placeOf } from '../from.ts'
import type { Ask } from '../providers/outside.ts'
import { managedBy, type Post } from '../roles/assign.ts'
import { noRights } from '../roles/builtIn.ts'
import type { PurposesOfRoles } from '../roles/giving.ts'
import { mustBeOneself } from '../seeing/rights.ts'
import { type Session, sessionOf } from '../sessions.ts'
import type { Staff } from '../staff.ts'
import type { AccessTables } from '../tables.ts'

export type AccessRoutesDeps = AccessDeps & {
  log: Logger
  clock: Clock
  ids: Opaque
  secure: boolean
  setUpCode: string | undefined
  /** Where links of letters lead. */
  publicUrl: string
  /** Whether the built-in mailbox catches mail now, so that nobody gets a letter. */
  mailIsCaught(): Promise<boolean>
  /** Which purposes each role acts for: the purposes say so, and they are another slice's. */
  purposes: PurposeSide
  /** Keeps whose installation it is; in the same breath as the first administrator. */
  saveCompany(company: z.output<NonNullable<typeof contract.setUp.body>>['company'], language: string, now: Date): Promise<void>
  /** Asks another site, by a process that holds nothing; and what may be asked at all. */
  ask: Ask
  outward: Pick<Outward, 'checked'>
  /** A customer who is signed in opened a page: what their browser says with it is heard. */
  customerHere(request: Request, by: { customer: number; message: number | undefined }): Promise<void>
  /** Sends the customer with this address a link, if there is one. Not waited for. */
  sendLink(email: string, now: Date): Promise<void>
  /** Sends the customer with this number a code, if there is one. Not waited for. */
  sendCode(phone: string, now: Date): Promise<void>
  /** A number as it is kept; undefined for what is none. */
  phoneOf(typed: string): string | undefined
}

/** How often one person's refusals are noted. */
const refusedEveryMs = 60_000
/** The same within a transaction. */
export type PurposesInside = {
  ofRoles(): Promise<PurposesOfRoles>
  setOfRole(role: string, purposes: readonly string[], at: { actor: Actor; now: Date }): Promise<void>
}

type PurposeSide = {
  ofRoles(): Promise<PurposesOfRoles>
  /** One transaction in which both a role and the purposes it acts for are changed. */
  change<T>(run: (tx: Tx<AccessTables>, side: PurposesInside) => Promise<T>): Promise<T>
}

export type Caller = Session | undefined

/** What the routes of this slice are mounted with. */
export type House = { app: Hono; on: Mounting<Caller>; deps: AccessRoutesDeps }

/** The session of a cookie, when it is there and holds. */
export function held(deps: AccessDeps, request: Request, name: CookieName, now: Date): Promise<Session | undefined> {
  const token = readCookie(request, name)
  return token ? sessionOf(deps, token, now) : Promise.resolve(undefined)
}

/** Who calls one of the keep's own endpoints, by the staff cookie; other slices mount theirs with it too. */
export async function authenticate(deps: AccessDeps, request: Request, who: Who, now: Date): Promise<Caller> {
  if (who === 'public') return undefined
  if (isForCustomers(who)) {
    // What is asked for a child must not be answered for whoever asks: whoever lets guardians act asks `customerBy`.
    if (request.headers.has(forChildHeader)) throw new AppError('forbidden', childsOwn)
    return customerBy(deps, request, now)
  }
  const session = await held(deps, request, staffCookie, now)
  if (!session) throw new AppError('unauthenticated', 'Sign in first.')
  sameOriginOnly(request)
  if (!isRead(request) && !(typeof who === 'object' && 'seeing' in who)) mustBeOneself(session)
  if (!session.staff || !mayCall(who, session.rights.abilities)) {
    await noteSeldom(deps.db, { by: session.actor, act: 'session.refused', now, ...placeOf(deps, fromOf(request)) }, refusedEveryMs)
    throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
  }
  if (typeof who === 'object' && 'staff' in who) {
    if (who.enrolling !== true) mustHaveEnrolled(session)
    if (who.fresh === true) mustBeFresh(session, now)
  }
  return session
}

/** The session of a customer who calls; throws unauthenticated where there is none. */
export async function customerBy(deps: AccessDeps, request: Request, now: Date): Promise<Session> {
  const session = await held(deps, request, customerCookie, now)
  if (!session) throw new AppError('unauthenticated', 'Sign in first.')
  sameOriginOnly(request)
  return session
}

const isRead = ({ method }: Request) => method === 'GET' || method === 'HEAD'

/** Where a request comes from. */
export const fromOf = (request: Request): From => ({ device: deviceOf(request), network: networkOf(request) })

type Asking = { caller: Caller; request: Request; now: Date }

/** Does something in one transaction and notes it there: both, or neither. */
export function noting<T>(
  { deps }: Pick<House, 'deps'>,
  { caller, request, now }: Asking,
  work: (deps: AccessRoutesDeps) => Promise<{ answer: T } & Pick<Noted, 'act' | 'subject' | 'facts'>>,
): Promise<T> {
  return inTransaction(deps.db, async (tx) => {
    const { answer, ...noted } = await work({ ...deps, db: tx })
    assert(caller, 'what is noted so is done by somebody who is signed in')
    await noteAct(tx, { ...noted, by: caller.actor, now, ...placeOf(deps, fromOf(request)) })
    return answer
  })
}

export function staffOf(caller: Caller): Staff {
  if (!caller?.staff) throw new AppError('unauthenticated', 'Sign in first.')
  return caller.staff
}

/** Tells of colleagues of these roles whether whoever calls may manage them. */
export async function managedByCaller(deps: AccessRoutesDeps, caller: Caller, roles: readonly string[]): Promise<(colleague: Post) => boolean> {
  const { id, role } = staffOf(caller)
  return managedBy(deps.db, { id, role, rights: caller?.rights ?? noRights }, roles, await deps.purposes.ofRoles())
}
