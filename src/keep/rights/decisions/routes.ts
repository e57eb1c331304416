import { Hono } from 'hono'
import { z } from 'zod'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { type Mounting, mount, pagesOf } from '../../../platform/http/index.ts'
import type { Actor, Session } from '../../access/index.ts'
import { reasonCodes, sentence } from '../../gate/index.ts'
import { type Purpose, purposesNow } from '../../terms/index.ts'
import type { LookAtRights } from '../cases/routes.ts'
import type { RightsDeps } from '../deps.ts'
import type { RightsMounting } from '../routes.ts'
import { addDecision } from './add.ts'
import { contextsOf, dataKnown, namedOf, whyNot } from './contexts.ts'
import * as contract from './contract.ts'
import type { DecisionSaid } from './shapes.ts'
import { type DecisionRow, decisionsOf } from './store.ts'
import { decisionsShown } from './view.ts'

/** What a decision is made from, as the gate is asked. */
export type Weighing = { purpose: string; contexts: readonly (string | null)[]; categories: readonly string[]; fields: readonly string[] }
export type LookToDecide = { members: readonly number[]; refusal: string | undefined; note(names: readonly string[]): Promise<void> }

export type DecisionDeps<C> = {
  rights: RightsDeps
  authenticate: Mounting<C>['authenticate']
  /** As whoever takes a call looks at somebody's rights. */
  lookAtRights(caller: NonNullable<C>, customer: number): Promise<LookAtRights>
  lookToDecide(caller: NonNullable<C>, customer: number, weighing: Weighing): Promise<LookToDecide>
}
type Caller = { actor: Actor; device?: string | undefined } | undefined

const perPage = 50
const forbidden = () => new AppError('forbidden', 'Your role does not include this. An administrator can change that.')

/** Decisions that weigh on people, for the systems that make them and for colleagues. */
export function decisionRoutes<C extends Caller>(deps: DecisionDeps<C>): Hono {
  const app = new Hono()
  const { rights } = deps
  const { ids } = rights
  const on: Mounting<C> = { log: rights.log, now: rights.clock.now, authenticate: deps.authenticate }

  mount(app, on, contract.recordDecision, async ({ caller, params, body, now }) => {
    const customer = ids.read('customer', params.customer_id)
    if (!caller || customer === undefined) throw notFound()
    const decidedAt = body.decided_at === undefined ? now : new Date(body.decided_at)
    if (decidedAt > now) throw badInput('decided_at: lies in the future', 'decided_at')
    const { purpose, context, weighing, amiss } = await weighed(rights, body)
    const look = await deps.lookToDecide(caller, customer, weighing)
    const [person] = look.members
    if (person === undefined || look.refusal === 'erased' || look.refusal === 'unknown_customer') throw notFound()
    const names = body.data.map(({ name }) => name)
    if (look.refusal !== undefined) {
      await look.note(names)
      if (look.refusal === 'other_context' && amiss) throw badInput(`${amiss.place}: ${amiss.why}`, amiss.place)
      const reason = reasonCodes.find((code) => code === look.refusal)
      throw reason ? new AppError('conflict', sentence(reason, 'en')) : forbidden()
    }
    await look.note(names)
    const row = await addDecision(rights, { person, said: body, purpose, context, decidedAt }, { actor: caller.actor, now })
    return oneShown(rights, look.members, row)
  })

  mount(app, on, contract.listDecisionsOf, async ({ caller, params, query: { cursor, limit = perPage } }) => {
    const customer = ids.read('customer', params.customer_id)
    if (!caller || customer === undefined) throw notFound()
    const look = await deps.lookAtRights(caller, customer)
    const [person] = look.members
    if (person === undefined || look.refusal === 'erased' || look.refusal === 'unknown_customer') throw notFound()
    await look.note('rights')
    if (look.refusal !== undefined) throw forbidden()
    return page(rights, { list: `decisions of ${person}`, members: look.members, cursor, limit })
  })
  return app
}

/** The same for the person, among the endpoints of their own rights. */
export function myDecisionRoutes(
  app: Hono,
  on: RightsMounting,
  { rights, mine }: { rights: RightsDeps; mine(session: Session): Promise<{ person: number; members: readonly number[]; note(): Promise<void> }> },
): void {
  mount(app, on, contract.listMyDecisions, async ({ caller, query: { cursor, limit = perPage } }) => {
    const { person, members, note } = await mine(caller)
    await note()
    return page(rights, { list: `my decisions ${person}`, members, cursor, limit })
  })
}

async function page(rights: RightsDeps, of: { list: string; members: readonly number[]; cursor: string | undefined; limit: number }) {
  const pages = pagesOf(rights.ids, of.list, z.int())
  const found = await decisionsOf(rights.db.$pickTables(), of.members, { below: pages.after(of.cursor), limit: of.limit + 1 })
  const { rows, next_cursor } = pages.page(found, of.limit, (row) => row.decision_id)
  return { items: await decisionsShown(rights, of.members, rows), next_cursor }
}

async function oneShown(rights: RightsDeps, members: readonly number[], row: DecisionRow) {
  const [shown] = await decisionsShown(rights, members, [row])
  if (!shown) throw notFound()
  return shown
}

type Weighed = { purpose: Purpose; context: string; weighing: Weighing; amiss: { place: string; why: string } | undefined }

/** What the registers say of a decision: its purpose, where its data came from, and the first datum it cannot use. */
async function weighed(rights: RightsDeps, said: DecisionSaid): Promise<Weighed> {
  const purposes = await purposesNow(rights.db.$pickTables())
  const purpose = purposes.get(said.purpose)
  if (!purpose) throw badInput(`purpose: there is no purpose "${said.purpose}" in use`, 'purpose')
  const { context } = purpose
  if (!purpose.weighs || context === null)
    throw badInput(`purpose: "${said.purpose}" is not one for which decisions weigh on people; say so in the register of purposes first`, 'purpose')
  const known = await dataKnown(rights.db)
  const data = said.data.map((one, i) => {
    const named = namedOf(known, one, `data[${i}]`)
    return { ...one, category: named.category, contexts: contextsOf(named, purposes) }
  })
  const [amiss] = data.flatMap((one, i) => {
    const why = whyNot(one, purpose)
    return why === undefined ? [] : [{ place: `data[${i}]`, why }]
  })
  const weighing = {
    purpose: purpose.purpose,
    contexts: data.map(({ contexts: [only, other] }) => (other === undefined ? (only ?? null) : null)),
    categories: [...new Set(data.map(({ category }) => category))],
    fields: data.flatMap(({ kind, name }) => (kind === 'field' ? [name] : [])),
  }
  return { purpose, context, weighing, amiss }
}
