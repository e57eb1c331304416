import { inTransaction, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { noteAct, staffNames } from '../access/index.ts'
import {
  type Moved,
  mergeCustomers,
  mergesOf,
  newBatch,
  publishCare,
  publishDerived,
  rootsOf,
  unmergeCustomer,
  wasSeparated,
  writeFields,
} from '../customers/index.ts'
import { type Decision, decideByRules, type GateRequest, mergeContacts, unmergeContacts } from '../gate/index.ts'
import { saidBy, writeReceipts } from '../receipts/index.ts'
import { mustNotBeErased, tellOfCorrected } from '../rights/index.ts'
import type { KeepTables } from '../tables.ts'
import { publishReach } from '../terms/index.ts'
import { holdStill, sightToChange } from './changing.ts'
import type { Checked, Comparison, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { openCovered, openFields, openIdentifiers, readSealed } from './fields.ts'
import { chosenValues } from './leading.ts'
import { previewOf } from './previews.ts'
import { mustSee, type Sight, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'
import { sourceOf } from './writes.ts'

// One person, entered twice: looked at side by side, joined, and taken apart again.

/** Who people are is said by members of staff who know them; no program and no marketer joins two. */
function joiner(asker: Asker): void {
  if (asker.actor.kind !== 'staff' || !asker.rights.abilities.includes('customers.join'))
    throw new AppError('forbidden', 'Joining and separating cards is for staff who serve customers.')
}

/**
 * Joins two records of one person under the root of `into`. The strictest terms of both hold from now on, because the gate
 * reads those of all ids. Joining what is joined gives done: false.
 */
export async function merge(deps: DoorDeps, asker: Asker, input: Checked<'merge'>): Promise<Outputs['merge']> {
  joiner(asker)
  if (input.from === input.into) throw badInput('A card cannot be joined with itself.', 'into')
  await mustSee(deps, asker, [input.from, input.into])
  const roots = await rootsOf(deps.db.$pickTables(), [input.from, input.into])
  await mustNotBeErased(deps.db, [...roots.values()])
  // Whom one may not look at one does not join: it would say of them who they are, unseen.
  await sightToChange(deps, asker, { customers: [input.from, input.into], categories: ['record'], deed: 'merge', needs: 'customers.join' }, () => true)
  const now = deps.clock.now()
  const chosen = await chosenValues(deps, asker, input)
  const done = await inTransaction(deps.db, async (tx) => {
    await holdStill(tx, [input.from, input.into], true)
    const moved = await mergeCustomers(tx.$pickTables(), { ...input, actor: asker.actor, now })
    if (!moved) return false
    await mustNotBeErased(tx, [moved.from, moved.into])
    await mergeContacts(tx.$pickTables(), moved, now)
    // A merge is a pointer, so a value that is to lead is a new version of its field on the card that stays.
    const writes = chosen.map(({ field, value }) => ({ field, value, customer: moved.into }))
    await writeFields({ db: tx.$pickTables(), keyring: deps.keyring, rowIds: deps.rowIds }, tx.$pickTables(), writes, {
      actor: asker.actor,
      source: sourceOf(asker),
      now,
    })
    // The newest leads without being written; whoever had the other side's has what is wrong all the same.
    const corrected = chosen.flatMap(({ field, differs }) => (differs ? [{ customer: moved.into, field }] : []))
    await tellOfCorrected(deps, tx.$pickTables(), corrected, { actor: asker.actor, now })
    await tell(deps, tx, asker, { ids: [input.from, input.into, moved.from, moved.into], deed: 'merge', why: input.why, now })
    return true
  })
  await deps.directory.follow()
  return { done }
}

/** Takes the last merge of a customer back. What was taken back already gives done: false. */
export async function unmerge(deps: DoorDeps, asker: Asker, input: Checked<'unmerge'>): Promise<Outputs['unmerge']> {
  joiner(asker)
  await mustSee(deps, asker, [input.customer])
  if (await wasSeparated(deps.db.$pickTables(), input.customer)) return { done: false }
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const moved = await unmergeCustomer(tx.$pickTables(), { ...input, actor: asker.actor, now })
    await mustNotBeErased(tx, [moved.into])
    await unmergeContacts(tx.$pickTables(), { customer: moved.from, from: moved.into }, now)
    await tell(deps, tx, asker, { ids: [moved.from, moved.into], deed: 'unmerge', why: input.why, now })
  })
  await deps.directory.follow()
  return { done: true }
}

/** What follows from who is whom: facts, reach, and a receipt in the journal of each; with the deed or not at all. */
async function tell(
  deps: DoorDeps,
  tx: Tx<KeepTables>,
  asker: Asker,
  of: { ids: readonly number[]; deed: 'merge' | 'unmerge'; why: string; now: Date },
): Promise<void> {
  const ids = [...new Set(of.ids)]
  await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), ids, { batch: await newBatch(tx), now: of.now })
  await publishCare(tx.$pickTables(), ids, of.now)
  await publishReach(tx.$pickTables(), ids, of.now)
  const codes = {
    actor: asker.actor.kind,
    role: asker.actor.role,
    activity: 'edit',
    purpose: 'service',
    decision: 'allow',
    policy: 'house:merge',
  } as const
  await writeReceipts(
    tx,
    ids.map((customer) => ({ customer, codes: { ...codes, categories: ['record'], ...saidBy(of.deed) }, actorId: asker.actor.id })),
    of.now,
  )
  const [, kept] = of.ids
  const act = of.deed === 'merge' ? 'customers.merged' : 'customers.separated'
  await noteAct(tx, { by: asker.actor, act, subject: kept === undefined ? null : { kind: 'customer', id: kept }, facts: { why: of.why }, now: of.now })
}

/** Both as they are and as one would be; nothing is changed. The two looks are noted like any other. */
export async function compare(deps: DoorDeps, asker: Asker, input: Checked<'compare'>): Promise<Outputs['compare']> {
  joiner(asker)
  const now = deps.clock.now()
  const { from, into } = input
  const sight = await sightOf(deps, asker, 'service', [from, into], now, [...offersTo(from), ...offersTo(into)])
  if (!sight?.standing(from) || !sight.standing(into)) throw notFound()
  const open = sight.refusal(from) === undefined && sight.refusal(into) === undefined
  for (const customer of [from, into]) await noteLook(deps, asker, sight, customer)
  const [fields, after] = await Promise.all([fieldsSideBySide(deps, sight, input, open), tryJoining(deps, asker, input, now)])
  // What is refused is refused whole, as on the card; what would hold for both says it of each.
  const verdicts = (open ? ways : []).map((channel, i) => ({
    channel,
    purpose: 'marketing',
    from: said(sight.also[i]),
    into: said(sight.also[ways.length + i]),
    after: said((after ?? sight.also.slice(ways.length))[i]),
  }))
  return { from: await sideOf(deps, sight, from, now), into: await sideOf(deps, sight, into, now), fields, reach: verdicts, one: after === undefined }
}

/** A look at a card, or that it was refused. */
async function noteLook(deps: DoorDeps, asker: Asker, sight: Sight, customer: number): Promise<void> {
  const refused = sight.refusal(customer)
  await noteUse(deps, asker, {
    sight,
    customers: [customer],
    reason: { kind: 'card' },
    deed: 'card',
    categories: [...sight.purpose.categories],
    ...(refused ? { refused } : {}),
  })
}

async function sideOf(deps: DoorDeps, sight: Sight, customer: number, now: Date): Promise<Comparison['from']> {
  const open = sight.refusal(customer) === undefined
  const sealed = open ? await readSealed(deps, sight, customer) : undefined
  const held = sealed && new Map((await openFields(deps, sight, sealed)).fields.map((f) => [f.field, f]))
  const preview = previewOf(sight, customer, held, now)
  const standing = sight.standing(customer)
  if (!preview || !standing) throw notFound()
  return {
    preview,
    language: open ? standing.language : null,
    members: standing.members.length,
    identifiers: sealed ? await openIdentifiers(deps, sight, sealed) : [],
  }
}

/** Each field as either has it and as it would be: the newest of both wins, by the same rule as on the card. */
async function fieldsSideBySide(deps: DoorDeps, sight: Sight, of: { from: number; into: number }, open: boolean): Promise<Comparison['fields']> {
  if (!open) return []
  const together = -1
  const groups = new Map([
    [of.from, sight.members(of.from)],
    [of.into, sight.members(of.into)],
    [together, [...new Set([...sight.members(of.into), ...sight.members(of.from)])]],
  ])
  const opened = await openCovered(deps, sight, groups)
  const value = (who: number, field: string) => opened.get(who)?.get(field)?.value ?? null
  const names = new Set([...(opened.get(of.from)?.keys() ?? []), ...(opened.get(of.into)?.keys() ?? [])])
  return [...names].flatMap((field) => {
    const either = opened.get(of.from)?.get(field) ?? opened.get(of.into)?.get(field)
    if (!either) return []
    return [{ field, from: value(of.from, field), into: value(of.into, field), after: value(together, field) }]
  })
}

const opening = (deps: DoorDeps) => ({ db: deps.db.$pickTables(), keyring: deps.keyring })

class TakenBack extends Error {}

/**
 * What the gate would say of them as one: they are joined in a transaction, the gate is asked in it, and it is taken back.
 * So this is its very answer and no second rule. Undefined when they are one already.
 */
async function tryJoining(deps: DoorDeps, asker: Asker, input: { from: number; into: number }, now: Date): Promise<Decision[] | undefined> {
  let after: Decision[] | undefined
  const trial = inTransaction(deps.db, async (tx) => {
    const moved: Moved | undefined = await mergeCustomers(tx.$pickTables(), { ...input, actor: asker.actor, why: 'trial', now })
    if (moved) {
      await mergeContacts(tx.$pickTables(), moved, now)
      after = (await decideByRules(tx.$pickTables(), offersTo(input.into), now)).decisions
    }
    throw new TakenBack()
  })
  await trial.catch((error: unknown) => {
    if (!(error instanceof TakenBack)) throw error
  })
  return after
}

const ways = ['email', 'sms', 'phone', 'post'] as const

const offersTo = (customer: number): GateRequest[] =>
  ways.map((channel) => ({ customer, purpose: 'marketing', categories: ['contact'], contact: { channel, topic: '*' } }))

function said(decision: Decision | undefined): Comparison['reach'][number]['after'] {
  if (!decision) return { decision: 'deny', reason: 'unknown' }
  return { decision: decision.decision, reason: decision.decision === 'allow' ? null : decision.reason }
}

/** What was joined into this person and can be taken apart: each by its own name, with who joined it, when and why. */
export async function joined(deps: DoorDeps, asker: Asker, input: Checked<'joined'>): Promise<Outputs['joined']> {
  joiner(asker)
  const now = deps.clock.now()
  const sight = await sightOf(deps, asker, 'service', [input.customer], now)
  if (!sight?.standing(input.customer)) throw notFound()
  const after = input.after ? { ...input.after, at: new Date(input.after.at) } : undefined
  const found = await mergesOf(deps.db.$pickTables(), sight.members(input.customer), { after, limit: input.limit + 1 })
  const open = sight.refusal(input.customer) === undefined
  if (found.length === 0 || !open) return { items: [], next: null }
  const merges = found.slice(0, input.limit)
  await noteLook(deps, asker, sight, input.customer)
  const alone = await openCovered(deps, sight, new Map(merges.map((m) => [m.customer, [m.customer]])))
  const colleagues = await staffNames(
    opening(deps),
    merges.filter((m) => m.by_kind === 'staff').map((m) => m.by_id),
  )
  const items = merges.map((m) => {
    const name = previewOf(sight, input.customer, alone.get(m.customer), now)?.name ?? null
    const by = { kind: m.by_kind, name: m.by_kind === 'staff' ? (colleagues.get(m.by_id) ?? null) : null }
    return { customer: m.customer, name, at: m.at.toISOString(), why: m.why, by }
  })
  const last = found.length > input.limit ? merges.at(-1) : undefined
  return { items, next: last ? { at: last.at.toISOString(), customer: last.customer } : null }
}
