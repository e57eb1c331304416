import { inTransaction } from '../../../platform/db/index.ts'
import { acceptAnswer, changeNeed, closeNeed, declineAnswer, needsOfPerson, placeOf, type ReadNeed, sayNeed } from '../../needs/index.ts'
import { receiptsOfSaying } from '../../receipts/index.ts'
import { topicsNow } from '../../terms/index.ts'
import type { Checked, Outputs } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { choicesOf, companyOf, type Topics, topicTold } from '../needs.ts'
import { sightOf } from '../sight.ts'
import { byLinkOnly, gone, onlyByMessage, ownId } from './asker.ts'
import { ownSight } from './own.ts'

// What a customer looks for, wishes and worries about, and what they decide on the answers. Every act leaves a receipt with itself; that of
// something said without a name is told to nobody else.

export async function mySayNeed(deps: DoorDeps, asker: Asker, input: Checked<'mySayNeed'>): Promise<Outputs['mySayNeed']> {
  const { customer, members } = await themselves(deps, asker)
  const [company, now] = [await companyOf(deps), deps.clock.now()]
  const need = await inTransaction(deps.db, async (tx) => {
    const said = { ...input, customer, members, company, now, road: 'portal' as const, evidence: null, by: asker.actor }
    const made = await sayNeed(deps, tx.$pickTables(), said)
    await receiptsOfSaying(tx, [{ customer, road: { kind: 'portal' }, deed: input.unnamed ? 'need_unnamed' : 'need', said: ['said', input.kind] }], now)
    return made
  })
  return { need }
}

export async function myChangeNeed(deps: DoorDeps, asker: Asker, { need, ...wish }: Checked<'myChangeNeed'>): Promise<Outputs['myChangeNeed']> {
  const { customer, members } = await themselves(deps, asker)
  const [company, now] = [await companyOf(deps), deps.clock.now()]
  await inTransaction(deps.db, async (tx) => {
    const { unnamed } = await changeNeed(deps, tx.$pickTables(), { members, need, wish, company, now })
    await receiptsOfSaying(tx, [{ customer, road: { kind: 'portal' }, deed: unnamed ? 'need_unnamed' : 'need', said: ['changed'] }], now)
  })
  return { done: true }
}

export async function myCloseNeed(deps: DoorDeps, asker: Asker, { need }: Checked<'myCloseNeed'>): Promise<Outputs['myCloseNeed']> {
  const { customer, members } = await themselves(deps, asker)
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const { unnamed } = await closeNeed(tx.$pickTables(), { members, need, now })
    await receiptsOfSaying(tx, [{ customer, road: { kind: 'portal' }, deed: unnamed ? 'need_unnamed' : 'need', said: ['closed'] }], now)
  })
  return { done: true }
}

/** Accepting is a deed that colleagues are told of: from then on they know whose it is. */
export async function myDecide(deps: DoorDeps, asker: Asker, { accepted, ...of }: Checked<'myDecide'>): Promise<Outputs['myDecide']> {
  const { customer, members } = await themselves(deps, asker)
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const { unnamed } = await (accepted ? acceptAnswer : declineAnswer)(tx.$pickTables(), { members, now, ...of })
    const deed = unnamed ? ('need_unnamed' as const) : ('need' as const)
    await receiptsOfSaying(tx, [{ customer, road: { kind: 'portal' }, deed, said: [accepted ? 'accepted' : 'declined'] }], now)
  })
  return { done: true }
}

export async function myNeeds(deps: DoorDeps, asker: Asker, { after, limit }: Checked<'myNeeds'>): Promise<Outputs['myNeeds']> {
  if (byLinkOnly(asker)) throw onlyByMessage()
  const own = await ownSight(deps, asker)
  if (!own) throw gone()
  const now = deps.clock.now()
  const found = await needsOfPerson({ keyring: deps.keyring, db: deps.db.$pickTables() }, own.standing.members, { after, limit: limit + 1, now })
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const [company, topics] = await Promise.all([companyOf(deps), topicsNow(deps.db.$pickTables())])
  return { items: shown.map((need) => mine(need, topics)), next: last ? placeOf(last) : null, choices: choicesOf(company, topics) }
}

/** Of a session of their own: whoever a letter was forwarded to says nothing in their place. */
async function themselves(deps: DoorDeps, asker: Asker): Promise<{ customer: number; members: readonly number[] }> {
  const customer = ownId(asker)
  if (byLinkOnly(asker)) throw onlyByMessage()
  const sight = await sightOf(deps, asker, 'own_view', [customer], deps.clock.now())
  if (!sight || sight.refusal(customer) !== undefined) throw gone()
  return { customer, members: sight.members(customer) }
}

const roleOf = ({ kind, role }: { kind: string; role: string }) => ({ kind, role })

function mine(need: ReadNeed, topics: Topics): Outputs['myNeeds']['items'][number] {
  return {
    need: need.need,
    customer: need.customer,
    kind: need.kind,
    said_unnamed: need.saidUnnamed,
    named_at: need.namedAt?.toISOString() ?? null,
    topic: topicTold(need.topic, topics),
    budget: need.budget,
    until: need.until,
    expires_at: need.expiresAt.toISOString(),
    words: need.words,
    road: need.road,
    evidence: need.evidence,
    state: need.state,
    said_at: need.saidAt.toISOString(),
    moved_at: need.movedAt.toISOString(),
    by: roleOf(need.by),
    answers: need.answers.map(({ at, movedAt, by, ...answer }) => ({ ...answer, at: at.toISOString(), moved_at: movedAt.toISOString(), by: roleOf(by) })),
  }
}
