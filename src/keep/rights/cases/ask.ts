import { inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../../platform/errors.ts'
import { type Actor, askNotice, staffWhoMay } from '../../access/index.ts'
import { fitOwn, isField, isOwn, keptAs, ownFields, whyNotTyped } from '../../customers/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { actsFor, lastLeasePast, lockPersons, type Purpose, purposesNow } from '../../terms/index.ts'
import { ownDecision } from '../decisions/store.ts'
import type { RightsDeps, UsedTables } from '../deps.ts'
import { guesses } from '../shapes.ts'
import { groundAgainst } from './bases.ts'
import { addEvent } from './chain.ts'
import { lawOf, termOf } from './clock.ts'
import { type Doing, quietGuess, restrictWhole, stopPurpose } from './effects.ts'
import { isOwed, writeLater } from './letter.ts'
import { mustHold } from './mandates.ts'
import { provenBy } from './proofs.ts'
import type { About, CaseKind, Ground, Right, Road } from './shapes.ts'
import { type CaseRow, countOpen, findCase } from './store.ts'
import { wordsSealer } from './words.ts'

export type Asked = {
  /** The person: the root. */
  person: number
  right: Right
  about: About | null
  words: string | null
  /** Of a correction: what it should be; '' for nothing. */
  value: string | null
  road: Road
  evidence: string | null
  file: number | null
  mandate: number | null
  /** A file that was kept as a proof of it. */
  proof: number | null
  /** When it came, where that was earlier than it was entered. */
  came?: Date
}
/** `guardian`: all ids of the guardian who asks for a child. */
export type Asking = { actor: Actor; now: Date; guardian?: readonly number[] | undefined }

/** So many wait for an answer at once, of one person. */
export const mostOpen = 20
const house = { kind: 'service', id: 0, role: 'house' } as const

/**
 * Somebody uses a right. What their word alone does is done when this commits, and when it gives its answer nothing decided before can leave any
 * more; what the basis does not give is answered at once with its ground; the rest waits for a person of the company, with the day until which.
 */
export async function askRight(deps: RightsDeps, asked: Asked, by: Asking): Promise<CaseRow> {
  const value = await fitted(deps, asked, by.now)
  const id = await inTransaction(deps.db, async (tx) => {
    const members = await heldStill(tx, asked.person)
    await mustStillAct(tx, asked.person, by)
    await mustBeThere(deps, tx, members, asked.about)
    if (asked.mandate !== null) await mustHold(tx, members, { mandate: asked.mandate, right: asked.right, now: by.now })
    const purposes = await purposesNow(tx.$pickTables())
    const purpose = asked.about?.kind === 'purpose' ? purposes.get(asked.about.name) : undefined
    const doing = { person: asked.person, members, by: by.actor, method: asked.road, now: by.now }
    const verdict = atOnce(asked, purpose)
    if (asked.about?.kind === 'decision') await mustNotWait(tx, members, asked.about.name)
    if (verdict === 'wait' && (await countOpen(tx.$pickTables(), members)) >= mostOpen)
      throw new AppError('too_many', `${mostOpen} requests wait for an answer already. Take one back, or wait for the answers.`)
    const made = await openCase(deps, tx, { ...asked, value }, { ...by, verdict })
    await doneAtOnce(deps, tx, { ...asked, id: made }, doing, verdict)
    if (by.actor.kind === 'customer') await receiptsOfSaying(tx, [{ ...saying(asked), ...saidFor(by) }], by.now)
    return made
  })
  if (asked.right === 'restrict' || asked.right === 'object') {
    await lastLeasePast(deps.db.$pickTables(), [asked.person], deps.clock)
    await deps.directory.follow()
  }
  return rowOf(deps, id)
}

/** Under the lock of the child: whoever is their guardian no more asks for nothing. Throws not_found. */
export async function mustStillAct(tx: Tx<UsedTables>, person: number, { guardian, now }: Pick<Asking, 'guardian' | 'now'>): Promise<void> {
  if (guardian && !(await actsFor(tx, { guardians: guardian, child: person }, now))) throw notFound()
}

/** How a receipt tells who asked: a guardian for a child, or the customer. */
export const saidFor = ({ actor: { kind, id, role }, guardian }: Pick<Asking, 'actor' | 'guardian'>) =>
  guardian ? { by: { kind, id, role }, behalf: true as const } : {}

export async function rowOf(deps: RightsDeps, id: number): Promise<CaseRow> {
  const row = await findCase(deps.db.$pickTables(), id)
  if (!row) throw notFound()
  return row
}

/** Their cards, locked in the order of all who change a person; throws not_found for whoever is erased or is nobody. */
export async function heldStill(tx: Tx<UsedTables>, person: number): Promise<number[]> {
  await lockPersons(tx.$pickTables(), [person])
  const { rows } = await sql<{ id: number; status: string }>`
    select customer_id as id, status from keep.customer where (customer_id = ${person} and merged_into is null) or merged_into = ${person} order by customer_id for update`.execute(
    tx,
  )
  const members = rows.map((row) => row.id)
  if (!members.includes(person) || rows.some((row) => row.status === 'erased')) throw notFound()
  return members.toSorted((a, b) => Number(b === person) - Number(a === person))
}

type Verdict = 'wait' | 'done' | { ground: Ground }

/** Restricting and objecting need nobody's leave where the purpose can be stopped by a word; where its basis gives no such right, that is the answer. */
function atOnce({ right, about }: Asked, purpose: Purpose | undefined): Verdict {
  if (right !== 'restrict' && right !== 'object') return 'wait'
  if (about === null) return 'done'
  const ground = purpose && groundAgainst(purpose, right)
  if (ground) return { ground }
  return purpose?.checks.has('prohibition') ? 'done' : 'wait'
}

async function doneAtOnce(deps: RightsDeps, tx: Tx<UsedTables>, asked: Asked & { id: number }, doing: Doing, verdict: Verdict): Promise<void> {
  const { right, about } = asked
  if (verdict === 'done') await (about === null ? restrictWhole(deps, tx, doing) : stopPurpose(deps, tx, about.name, doing))
  if (about === null || about.kind === 'purpose' || about.kind === 'decision' || (right !== 'rectify' && right !== 'review')) return
  const [contest_id, seal] = [await deps.rowIds.one(), await wordsSealer(deps.keyring, asked.person)]
  await tx
    .insertInto('keep.contest')
    .values({
      customer_id: asked.person,
      contest_id,
      about_kind: about.kind,
      about: about.name,
      kind: 'wrong',
      case_id: asked.id,
      state: 'open',
      said: seal({ id: contest_id, part: 'contest' }, asked.words),
      at: doing.now,
      ended_at: null,
    })
    .execute()
  if (about.kind === 'guess') await quietGuess(tx, about.name, doing)
}

/** Writes the case and how it began; one that is answered at once is over with it. */
export async function openCase(
  deps: RightsDeps,
  tx: Tx<UsedTables>,
  asked: Omit<Asked, 'right'> & { right: CaseKind },
  { actor, now, verdict, guardian, erasure = null }: Asking & { verdict: Verdict; erasure?: number | null },
): Promise<number> {
  const case_id = await deps.rowIds.one()
  const company = await tx.withTables<{ 'keep.company': { country: string; time_zone: string } }>().selectFrom('keep.company').selectAll().executeTakeFirst()
  const law = lawOf(company?.country)
  const asked_at = asked.came ?? now
  const term = termOf({ law, right: asked.right, zone: company?.time_zone ?? 'UTC' }, asked_at)
  const seal = await wordsSealer(deps.keyring, asked.person)
  const said =
    asked.words === null && asked.value === null && !guardian
      ? null
      : { words: asked.words ?? undefined, value: asked.value ?? undefined, ...(guardian && { by: String(actor.id) }) }
  const over = verdict !== 'wait'
  const refused = typeof verdict === 'object' ? verdict.ground : null
  await tx
    .insertInto('keep.rights_case')
    .values({
      customer_id: asked.person,
      case_id,
      number: sql<number>`nextval('keep.rights_number_seq')`,
      kind: asked.right,
      about_kind: asked.about?.kind ?? null,
      about: asked.about?.name ?? null,
      road: asked.road,
      law,
      asked_at,
      due_at: term.due,
      most_at: term.most,
      extended: false,
      state: over ? 'answered' : 'open',
      outcome: over ? (refused ? 'refused' : 'granted') : null,
      ground: refused,
      said: seal({ id: case_id, part: 'said' }, said),
      answer: null,
      evidence: seal({ id: case_id, part: 'evidence' }, asked.evidence),
      file_id: asked.file,
      mandate_id: asked.mandate,
      erasure_id: erasure,
      by_kind: actor.kind,
      by_id: actor.kind === 'customer' ? 0 : actor.id,
      by_role: actor.role,
      ended_at: over ? now : null,
      ended_kind: over ? house.kind : null,
      ended_id: over ? house.id : null,
      ended_role: over ? house.role : null,
      reminded_at: null,
      late_at: null,
    })
    .execute()
  await provenBy(deps, tx, asked, { kind: 'right', ref: String(case_id) })
  const event = { customer: asked.person, case: case_id, now }
  const by = actor.kind === 'customer' ? { ...actor, id: 0 } : actor
  await addEvent(tx.$pickTables(), { ...event, what: 'asked', facts: { right: asked.right, road: asked.road, law, due_at: term.due.toISOString() }, by })
  if (over) {
    await addEvent(tx.$pickTables(), { ...event, what: 'answered', facts: { outcome: refused ? 'refused' : 'granted', ground: refused }, by: house })
    if (isOwed(actor)) await writeLater(tx, { customer_id: asked.person, case_id }, 'answered')
  } else {
    const to = await staffWhoMay(tx.$pickTables(), 'rights.work')
    const notice = { kind: 'rights_asked' as const, customer: asked.person, subject: { kind: 'right', id: case_id }, facts: { right: asked.right } }
    await askNotice(tx, { to, ...notice, ...(actor.kind === 'staff' ? { by: actor.id } : {}) })
  }
  return case_id
}

export const saying = ({ person, right, about }: Pick<Asked, 'person' | 'right' | 'about'>) => ({
  customer: person,
  deed: 'ask_right' as const,
  fields: [right, ...(about?.kind === 'field' ? [about.name] : [])],
  said: ['right', right, ...(about?.kind === 'purpose' ? [about.name] : [])],
  road: { kind: 'portal' } as const,
})

/** What it is about must be there, and be theirs. */
export async function mustBeThere(deps: RightsDeps, tx: Tx<UsedTables>, members: readonly number[], about: About | null): Promise<void> {
  if (about === null || about.kind === 'field' || about.kind === 'identifier') return
  const found = {
    guess: async () => guesses.some((one) => one === about.name) || (await isTheirTrait(tx, members, about.name)),
    purpose: async () => (await purposesNow(tx.$pickTables())).has(about.name),
    decision: async () => {
      const id = deps.ids.read('decision', about.name)
      return id !== undefined && (await ownDecision(tx.$pickTables(), members, id)) !== undefined
    },
    interaction: async () => {
      const id = deps.ids.read('interaction', about.name)
      if (id === undefined) return false
      const { rows } = await sql`select from fact.interaction where customer_id = any(${[...members]}::bigint[]) and id = ${id}`.execute(tx)
      return rows.length > 0
    },
  }
  if (!(await found[about.kind]())) throw notFound()
}

/** A computed trait is named `trait:` and its code; whoever has none of it has nothing to call wrong. */
async function isTheirTrait(tx: Tx<UsedTables>, members: readonly number[], name: string): Promise<boolean> {
  if (!name.startsWith('trait:')) return false
  const { rows } =
    await sql`select from office.trait_value where customer_id = any(${[...members]}::bigint[]) and trait = ${name.slice('trait:'.length)}`.execute(tx)
  return rows.length > 0
}

/** A decision is looked at again once at a time. */
async function mustNotWait(tx: Tx<UsedTables>, members: readonly number[], decision: string): Promise<void> {
  const waits = await tx
    .selectFrom('keep.rights_case')
    .select('number')
    .where('customer_id', 'in', [...members])
    .where('about_kind', '=', 'decision')
    .where('about', '=', decision)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (waits) throw new AppError('conflict', `Somebody is to look at this decision already: it is request no. ${waits.number}.`)
}

/** The proposed value as its field keeps it; throws bad_input for one that could never stand there. */
async function fitted(deps: RightsDeps, { about, value }: Asked, now: Date): Promise<string | null> {
  if (about?.kind !== 'field') return null
  const own = isOwn(about.name) ? (await ownFields(deps.db.$pickTables())).get(about.name) : undefined
  if (!isField(about.name) && !own) throw notFound()
  if (value === null || value === '') return value
  const country = await deps.db.withTables<{ 'keep.company': { country: string } }>().selectFrom('keep.company').select('country').executeTakeFirst()
  const kept = keptAs(about.name, value.trim())
  const wrong = whyNotTyped(about.name, kept, now, country?.country)
  if (wrong !== undefined) throw badInput(`value: ${wrong}`, 'value')
  if (!own) return kept
  const fit = fitOwn(own, kept)
  if ('problem' in fit) throw badInput(`value: ${fit.problem}`, 'value')
  return fit.value
}
