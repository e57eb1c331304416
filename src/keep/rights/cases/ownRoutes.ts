import type { Hono } from 'hono'
import { z } from 'zod'
import { inTransaction } from '../../../platform/db/index.ts'
import { AppError, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import { giveOwnCode, isFresh, mustBeFresh, type Session } from '../../access/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { myDecisionRoutes } from '../decisions/routes.ts'
import { previewErasure, takeBackErasure } from '../erasure/ask.ts'
import { previewPart, takeBackPart } from '../erasure/askPart.ts'
import { coversOf } from '../erasure/parts.ts'
import { findErasure, openErasureOf } from '../erasure/store.ts'
import { type MovingDeps, movingRoutes } from '../moving/routes.ts'
import { recipientRoutes } from '../recipients/routes.ts'
import type { RightsMounting } from '../routes.ts'
import { coversIn } from '../shapes.ts'
import { takeBackCase } from './answer.ts'
import { askRight, heldStill, saidFor } from './ask.ts'
import { dropNote, noteBeside, standsBeside } from './beside.ts'
import * as contract from './contract.ts'
import { endMandate, giveMandate, mandatesOf, mandatesShown, ownMandate } from './mandates.ts'
import { rightsNow } from './now.ts'
import { eraseMe, lift, sendCode } from './own.ts'
import { type CaseRoutesDeps, oneMandate } from './routes.ts'
import { mustBeOfSide } from './sides.ts'
import { casesOf, ownCase } from './store.ts'
import { myCases } from './view.ts'

const perPage = 50
const themselves = { kind: 'customer', id: 0, role: 'customer' } as const

/** What customers ask for themselves. Whose case it is comes from their session and from nothing they send. */
export function ownRightsRoutes(app: Hono, on: RightsMounting, deps: CaseRoutesDeps & Omit<MovingDeps, 'mine'> & { begin(erasure: number): void }): void {
  const { rights } = deps
  const { ids } = rights

  /** Whoever came by a forwarded letter is not the person. */
  async function mine(session: Session): Promise<{ person: number; members: readonly number[]; note(): Promise<void> }> {
    if (session.customer === undefined) throw new AppError('unauthenticated', 'Open your page by the link in a message, or ask for a new one.')
    if (session.message !== undefined)
      throw new AppError('forbidden', 'By the link of a message you can only make us quieter. For anything else ask for a link to your own page.')
    const look = await deps.lookAtRights(session, session.customer, 'own')
    const [person] = look.members
    if (look.refusal !== undefined || person === undefined) throw new AppError('unauthenticated', 'This page is not there any more.')
    return { person, members: look.members, note: () => look.note('page') }
  }
  /** Who asks: the person, or a guardian for them. */
  const byOf = (session: Session, person: number, now: Date) =>
    session.guardian ? { actor: session.actor, guardian: session.guardian, now } : { actor: { ...themselves, id: person }, now }
  const pagesFor = (list: string, person: number) => pagesOf(ids, `${list} ${person}`, z.int())

  recipientRoutes(app, on, { rights, mine })
  myDecisionRoutes(app, on, { rights, mine })
  movingRoutes(app, on, { ...deps, mine })
  mount(app, on, contract.listMyRights, async ({ caller, query: { cursor, limit = perPage } }) => {
    const { person, members, note } = await mine(caller)
    await note()
    const pages = pagesFor('my rights', person)
    const found = await casesOf(rights.db.$pickTables(), members, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.case_id)
    return { items: await myCases(rights, rows, caller.guardian), next_cursor }
  })

  mount(app, on, contract.readMyRights, async ({ caller, now }) => {
    const { members } = await mine(caller)
    return { ...(await rightsNow(rights, { members, logKey: deps.logKey }, now)), confirmed: isFresh(caller.confirmedAt, now) }
  })

  mount(app, on, contract.askMyRight, async ({ caller, body, now }) => {
    const { person } = await mine(caller)
    const row = await askRight(rights, { ...body, person, road: 'portal', evidence: null, file: null, mandate: null, proof: null }, byOf(caller, person, now))
    return one(row, caller)
  })

  // Before that of a case: its path has the shape of one.
  mount(app, on, contract.takeBackMyErasure, async ({ caller, body, now }) => {
    const { person, members } = await mine(caller)
    const open = await askedFor(members, body.erasure_id)
    const back = coversOf(open) === 'everything' ? takeBackErasure : takeBackPart
    const by = byOf(caller, person, now)
    await inTransaction(rights.db, (tx) => mustBeOfSide(tx, members, { ...by, role: open.by_role }))
    await back(rights, { id: open.erasure_id, by: { ...by.actor, id: 0 }, device: caller.device }, now)
    await inTransaction(rights.db, (tx) =>
      receiptsOfSaying(
        tx,
        [{ customer: person, deed: 'ask_right', fields: ['erase'], said: ['right', 'erase', 'no'], road: { kind: 'portal' } as const, ...saidFor(by) }],
        now,
      ),
    )
    return done
  })

  /** The erasing of all of them, or of the part that is named; of nobody else's there is none. */
  async function askedFor(members: readonly number[], shown: string | null) {
    if (shown === null) {
      const open = await openErasureOf(rights.db.$pickTables(), members)
      if (!open) throw new AppError('conflict', 'No erasing of yourself is asked for.')
      return open
    }
    const id = ids.read('erasure', shown)
    const row = id === undefined ? undefined : await findErasure(rights.db.$pickTables(), id)
    if (!row || !members.includes(row.customer_id)) throw notFound()
    return row
  }

  mount(app, on, contract.takeBackMyRight, async ({ caller, params, now }) => {
    const { person, members } = await mine(caller)
    const id = ids.read('rights', params.case_id)
    const row = id === undefined ? undefined : await ownCase(rights.db.$pickTables(), members, id)
    if (!row) throw notFound()
    return one(await takeBackCase(rights, { person, row }, { ...byOf(caller, person, now), device: caller.device }), caller)
  })

  mount(app, on, contract.liftMyRight, async ({ caller, body, now }) => {
    const { person } = await mine(caller)
    await lift(rights, { person, purpose: body.purpose }, byOf(caller, person, now))
    return done
  })

  mount(app, on, contract.previewMyErasure, async ({ caller, query }) => {
    const { members, note } = await mine(caller)
    await note()
    const covers = coversIn(query)
    const { etag, gone, stays, holds } = await (covers === 'everything' ? previewErasure(rights, members) : previewPart(rights, members, covers))
    return { etag, covers, gone, stays, holds }
  })

  mount(app, on, contract.askMyErasure, async ({ caller, body, now }) => {
    const { person } = await mine(caller)
    mustBeFresh(caller, now)
    const { row, erasure } = await eraseMe(rights, { ...body, person, device: caller.device }, byOf(caller, person, now))
    const [shown] = await myCases(rights, [row], caller.guardian)
    deps.begin(erasure)
    if (!shown) throw notFound()
    return shown
  })

  mount(app, on, contract.sendMyCode, async ({ caller, request, now }) => {
    const { person } = await mine(caller)
    await sendCode(deps, { request, customer: person, now })
    return done
  })
  mount(app, on, contract.confirmMe, async ({ caller, request, body, now }) => {
    await mine(caller)
    await giveOwnCode(deps.access, { request, code: body.code }, now)
    return done
  })

  mount(app, on, contract.listMyBeside, async ({ caller, query: { cursor, limit = perPage } }) => {
    const { person, members, note } = await mine(caller)
    await note()
    const pages = pagesFor('my beside', person)
    const found = await standsBeside(rights, members, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.place)
    // What the child wrote beside it, or another guardian, is theirs to read.
    return { items: caller.guardian ? rows.map((row) => ({ ...row, words: null })) : rows, next_cursor }
  })
  mount(app, on, contract.addMyNote, async ({ caller, body, now }) => {
    const { person } = await mine(caller)
    await noteBeside(rights, { person, ...body }, byOf(caller, person, now))
    return done
  })
  mount(app, on, contract.dropMyNote, async ({ caller, params, now }) => {
    const { person } = await mine(caller)
    const id = ids.read('contest', params.beside_id)
    if (id === undefined) throw notFound()
    await dropNote(rights, { person, id }, now)
    return done
  })

  mount(app, on, contract.listMyMandates, async ({ caller, query: { cursor, limit = perPage }, now }) => {
    const { person, members, note } = await mine(caller)
    await note()
    const pages = pagesFor('my mandates', person)
    const found = await mandatesOf(rights.db.$pickTables(), members, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.mandate_id)
    return { items: await mandatesShown(rights, rows, now), next_cursor }
  })
  mount(app, on, contract.giveMyMandate, async ({ caller, body, now }) => {
    const { person, members } = await mine(caller)
    mustBeFresh(caller, now)
    const said = { ...body, until: new Date(`${body.until}T23:59:59Z`), road: 'portal', evidence: null, file: null, proof: null } as const
    const id = await inTransaction(rights.db, async (tx) => {
      const made = await giveMandate(rights, tx, { person, members: await heldStill(tx, person) }, said, byOf(caller, person, now))
      await receiptsOfSaying(
        tx,
        [{ customer: person, deed: 'ask_right', fields: ['mandate'], said: ['right', 'mandate', String(made)], road: { kind: 'portal' } as const }],
        now,
      )
      return made
    })
    return oneMandate(deps, members, id, now)
  })
  mount(app, on, contract.endMyMandate, async ({ caller, params, now }) => {
    const { person, members } = await mine(caller)
    const id = ids.read('mandate', params.mandate_id)
    const row = id === undefined ? undefined : await ownMandate(rights.db.$pickTables(), members, id)
    if (!row) throw notFound()
    await inTransaction(rights.db, async (tx) => {
      await endMandate(tx.$pickTables(), row, { actor: themselves, now })
      await receiptsOfSaying(
        tx,
        [{ customer: person, deed: 'ask_right', fields: ['mandate'], said: ['right', 'mandate', 'no'], road: { kind: 'portal' } as const }],
        now,
      )
    })
    return done
  })

  async function one(row: Parameters<typeof myCases>[1][number], { guardian }: Session) {
    const [shown] = await myCases(rights, [row], guardian)
    if (!shown) throw notFound()
    return shown
  }
}

const done = { done: true } as const
