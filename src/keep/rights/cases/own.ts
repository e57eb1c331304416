import { inTransaction, type Tx } from '../../../platform/db/index.ts'
import { AppError, assert, notFound } from '../../../platform/errors.ts'
import { type AccessDeps, codeMinutes, makeOwnCode } from '../../access/index.ts'
import { type ChannelDeps, letterAddress, sendMany } from '../../channels/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { lastLeasePast } from '../../terms/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { askErasure, type Asked as ErasureAsked } from '../erasure/ask.ts'
import { askPart } from '../erasure/askPart.ts'
import { codeOf } from '../erasure/parts.ts'
import type { Covers } from '../shapes.ts'
import { type Asked, type Asking, heldStill, mustStillAct, openCase, rowOf, saidFor, saying } from './ask.ts'
import { type Doing, liftPurpose, liftWhole } from './effects.ts'
import { mustBeOfSide } from './sides.ts'
import type { CaseRow } from './store.ts'

// What customers do about themselves besides asking: show that it is them, end what they forbade, have themselves erased.

const newForMs = 72 * 3_600_000

/** An address that was added to somebody within three days may be a thief's: no code goes there, and nothing that needs one is done. */
export async function sendCode(
  deps: { access: AccessDeps; channels: ChannelDeps; rights: RightsDeps },
  of: { request: Request; customer: number; now: Date },
): Promise<void> {
  const { customer, now } = of
  const since = (await letterAddress(deps.channels, customer))?.first_seen
  if (!since) throw new AppError('conflict', 'There is no e-mail of yours here, so no code can be sent. Ask us by phone or in person.')
  const row = await deps.rights.db.selectFrom('keep.customer').select('created_at').where('customer_id', '=', customer).executeTakeFirst()
  if (!row) throw notFound()
  const asOldAsThey = since.getTime() - row.created_at.getTime() < 60_000
  if (!asOldAsThey && now.getTime() - since.getTime() < newForMs)
    throw new AppError('conflict', 'Your e-mail here is new. For your safety this is possible three days after it was added.')
  const code = await makeOwnCode(deps.access, of, now)
  const until = new Date(now.getTime() + codeMinutes * 60_000)
  const [sent] = await sendMany(
    deps.channels,
    {
      purpose: 'own_view',
      topic: null,
      channels: ['email'],
      template: 'own_code',
      customers: [{ customer }],
      contentKey: `own_code.${await deps.channels.rowIds.one()}`,
      slots: { code, until: until.toISOString() },
      latest: until,
    },
    { actor: { kind: 'customer', id: customer, role: 'customer' }, now },
  )
  if (sent?.decision !== 'allow') throw new AppError('conflict', 'No letter may be sent to your address, so no code can be. Ask us by phone or in person.')
}

type Lifting = { person: number; purpose: string | null }

/** Lifts their own restriction of everything (null) or their word about one purpose; a guardian what a guardian said. */
export async function lift(deps: RightsDeps, of: Lifting, by: Asking): Promise<void> {
  await lifted(deps, of, { by: by.actor, method: 'portal', now: by.now }, async (tx) => {
    await mustStillAct(tx, of.person, by)
    await receiptsOfSaying(
      tx,
      [{ customer: of.person, deed: 'terms', said: ['lift', of.purpose ?? '*'], road: { kind: 'portal' } as const, ...saidFor(by) }],
      by.now,
    )
  })
}

export type LiftEntered = Lifting & Pick<Asked, 'road' | 'evidence' | 'words' | 'proof'>

/** The same, as a colleague was told it: with a case that says by which road, in what words and what shows it. Gives the case. */
export async function liftFor(deps: RightsDeps, entered: LiftEntered, { actor, now }: Asking): Promise<CaseRow> {
  const { purpose, ...said } = entered
  const about = purpose === null ? null : ({ kind: 'purpose', name: purpose } as const)
  let made: number | undefined
  await lifted(deps, entered, { by: actor, method: entered.road, now }, async (tx) => {
    const asked = { ...said, right: 'lifting', about, value: null, file: null, mandate: null } as const
    made = await openCase(deps, tx, asked, { actor, now, verdict: 'done' })
  })
  assert(made !== undefined, 'lifted without a case')
  return rowOf(deps, made)
}

async function lifted(
  deps: RightsDeps,
  { person, purpose }: Lifting,
  how: Pick<Doing, 'by' | 'method' | 'now'>,
  noted: (tx: Tx<UsedTables>) => Promise<void>,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, person)
    const doing = { ...how, person, members }
    if (purpose === null) await mustBeOfSide(tx, members, { actor: how.by, now: how.now, role: await whoRestricted(tx, members) })
    const was = await (purpose === null ? liftWhole(deps, tx, doing) : liftPurpose(tx, purpose, doing))
    if (!was) throw new AppError('conflict', 'There is nothing to lift: it holds no more.')
    await noted(tx)
  })
  await lastLeasePast(deps.db.$pickTables(), [person], deps.clock)
  await deps.directory.follow()
}

/** The role of whoever restricted everything last. */
async function whoRestricted(tx: Tx<UsedTables>, members: readonly number[]): Promise<string | undefined> {
  const row = await tx
    .selectFrom('keep.rights_case')
    .select('by_role')
    .where('customer_id', 'in', [...members])
    .where('kind', '=', 'restrict')
    .where('about_kind', 'is', null)
    .orderBy('case_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.by_role
}

export type OwnErasure = { covers: Covers; person: number; seen: string; days: number; words: string | null; device: string | undefined }

/** Asks for themselves, or for a child, to be erased: the case and the erasing begin in one transaction. Gives the case, and the erasing to go on with. */
export async function eraseMe(deps: RightsDeps, asked: OwnErasure, by: Asking): Promise<{ row: CaseRow; erasure: number }> {
  let made: number | undefined
  const { covers } = asked
  const ask = (whole: ErasureAsked, at: Date) => (covers === 'everything' ? askErasure(deps, whole, at) : askPart(deps, { ...whole, covers }, at))
  const said = {
    person: asked.person,
    right: 'erase',
    about: null,
    words: asked.words,
    value: null,
    road: 'portal',
    evidence: null,
    file: null,
    mandate: null,
    proof: null,
  } as const
  const erasure = await ask(
    {
      customer: asked.person,
      seen: asked.seen,
      reason: 'request',
      evidence: { kind: 'portal', filed: null },
      days: asked.days,
      // The house knows them by no number once they are gone, so neither do its records of who asked.
      by: { ...by.actor, id: 0 },
      device: asked.device,
      also: async (tx, id) => {
        await mustStillAct(tx, asked.person, by)
        made = await openCase(deps, tx, said, { ...by, verdict: 'done', erasure: id })
        const part = covers === 'everything' ? {} : { said: ['right', 'erase', codeOf(covers)] as const }
        await receiptsOfSaying(tx, [{ ...saying(said), ...part, ...saidFor(by) }], by.now)
      },
    },
    by.now,
  )
  if (made === undefined) throw new AppError('conflict', 'It was asked for already.')
  return { row: await rowOf(deps, made), erasure: erasure.erasure_id }
}
