import { inTransaction } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import {
  answerNeed as answerIt,
  type Company,
  keepReadyAnswer as keepIt,
  needsNow,
  placeOf,
  type ReadNeed,
  readyAnswers as readyNow,
  retireReadyAnswer as retireIt,
  sayNeed,
  takeBackAnswer as takeItBack,
} from '../needs/index.ts'
import { bandOf } from '../needs/shapes.ts'
import { type Topic, topicsNow } from '../terms/index.ts'
import { holdStill, noteChange, sightToChange, writer } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import { type Asker, coveredByKey, type DoorDeps, withinOf } from './deps.ts'
import { render } from './previews.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteExport, noteUse } from './uses.ts'

// What customers look for, wish and worry about, for whoever answers. Of one said without a name everybody who may answer sees the
// words, and nobody whose they are; its receipts are told to its customer alone (docs/decisions/0670).

type Heard = Outputs['needs']['items'][number]
export type Topics = ReadonlyMap<string, Topic>

export async function companyOf(deps: DoorDeps): Promise<Company> {
  const company = await deps.db.selectFrom('keep.company').select(['time_zone', 'currency']).executeTakeFirst()
  return company ?? { time_zone: 'UTC', currency: 'EUR' }
}

export const choicesOf = ({ currency }: Company, topics: Topics) => ({
  topics: [...topics.values()].map(({ topic, title }) => ({ code: topic, title })),
  currency,
})

export const topicTold = (code: string | null, topics: Topics) => (code === null ? null : { code, title: topics.get(code)?.title ?? { en: code, ru: code } })

/** Whoever reads needs may answer them: staff by their role, programs by their purpose. */
function mayRead(asker: Asker): void {
  coveredByKey(asker, 'service')
  if (asker.actor.kind === 'customer') throw new AppError('forbidden', 'This is for staff.')
  if (asker.actor.kind === 'staff') writer(asker, 'needs.answer')
}

export async function needs(deps: DoorDeps, asker: Asker, { after, limit, customer, ...wanted }: Checked<'needs'>): Promise<Outputs['needs']> {
  mayRead(asker)
  const now = deps.clock.now()
  const members = customer === undefined ? undefined : await membersSeen(deps, asker, customer, now)
  const page = { after, limit: limit + 1, now }
  const found = await needsNow({ keyring: deps.keyring, db: deps.db.$pickTables() }, { ...wanted, members, within: withinOf(asker) }, page)
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  const [company, topics] = await Promise.all([companyOf(deps), topicsNow(deps.db.$pickTables())])
  return { items: await heard(deps, asker, rows, { topics, now }), next: last ? placeOf(last) : null, choices: choicesOf(company, topics) }
}

async function membersSeen(deps: DoorDeps, asker: Asker, customer: number, now: Date): Promise<readonly number[]> {
  const sight = await sightOf(deps, asker, 'service', [customer], now)
  if (!sight?.standing(customer)) throw notFound()
  return sight.members(customer)
}

/** Needs as the asker may see them, each opened under a receipt of its customer. */
async function heard(deps: DoorDeps, asker: Asker, rows: readonly ReadNeed[], { topics, now }: { topics: Topics; now: Date }): Promise<Heard[]> {
  if (rows.length === 0) return []
  const [unnamed, named] = [rows.filter((need) => need.unnamed), rows.filter((need) => !need.unnamed)]
  const customersOf = (needs: readonly ReadNeed[]) => [...new Set(needs.map((need) => need.customer))]
  const [sight, blind] = await Promise.all([
    sightOf(deps, asker, 'service', customersOf(named), now),
    sightOf(deps, everybodys(asker), 'service', customersOf(unnamed), now),
  ])
  if (!sight || !blind) return []
  const open = named.filter((need) => sight.refusal(need.customer) === undefined)
  const look = { reason: { kind: 'list' as const }, categories: ['content'] }
  await noteUse(deps, asker, { ...look, sight, customers: customersOf(open), deed: 'needs', categories: ['contact', 'content'] })
  // Whether its words are shown follows the asker alone, and nothing of the customer: else the no would tell of whom it is.
  if (mayHear(asker, blind)) await noteExport(deps, asker, { ...look, sight: blind, customers: customersOf(unnamed), deed: 'needs_unnamed' })
  const previews = new Map((await render(deps, sight, customersOf(named))).map((p) => [p.customer, p]))
  const staff = rows.flatMap((need) => [need.by, ...need.answers.map(({ by }) => by)]).filter(({ kind }) => kind === 'staff')
  const names = await staffNames({ db: deps.db.$pickTables(), keyring: deps.keyring }, [...new Set(staff.map(({ id }) => id))])
  return rows.map((need) => {
    const why = need.unnamed ? (mayHear(asker, blind) ? null : 'role_not_covered') : (sight.refusal(need.customer) ?? sight.uncovered('content') ?? null)
    return told(need, { about: previews.get(need.customer) ?? null, hidden: why, names, topics })
  })
}

/** Of one without a name it is not asked whose customer it is: whoever sees some customers only sees all of these. */
const everybodys = (asker: Asker): Asker => ({ ...asker, rights: { ...asker.rights, customers: 'all' } })
const mayHear = (asker: Asker, sight: Sight) => (asker.purposes.length > 0 ? asker.purposes.includes('service') : sight.byRole) && sight.covers('content')

type With = { about: Heard['about']; hidden: string | null; names: ReadonlyMap<number, string>; topics: Topics }

function told(need: ReadNeed, { about, hidden, names, topics }: With): Heard {
  const { unnamed } = need
  const shown = <V>(value: V): V | null => (hidden === null ? value : null)
  const nameOf = ({ kind, id }: ReadNeed['by']) => (kind === 'staff' ? (names.get(id) ?? null) : null)
  return {
    need: need.need,
    kind: need.kind,
    about: unnamed ? null : about,
    unnamed,
    named_at: need.namedAt?.toISOString() ?? null,
    topic: topicTold(need.topic, topics),
    band: bandOf(need.budget?.minor ?? null),
    budget: unnamed ? null : need.budget,
    until: need.until,
    expires_at: need.expiresAt.toISOString(),
    words: shown(need.words),
    hidden,
    road: need.road,
    state: need.state,
    said_on: need.saidAt.toISOString().slice(0, 10),
    said_at: unnamed ? null : need.saidAt.toISOString(),
    by: { kind: need.by.kind, role: need.by.role, name: nameOf(need.by) },
    evidence: shown(need.evidence),
    answers: need.answers.map(({ answer, words, price, state, at, by }) => ({
      answer,
      words: shown(words),
      price,
      state,
      at: at.toISOString(),
      by: { kind: by.kind, role: by.role, name: nameOf(by), id: by.kind === 'staff' ? by.id : 0 },
    })),
  }
}

/** The need as this asker may answer it: of whom they see, and of nobody where it has no name. Throws not_found, and forbidden with a receipt. */
async function answerable(deps: DoorDeps, asker: Asker, need: number): Promise<void> {
  writer(asker, 'needs.answer')
  const now = deps.clock.now()
  const [found] = await needsNow({ keyring: deps.keyring, db: deps.db.$pickTables() }, { need, within: withinOf(asker) }, { after: null, limit: 1, now })
  if (!found) throw notFound()
  const customers = [found.customer]
  if (!found.unnamed) {
    const touch = { customers, categories: ['content'], deed: 'answer' as const, needs: 'needs.answer' as const }
    return noteChange(deps, asker, await sightToChange(deps, asker, touch), touch)
  }
  const blind = await sightOf(deps, everybodys(asker), 'service', customers, now)
  if (!blind || !mayHear(asker, blind)) throw new AppError('forbidden', 'Your role does not include this. An administrator can change that.')
  await noteExport(deps, asker, { sight: blind, customers, reason: { kind: 'edit' }, deed: 'answer_unnamed', categories: ['content'] })
}

export async function answerNeed(deps: DoorDeps, asker: Asker, input: Checked<'answerNeed'>): Promise<Outputs['answerNeed']> {
  await answerable(deps, asker, input.need)
  const company = await companyOf(deps)
  const said = { ...input, by: asker.actor, company, now: deps.clock.now() }
  return { answer: await inTransaction(deps.db, (tx) => answerIt(deps, tx.$pickTables(), said)) }
}

export async function takeBackAnswer(deps: DoorDeps, asker: Asker, input: Checked<'takeBackAnswer'>): Promise<Outputs['takeBackAnswer']> {
  await answerable(deps, asker, input.need)
  await inTransaction(deps.db, (tx) => takeItBack(tx.$pickTables(), { ...input, now: deps.clock.now() }))
  return { done: true }
}

/** A need, want or worry that was heard by another road than the portal; whose it is, is known, so it is never without a name. */
export async function takeNeed(deps: DoorDeps, asker: Asker, input: Checked<'takeNeed'>): Promise<Outputs['takeNeed']> {
  if (input.evidence.trim() === '') throw badInput('Say how you know: who called, from which number, or which letter it stood in.', 'evidence')
  const touch = { customers: [input.customer], categories: ['content'], deed: 'need' as const, needs: 'needs.answer' as const }
  const sight = await sightToChange(deps, asker, touch)
  await noteChange(deps, asker, sight, touch)
  const company = await companyOf(deps)
  const said = { ...input, members: sight.members(input.customer), unnamed: false, by: asker.actor, company, now: deps.clock.now() }
  const need = await inTransaction(deps.db, async (tx) => {
    await holdStill(tx, [input.customer], true)
    return sayNeed(deps, tx.$pickTables(), said)
  })
  return { need }
}

export async function readyAnswers(deps: DoorDeps, asker: Asker, { after, limit }: Checked<'readyAnswers'>): Promise<Outputs['readyAnswers']> {
  mayRead(asker)
  const found = await readyNow(deps.db.$pickTables(), { after, limit: limit + 1 })
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? (items.at(-1)?.answer ?? null) : null }
}

export async function keepReadyAnswer(deps: DoorDeps, asker: Asker, input: Checked<'keepReadyAnswer'>): Promise<Outputs['keepReadyAnswer']> {
  writer(asker, 'needs.answer')
  await keepIt(deps.db.$pickTables(), input, { actor: asker.actor, now: deps.clock.now() })
  return { done: true }
}

export async function retireReadyAnswer(deps: DoorDeps, asker: Asker, { answer }: Checked<'retireReadyAnswer'>): Promise<Outputs['retireReadyAnswer']> {
  writer(asker, 'needs.answer')
  await retireIt(deps.db.$pickTables(), answer, { actor: asker.actor, now: deps.clock.now() })
  return { done: true }
}
