import type { Hono } from 'hono'
import { z } from 'zod'
import { inTransaction } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { mount, pagesOf } from '../../../platform/http/index.ts'
import { type AccessDeps, type Actor, noteAct, type Session } from '../../access/index.ts'
import type { ChannelDeps } from '../../channels/index.ts'
import { withinOf } from '../../customers/index.ts'
import { cleanName, proofFrom, proofSent } from '../../files/index.ts'
import { findProof, keepProof, readProof } from '../../terms/index.ts'
import type { RightsDeps } from '../deps.ts'
import { broughtRoutes } from '../moving/brought.ts'
import type { MovingDeps } from '../moving/routes.ts'
import type { RightsMounting } from '../routes.ts'
import { answerCase, extendCase, mustSayWhy } from './answer.ts'
import { askRight, heldStill } from './ask.ts'
import { standsBeside } from './beside.ts'
import * as contract from './contract.ts'
import { endMandate, giveMandate, mandatesOf, mandatesShown, ownMandate } from './mandates.ts'
import { rightsNow } from './now.ts'
import { liftFor } from './own.ts'
import { type CaseRow, casesOf, countWaiting, deskCases, findCase } from './store.ts'
import { deskLines, deskView, myCases } from './view.ts'

/** A decided look at one customer for the sake of their rights, ready to be noted. */
export type LookAtRights = {
  /** All ids of the person, the root first; none when there is nobody. */
  members: readonly number[]
  refusal: string | undefined
  name: string | null
  /** Whether the asker sees and changes this field; null: what was said and happened. */
  writes(field: string | null): boolean
  note(deed: 'rights' | 'answer_right' | 'ask_right' | 'page', fields?: readonly string[]): Promise<void>
}

export type CaseRoutesDeps = {
  rights: RightsDeps
  access: AccessDeps
  channels: ChannelDeps
  /** The log's public key, as it is published. */
  logKey: string
  /** Throws unavailable when the disk is almost full. */
  mayStore(): void
  /** `desk`: to answer; `counter`: to enter; `own`: the customer themselves; `beside`: as any look at a card. */
  lookAtRights(session: Session, customer: number, as: 'desk' | 'counter' | 'own' | 'beside'): Promise<LookAtRights>
  /** Names of those of these whom the asker may look at, each use noted. */
  namesFor(session: Session, customers: readonly number[]): Promise<ReadonlyMap<number, string>>
}

const perPage = 50
const deskPlace = z.object({ at: z.iso.datetime(), id: z.int() })
const forbidden = () => new AppError('forbidden', 'Your role does not include this. An administrator can change that.')

/** The desk: what customers ask for by right, and what is entered for them. */
export function deskRoutes(app: Hono, on: RightsMounting, deps: CaseRoutesDeps & Omit<MovingDeps, 'mine'>): void {
  const { rights } = deps
  const { ids } = rights
  const by = (caller: Session, now: Date): { actor: Actor; device: string | undefined; now: Date } => ({ actor: caller.actor, device: caller.device, now })

  /** Who is not there, who was erased and whom the asker does not see get one answer. The no is on record before it is given. */
  async function looked(session: Session, customer: number | undefined, as: 'desk' | 'counter' | 'beside'): Promise<LookAtRights & { person: number }> {
    const look = customer === undefined ? undefined : await deps.lookAtRights(session, customer, as)
    const [person] = look?.members ?? []
    if (!look || person === undefined || look.refusal === 'erased' || look.refusal === 'unknown_customer') throw notFound()
    if (look.refusal === undefined) return { ...look, person }
    await look.note('rights')
    throw forbidden()
  }
  async function opened(session: Session, shown: string): Promise<{ row: CaseRow; look: LookAtRights & { person: number } }> {
    const id = ids.read('rights', shown)
    const row = id === undefined ? undefined : await findCase(rights.db.$pickTables(), id)
    if (!row) throw notFound()
    return { row, look: await looked(session, row.customer_id, 'desk') }
  }
  const show = (row: CaseRow, { name, members }: LookAtRights, now: Date) => deskView(rights, row, { name, members, now })

  broughtRoutes(app, on, { ...deps, looked: (session, shown) => looked(session, ids.read('customer', shown), 'counter') })

  const withinOfCaller = ({ actor, rights: may, staff, seeing }: Session) => staff && withinOf({ actor, rights: may, units: seeing?.units ?? staff.units })

  mount(app, on, contract.listRights, async ({ caller, query: { state = 'open', cursor, limit = perPage, ...wish }, now }) => {
    const pages = pagesOf(ids, `rights ${JSON.stringify({ state, ...wish })}`, deskPlace)
    const after = pages.after(cursor)
    const place = after && { at: new Date(after.at), id: after.id }
    const found = await deskCases(rights.db, { state, ...wish, within: withinOfCaller(caller), after: place, limit: limit + 1, now })
    const { rows, next_cursor } = pages.page(found, limit, (row) => ({
      at: (state === 'over' ? (row.ended_at ?? row.due_at) : row.due_at).toISOString(),
      id: row.case_id,
    }))
    const names = await deps.namesFor(caller, [...new Set(rows.map((row) => row.customer_id))])
    return { items: await deskLines(rights, rows, names), next_cursor }
  })

  // Before one case: its path has the shape of that.
  mount(app, on, contract.countRights, ({ caller, now }) => countWaiting(rights.db, { within: withinOfCaller(caller), now }))

  mount(app, on, contract.readRight, async ({ caller, params, now }) => {
    const { row, look } = await opened(caller, params.case_id)
    await look.note('rights')
    return show(row, look, now)
  })

  mount(app, on, contract.enterRight, async ({ caller, params, body, now }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'counter')
    const { file_id, mandate_id, proof_id, came_on, ...said } = body
    const came = came_on === null ? {} : { came: cameAt(came_on, now) }
    await look.note('ask_right', [said.right])
    const mandate = idOf('mandate', mandate_id)
    const asked = { ...said, ...came, person: look.person, file: await fileOf(look.members, file_id), mandate, proof: idOf('proof', proof_id) }
    const row = await askRight(rights, asked, by(caller, now))
    const facts = { right: said.right, road: said.road }
    await noteAct(rights.db, { by: caller.actor, act: 'rights.entered', subject: { kind: 'customer', id: look.person }, facts, now, device: caller.device })
    return told(row)
  })
  const told = (row: CaseRow) => ({ id: ids.show('rights', row.case_id), number: row.number, state: row.state, due_at: row.due_at.toISOString() })

  mount(app, on, contract.listRightsOf, async ({ caller, params, query: { cursor, limit = perPage } }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'counter')
    await look.note('rights')
    const pages = pagesOf(ids, `rights of ${look.person}`, z.int())
    const found = await casesOf(rights.db.$pickTables(), look.members, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.case_id)
    return { items: await myCases(rights, rows), next_cursor }
  })

  mount(app, on, contract.readRightsOf, async ({ caller, params, now }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'counter')
    await look.note('rights')
    return rightsNow(rights, { members: look.members, logKey: deps.logKey }, now)
  })

  mount(app, on, contract.enterLift, async ({ caller, params, body, now }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'counter')
    const { proof_id, ...said } = body
    await look.note('ask_right', ['lifting'])
    const row = await liftFor(rights, { ...said, person: look.person, proof: idOf('proof', proof_id) }, { actor: caller.actor, now })
    const facts = { right: row.kind, road: said.road }
    await noteAct(rights.db, { by: caller.actor, act: 'rights.entered', subject: { kind: 'customer', id: look.person }, facts, now, device: caller.device })
    return told(row)
  })

  mount(app, on, contract.keepRightProof, async ({ caller, params, query, request, now }) => {
    const shown = ids.read('customer', params.customer_id)
    const look = await looked(caller, shown, 'counter')
    deps.mayStore()
    await look.note('ask_right', ['file'])
    const file = await proofFrom(request)
    const kept = { customer: look.person, name: query.name, ...file, by: caller.actor, now }
    const { proof, name, mediaType, size, sha256 } = await keepProof(rights, rights.db.$pickTables(), { ...kept, name: cleanName(kept.name) })
    return { id: ids.show('proof', proof), name, media_type: mediaType, size, sha256: sha256.toString('hex') }
  })

  mount(app, on, contract.readRightProof, async ({ caller, params }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'counter')
    const file = await findProof(rights, rights.db.$pickTables(), look.members, ids.read('proof', params.proof_id))
    if (!file) throw notFound()
    await look.note('rights', ['file'])
    return proofSent(file, await readProof(rights, rights.db.$pickTables(), file))
  })

  mount(app, on, contract.answerRight, async ({ caller, params, body, now }) => {
    const { row, look } = await opened(caller, params.case_id)
    mustSayWhy(body, row.about_kind)
    await look.note('answer_right', [row.kind])
    return show(await answerCase(rights, { person: look.person, row }, body, by(caller, now)), look, now)
  })

  mount(app, on, contract.extendRight, async ({ caller, params, body, now }) => {
    const { row, look } = await opened(caller, params.case_id)
    await look.note('answer_right', [row.kind])
    return show(await extendCase(rights, row, body.why, by(caller, now)), look, now)
  })

  mount(app, on, contract.listMandates, async ({ caller, params, query: { cursor, limit = perPage }, now }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'counter')
    await look.note('rights')
    const pages = pagesOf(ids, `mandates ${look.person}`, z.int())
    const found = await mandatesOf(rights.db.$pickTables(), look.members, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.mandate_id)
    return { items: await mandatesShown(rights, rows, now), next_cursor }
  })

  mount(app, on, contract.enterMandate, async ({ caller, params, body, now }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'counter')
    await look.note('ask_right', ['mandate'])
    const { file_id, proof_id, until, ...said } = body
    const file = await fileOf(look.members, file_id)
    const made = await inTransaction(rights.db, async (tx) => {
      const members = await heldStill(tx, look.person)
      const id = await giveMandate(
        rights,
        tx,
        { person: look.person, members },
        { ...said, until: new Date(`${until}T23:59:59Z`), file, proof: idOf('proof', proof_id) },
        { actor: caller.actor, now },
      )
      await noteAct(tx, { by: caller.actor, act: 'rights.mandate', subject: { kind: 'customer', id: look.person }, now, device: caller.device })
      return id
    })
    return oneMandate(deps, look.members, made, now)
  })

  mount(app, on, contract.enterMandateEnd, async ({ caller, params, now }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'counter')
    const id = ids.read('mandate', params.mandate_id)
    const row = id === undefined ? undefined : await ownMandate(rights.db.$pickTables(), look.members, id)
    if (!row) throw notFound()
    await look.note('ask_right', ['mandate'])
    await inTransaction(rights.db, async (tx) => {
      await endMandate(tx.$pickTables(), row, { actor: caller.actor, now })
      await noteAct(tx, { by: caller.actor, act: 'rights.mandate_ended', subject: { kind: 'customer', id: look.person }, now, device: caller.device })
    })
    return { done: true } as const
  })

  mount(app, on, contract.listBeside, async ({ caller, params, query: { cursor, limit = perPage } }) => {
    const look = await looked(caller, ids.read('customer', params.customer_id), 'beside')
    await look.note('rights')
    const pages = pagesOf(ids, `beside ${look.person}`, z.int())
    const found = await standsBeside(rights, look.members, { below: pages.after(cursor), limit: limit + 1 })
    const { rows, next_cursor } = pages.page(found, limit, (row) => row.place)
    return { items: rows, next_cursor }
  })

  function idOf(kind: 'mandate' | 'file' | 'proof', shown: string | null): number | null {
    if (shown === null) return null
    const id = ids.read(kind, shown)
    if (id === undefined) throw notFound()
    return id
  }
  /** A scan is one of the customer's own files. */
  async function fileOf(members: readonly number[], shown: string | null): Promise<number | null> {
    const id = idOf('file', shown)
    if (id === null) return null
    const row = await rights.db
      .withTables<{ 'keep.file': { customer_id: number; id: number } }>()
      .selectFrom('keep.file')
      .select('id')
      .where('customer_id', 'in', [...members])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) throw badInput('file_id: there is no such file of this customer', 'file_id')
    return id
  }
}

const mostDaysAgo = 366

/** The hour of an earlier day nobody knows: its noon stands for it. Throws for a day that has not come, or is too long ago. */
function cameAt(day: string, now: Date): Date {
  const noon = new Date(`${day}T12:00:00Z`)
  const ago = (now.getTime() - noon.getTime()) / 86_400_000
  if (ago < -1 || ago > mostDaysAgo) throw badInput('came_on: must be a day from a year ago to today', 'came_on')
  return ago < 0 ? now : noon
}

export async function oneMandate({ rights }: Pick<CaseRoutesDeps, 'rights'>, members: readonly number[], id: number, now: Date) {
  const row = await ownMandate(rights.db.$pickTables(), members, id)
  const [shown] = row ? await mandatesShown(rights, [row], now) : []
  if (!shown) throw notFound()
  return shown
}
