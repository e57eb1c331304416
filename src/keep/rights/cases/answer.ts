import { inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { type Actor, noteAct } from '../../access/index.ts'
import { categoryOf, newBatch, ownFields, publishDerived, writeFields } from '../../customers/index.ts'
import { gatherQualityOf } from '../../quality/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { lastLeasePast } from '../../terms/index.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { noteRecipients } from '../recipients/recipients.ts'
import { heldStill, mustStillAct, rowOf, saidFor } from './ask.ts'
import { addEvent, type EventFacts } from './chain.ts'
import { type Doing, notAnswered, raiseGuess, restrictWhole, stopPurpose } from './effects.ts'
import { writeLater } from './letter.ts'
import type { AboutKind, Ground, Outcome } from './shapes.ts'
import { mustBeOfSide } from './sides.ts'
import { type CaseRow, lockCase } from './store.ts'
import { partsOf, type Said, wordsOpener, wordsSealer } from './words.ts'

export type Answering = { outcome: Outcome; ground: Ground | null; words: string | null }
type By = { actor: Actor; device: string | undefined; now: Date; guardian?: readonly number[] | undefined }

/**
 * Answers a case. What the answer does is done with it or not at all: a value that is accepted stands as its person's own, one that is not leaves
 * their words beside it. Of two who answer one case the second is told so (conflict).
 */
export async function answerCase(deps: RightsDeps, { person, row }: { person: number; row: CaseRow }, said: Answering, by: By): Promise<CaseRow> {
  await inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, person)
    const held = await stillOpen(tx, row)
    if (said.outcome === 'granted') await carryOut(deps, tx, held, { person, members, by: by.actor, method: held.road, now: by.now })
    await endContests(tx, held, said.outcome, by.now)
    if (held.about_kind === 'guess' && said.outcome === 'refused') await raiseGuess(tx, held.about ?? '', { person, members, now: by.now })
    await end(deps, tx, held, { ...said, state: 'answered' }, by)
    await writeLater(tx, held, 'answered')
    const facts = { right: held.kind, outcome: said.outcome, ...(said.ground ? { ground: said.ground } : {}) }
    await noteAct(tx, { by: by.actor, act: 'rights.answered', subject: { kind: 'customer', id: person }, facts, now: by.now, device: by.device ?? null })
  })
  if (row.kind === 'restrict' || row.kind === 'object') await lastLeasePast(deps.db.$pickTables(), [person], deps.clock)
  await deps.directory.follow()
  return rowOf(deps, row.case_id)
}

/** Puts the answer off to the last day the law gives, once, and says why. */
export async function extendCase(deps: RightsDeps, row: CaseRow, why: string, by: By): Promise<CaseRow> {
  await inTransaction(deps.db, async (tx) => {
    const held = await stillOpen(tx, row)
    if (held.most_at === null) throw new AppError('conflict', 'The law gives no more time for this request.')
    if (held.extended) throw new AppError('conflict', 'The answer was put off already; there is no more time.')
    const answer = (await wordsSealer(deps.keyring, held.customer_id))({ id: held.case_id, part: 'answer' }, { put_off: why })
    await tx
      .updateTable('keep.rights_case')
      .set({ due_at: held.most_at, extended: true, answer, reminded_at: null, late_at: null })
      .where('customer_id', '=', held.customer_id)
      .where('case_id', '=', held.case_id)
      .execute()
    const event = { customer: held.customer_id, case: held.case_id, by: by.actor, now: by.now }
    await addEvent(tx.$pickTables(), { ...event, what: 'extended', facts: { due_at: held.most_at.toISOString() } })
    await writeLater(tx, held, 'extended')
    const subject = { kind: 'customer', id: held.customer_id } as const
    await noteAct(tx, { by: by.actor, act: 'rights.extended', subject, facts: { right: held.kind }, now: by.now, device: by.device ?? null })
  })
  return rowOf(deps, row.case_id)
}

/** Whoever asked asks no more; what they called wrong stands as before. */
export async function takeBackCase(deps: RightsDeps, { person, row }: { person: number; row: CaseRow }, by: By): Promise<CaseRow> {
  await inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, person)
    const held = await stillOpen(tx, row)
    await mustStillAct(tx, person, by)
    await mustBeOfSide(tx, members, { ...by, role: held.by_role })
    await endContests(tx, held, 'ended', by.now)
    if (held.about_kind === 'guess') await raiseGuess(tx, held.about ?? '', { person, members, now: by.now })
    const own = { ...by, actor: { ...by.actor, id: 0 } }
    await end(deps, tx, held, { state: 'taken_back', outcome: null, ground: null, words: null }, own)
    await receiptsOfSaying(
      tx,
      [{ customer: person, deed: 'ask_right', fields: [held.kind], said: ['right', held.kind, 'no'], road: { kind: 'portal' } as const, ...saidFor(by) }],
      by.now,
    )
  })
  return rowOf(deps, row.case_id)
}

async function stillOpen(tx: Tx<UsedTables>, row: CaseRow): Promise<CaseRow> {
  const held = await lockCase(tx.$pickTables(), row)
  if (!held) throw notFound()
  if (held.state !== 'open') throw notAnswered()
  return held
}

type End = Answering | { state: 'taken_back'; outcome: null; ground: null; words: null }

async function end(deps: RightsDeps, tx: Tx<UsedTables>, held: CaseRow, said: End & { state: 'answered' | 'taken_back' }, { actor, now }: By): Promise<void> {
  const place = { id: held.case_id, part: 'answer' } as const
  const before = partsOf((await wordsOpener(deps.keyring, [held.customer_id]))({ ...place, customer: held.customer_id }, held.answer))
  const words = said.words === null ? before : { ...before, words: said.words }
  const sealed = Object.keys(words).length === 0 ? null : (await wordsSealer(deps.keyring, held.customer_id))(place, words)
  await tx
    .updateTable('keep.rights_case')
    .set({
      state: said.state,
      outcome: said.outcome,
      ground: said.ground,
      answer: sealed,
      ended_at: now,
      ended_kind: actor.kind,
      ended_id: actor.id,
      ended_role: actor.role,
    })
    .where('customer_id', '=', held.customer_id)
    .where('case_id', '=', held.case_id)
    .execute()
  const facts: EventFacts = said.state === 'answered' ? { outcome: said.outcome, ground: said.ground } : {}
  await addEvent(tx.$pickTables(), { customer: held.customer_id, case: held.case_id, what: said.state, facts, by: actor, now })
}

async function endContests(tx: Tx<UsedTables>, held: CaseRow, state: 'granted' | 'refused' | 'ended', now: Date): Promise<void> {
  await tx
    .updateTable('keep.contest')
    .set({ state, ended_at: now })
    .where('customer_id', '=', held.customer_id)
    .where('case_id', '=', held.case_id)
    .where('state', '=', 'open')
    .execute()
}

/** What the house can do of itself when a request is granted; the rest somebody has done by hand before. */
async function carryOut(deps: RightsDeps, tx: Tx<UsedTables>, held: CaseRow, doing: Doing): Promise<void> {
  if (held.kind === 'erase' && !(await isErased(tx, held, doing)))
    throw new AppError('conflict', 'Ask for the erasing of this customer first; then say here that it is done.')
  if (held.kind === 'restrict' && held.about === null) return restrictWhole(deps, tx, doing)
  if ((held.kind === 'restrict' || held.kind === 'object') && held.about !== null) return stopPurpose(deps, tx, held.about, doing)
  if (held.kind === 'rectify' && held.about_kind === 'field') await correct(deps, tx, held, doing)
}

/** Whether something of them is being erased, or was since they asked. */
async function isErased(tx: Tx<UsedTables>, held: CaseRow, { members }: Doing): Promise<boolean> {
  const { rows } = await sql`
    select from keep.erasure where customer_id = any(${[...members]}::bigint[])
      and (state in ('waiting', 'erasing') or (state = 'done' and asked_at >= ${held.asked_at})) limit 1`.execute(tx)
  return rows.length > 0
}

async function correct(deps: RightsDeps, tx: Tx<UsedTables>, held: CaseRow, { person, members, by, now }: Doing): Promise<void> {
  const said: Partial<Said> = partsOf(
    (await wordsOpener(deps.keyring, [held.customer_id]))({ customer: held.customer_id, id: held.case_id, part: 'said' }, held.said),
  )
  if (typeof said.value !== 'string' || held.about === null) return
  const writes = [{ customer: person, field: held.about, value: said.value === '' ? null : said.value }]
  await writeFields({ db: tx.$pickTables(), keyring: deps.keyring, rowIds: deps.rowIds }, tx.$pickTables(), writes, { actor: by, source: 'customer', now })
  await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), [...members], { batch: await newBatch(tx), now })
  await gatherQualityOf({ keyring: deps.keyring }, tx.$pickTables(), [person], now)
  const own = (await ownFields(tx.$pickTables())).get(held.about)
  await noteRecipients(deps, tx, { person, members, what: 'corrected', covers: 'everything', categories: [categoryOf(held.about, own)] }, now)
}

/** A refusal says on what it rests, and in words; a yes needs none. */
export function mustSayWhy({ outcome, ground, words }: Answering, about: AboutKind | null): void {
  if (about === 'decision' && !words) throw badInput('words: whoever asked for a decision to be looked at again is told in words what came of it', 'words')
  if (outcome === 'refused' && ground === null) throw badInput('ground: a refusal says on what it rests', 'ground')
  if (outcome === 'refused' && !words) throw badInput('words: a refusal says in words why', 'words')
  if (outcome === 'granted' && ground !== null) throw badInput('ground: only a refusal has one', 'ground')
}
