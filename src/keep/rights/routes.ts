import { Hono } from 'hono'
import { z } from 'zod'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { isForCustomers, type Mounting, mount, pagesOf, type Who } from '../../platform/http/index.ts'
import type { Session } from '../access/index.ts'
import { ownRightsRoutes } from './cases/ownRoutes.ts'
import { type CaseRoutesDeps, deskRoutes } from './cases/routes.ts'
import * as contract from './contract.ts'
import { askErasure, previewErasure, takeBackErasure } from './erasure/ask.ts'
import { askPart, previewPart, takeBackPart } from './erasure/askPart.ts'
import { coversOf } from './erasure/parts.ts'
import type { ErasureRunner } from './erasure/run.ts'
import { type ErasureRow, findErasure, listErasureRows } from './erasure/store.ts'
import type { MovingDeps } from './moving/routes.ts'
import { coversIn } from './shapes.ts'
import { certificateFor, viewsOf } from './view.ts'

/** A decided look at one customer who may be erased: whose ids they are, why they are not for this asker, and how the use is noted. */
export type LookToErase = {
  /** All ids of the person, the root first; none when there is nobody. */
  members: readonly number[]
  refusal: string | undefined
  note(deed: 'erasure' | 'erase'): Promise<void>
}

export type RightsMounting = Mounting<Session>

export type RightsRoutesDeps = CaseRoutesDeps & {
  runner: ErasureRunner
  /** Asks another company's site for its key. */
  ask: MovingDeps['ask']
  country(): string | undefined
  authenticate(request: Request, who: Who, now: Date): Promise<Session | undefined>
  look(session: Session, customer: number): Promise<LookToErase>
}

const perPage = 50

/** The endpoints of rights and of erasing, on the keep's own listener. */
export function rightsRoutes(deps: RightsRoutesDeps): Hono {
  const { rights, runner } = deps
  const { ids } = rights
  const app = new Hono()
  const on: RightsMounting = {
    log: rights.log,
    now: rights.clock.now,
    authenticate: async (request, who, now) => {
      const session = await deps.authenticate(request, who, now)
      if (!session || (!isForCustomers(who) && !session.staff)) throw new AppError('unauthenticated', 'Sign in first.')
      return session
    },
  }
  const show = async (row: ErasureRow) => {
    const [view] = await viewsOf(rights, [row])
    if (!view) throw notFound()
    return view
  }

  /** The person; who is not there and who was erased get one and the same answer. The no is on record before it is given. */
  async function looked(session: Session, shown: string): Promise<LookToErase> {
    const customer = ids.read('customer', shown)
    const look = customer === undefined ? undefined : await deps.look(session, customer)
    if (!look || look.members.length === 0 || look.refusal === 'erased') throw notFound()
    if (look.refusal === undefined) return look
    await look.note('erasure')
    throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
  }
  async function found(shown: string): Promise<ErasureRow> {
    const id = ids.read('erasure', shown)
    const row = id === undefined ? undefined : await findErasure(rights.db.$pickTables(), id)
    if (!row) throw notFound()
    return row
  }

  mount(app, on, contract.previewErasure, async ({ caller, params, query }) => {
    const look = await looked(caller, params.customer_id)
    await look.note('erasure')
    const covers = coversIn(query)
    const { open, ...preview } = await (covers === 'everything' ? previewErasure(rights, look.members) : previewPart(rights, look.members, covers))
    return { ...preview, open: open ? await show(open) : null }
  })

  mount(app, on, contract.askErasure, async ({ caller, params, body, request, now }) => {
    const seen = /^"([A-Za-z0-9_-]{1,80})"$/.exec(request.headers.get('if-match') ?? '')?.[1]
    if (seen === undefined) throw badInput('If-Match holds the etag of what would be erased, in quotes: look at it first.', 'if-match')
    const look = await looked(caller, params.customer_id)
    const [customer = 0] = look.members
    await look.note('erase')
    const { covers, ...said } = body
    const asked = { ...said, customer, seen, by: caller.actor, device: caller.device }
    const row = await (covers === 'everything' ? askErasure(rights, asked, now) : askPart(rights, { ...asked, covers }, now))
    runner.begin(row.erasure_id)
    return show(row)
  })

  mount(app, on, contract.listErasures, async ({ query: { cursor, limit = perPage } }) => {
    const pages = pagesOf(ids, 'erasures', z.int())
    const read = await listErasureRows(rights.db.$pickTables(), { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(read, limit, (row) => row.erasure_id)
    return { items: await viewsOf(rights, rows), next_cursor }
  })
  mount(app, on, contract.readErasure, async ({ params }) => show(await found(params.erasure_id)))
  mount(app, on, contract.takeBackErasure, async ({ caller, params, now }) => {
    const row = await found(params.erasure_id)
    const back = coversOf(row) === 'everything' ? takeBackErasure : takeBackPart
    return show(await back(rights, { id: row.erasure_id, by: caller.actor, device: caller.device }, now))
  })
  // Before those of the desk: some paths there have an id where these have a word.
  ownRightsRoutes(app, on, { ...deps, begin: runner.begin })
  deskRoutes(app, on, deps)
  mount(app, on, contract.readCertificate, async ({ params }) => certificateFor(rights, await found(params.erasure_id), deps.logKey))
  return app
}
