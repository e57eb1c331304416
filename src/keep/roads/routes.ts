import { Hono } from 'hono'
import { z } from 'zod'
import { inTransaction } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { type Mounting, mount, type Outward, pagesOf, problemResponse, readBytes } from '../../platform/http/index.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import type { Logger } from '../../platform/log.ts'
import { type Actor, noteAct } from '../access/index.ts'
import { type Hooked, hookedAccounts, registerHooked, retireAccount } from '../channels/index.ts'
import * as contract from './contract.ts'
import type { RoadsDeps } from './deps.ts'
import { type CallDeps, takeCall } from './hooks/call.ts'
import { isSigned, markHeard, mustBeNew, signedOf } from './hooks/signed.ts'
import { originRoutes } from './origin/routes.ts'
import { siteNow, siteRoutes } from './site/routes.ts'
import { visitorRoutes } from './visitor/routes.ts'

export type RoadsRoutesDeps = RoadsDeps &
  Pick<CallDeps, 'readMail' | 'country'> & {
    ids: Opaque
    log: Logger
    publicUrl: string
    outward: Pick<Outward, 'checked'>
    /** Throws unavailable when the disk is almost full. */
    mayRecord?(): void
    authenticate: Mounting<{ actor: Actor } | undefined>['authenticate']
  }

const nobody: Actor = { kind: 'service', id: 0, role: 'house' }
const perPage = 50
/** A letter of three megabytes, in base64. */
const mostBody = 5_000_000

/** Providers of SMS and of incoming mail, and what they call us with, on the keep's own listener. */
export function roadsRoutes(deps: RoadsRoutesDeps): Hono {
  const app = new Hono()
  const { db, ids, clock } = deps
  const on: Mounting<{ actor: Actor } | undefined> = { log: deps.log, now: clock.now, authenticate: deps.authenticate }
  const accounts = () => hookedAccounts(deps, db.$pickTables())
  const shown = ({ id, channel, title, send, at }: Hooked) => ({
    id: ids.show('hook', id),
    channel,
    title,
    url: send?.url ?? null,
    from: send?.from ?? null,
    call_back: `${deps.publicUrl}/s/${ids.show('hook', id)}`,
    at: at.toISOString(),
  })

  mount(app, on, contract.listProviders, async ({ query: { cursor, limit = perPage } }) => {
    const all = await accounts()
    const pages = pagesOf(ids, 'providers of messages', z.int())
    const after = pages.after(cursor)
    const { rows, next_cursor } = pages.page(all.filter((a) => after === undefined || a.id < after).slice(0, limit + 1), limit, (a) => a.id)
    return { items: rows.map(shown), next_cursor, sms_caught: !all.some((a) => a.channel === 'sms') }
  })
  mount(app, on, contract.addProvider, async ({ caller, body, now }) => {
    const by = { actor: caller?.actor ?? nobody, now }
    const send = body.channel === 'sms' ? { url: deps.outward.checked(body.url, 'url'), token: body.token, from: body.from } : null
    const made = await inTransaction(db, async (tx) => {
      const account = await registerHooked(deps, tx.$pickTables(), { channel: body.channel, title: body.title, send }, by)
      await noteAct(tx, { by: by.actor, act: 'register.others', facts: { provider: body.channel }, now })
      return account
    })
    return { ...shown(made), secret: made.secret }
  })
  mount(app, on, contract.dropProvider, async ({ caller, params, now }) => {
    const id = ids.read('hook', params.provider_id)
    const account = (await accounts()).find((a) => a.id === id)
    if (!account) throw notFound()
    await inTransaction(db, async (tx) => {
      await retireAccount(tx.$pickTables(), account.id, now)
      await noteAct(tx, { by: caller?.actor ?? nobody, act: 'register.others', facts: { provider: account.channel, state: 'retired' }, now })
    })
    return { done: true as const }
  })

  app.post('/s/:hook', async (c) => {
    try {
      const now = clock.now()
      const signed = signedOf(c.req.raw.headers, Buffer.from(await readBytes(c.req.raw, mostBody)))
      const id = ids.read('hook', c.req.param('hook'))
      const account = (await accounts()).find((a) => a.id === id)
      // An account that is none, one that is used no more and a wrong signature are one answer.
      if (!isSigned(signed, account?.secret ?? 'whsec_', now) || !account)
        throw new AppError('unauthenticated', 'This call is not signed by a provider we know, or it is too old.')
      const call = { account: account.id, id: signed.id }
      await mustBeNew(db, call)
      await takeCall(deps, account, signed.body)
      await markHeard(db, call, now)
      return Response.json({ done: true }, { headers: { 'cache-control': 'no-store' } })
    } catch (error) {
      return problemResponse(error, deps.log)
    }
  })
  originRoutes(app, deps)
  siteRoutes(app, on, deps)
  visitorRoutes(app, on, { ...deps, sites: async () => (await siteNow(deps)).origins })
  return app
}
