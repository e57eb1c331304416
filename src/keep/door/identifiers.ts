import { inTransaction, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput, notFound } from '../../platform/errors.ts'
import { spendOpenLinks, staffNames } from '../access/index.ts'
import {
  addIdentifier,
  changesOf,
  groupsOf,
  identifierId,
  markIdentifier,
  newBatch,
  normaliseIdentifier,
  openChanges,
  openIdentifiersOf,
  type Point,
  pointsOf,
  publishDerived,
  removeIdentifier,
} from '../customers/index.ts'
import { tellOfRemoved } from '../rights/index.ts'
import type { KeepTables } from '../tables.ts'
import { lastLeasePast, lockPersons } from '../terms/index.ts'
import { holdStill, noteChange, sightToChange, type Touch } from './changing.ts'
import { type Checked, type Identifier, type Outputs, typedKinds } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { shownIdentifier } from './fields.ts'
import { returning } from './returning.ts'
import { sightOf } from './sight.ts'
import { mustSeeWhose } from './taken.ts'
import { noteUse } from './uses.ts'
import { sourceOf } from './writes.ts'

// Addresses and numbers of a customer, as people enter, confirm, mark and remove them. Each deed happens under the person's row,
// where the last decision before the wire is made too: what is queued goes by what stands then.

/** Adds one. Somebody else's stays theirs and nothing is written: the answer says whose it is. */
export async function addIdentifierOf(deps: DoorDeps, asker: Asker, input: Checked<'addIdentifier'>): Promise<Outputs['addIdentifier']> {
  const { customer, kind } = input
  const sight = await sightToChange(deps, asker, touching(customer))
  if (sight.standing(customer)?.status === 'anonymous')
    throw new AppError('conflict', 'This is a visitor nobody knows by name; enter them as a customer first.')
  const [company] = await deps.db.selectFrom('keep.company').select('country').execute()
  const normal = normaliseIdentifier(kind, input.value, company?.country)
  if ('problem' in normal) throw badInput(`value: ${normal.problem}`, 'value')
  const back = await returning(deps, asker, [{ kind, value: normal.value }], input.came_back)
  await noteChange(deps, asker, sight, touching(customer, kind))
  const done = await changing(deps, asker, customer, async ({ tx, members, by }) => {
    const outcome = await addIdentifier(deps, tx.$pickTables(), { members, kind, value: normal.value }, by)
    if (outcome.is === 'added') await back?.noted(tx)
    return { outcome, members, changed: outcome.is === 'added' }
  })
  const { outcome } = done
  if (outcome.is === 'added') await back?.done()
  if (outcome.is === 'another') await mustSeeWhose(deps, asker, outcome.customer)
  if (outcome.is === 'another') return { changed: false, identifier: null, owner: outcome.customer }
  return { changed: outcome.is === 'added', identifier: await shown(deps, done.members, { kind, digest: outcome.digest }), owner: null }
}

/** Says of one that it is confirmed, shared, preferred, or no more. Saying what is so changes nothing. */
export async function markIdentifierOf(deps: DoorDeps, asker: Asker, input: Checked<'markIdentifier'>): Promise<Outputs['markIdentifier']> {
  const { customer, id, ...marks } = input
  const sight = await sightToChange(deps, asker, touching(customer))
  const found = await pointOf(deps, sight.members(customer), id)
  if (!found) throw notFound()
  await noteChange(deps, asker, sight, touching(customer, found.kind))
  const done = await changing(deps, asker, customer, async ({ tx, members, by }) => {
    const point = (await pointsOf(tx.$pickTables(), members)).find((p) => identifierId(deps.keyring, p) === id)
    if (!point) throw notFound()
    const changes = await markIdentifier(deps, tx.$pickTables(), { members, point }, marks, by)
    return { members, changed: changes.length > 0 }
  })
  return { changed: done.changed, identifier: await shown(deps, done.members, found) }
}

/**
 * Takes one away; acknowledged when nothing that was decided before can still leave for it. Consents stay with the person. One that
 * was taken away before gives changed: false.
 */
export async function removeIdentifierOf(deps: DoorDeps, asker: Asker, input: Checked<'removeIdentifier'>): Promise<Outputs['removeIdentifier']> {
  const { customer, id } = input
  const sight = await sightToChange(deps, asker, touching(customer))
  const found = await pointOf(deps, sight.members(customer), id)
  if (!found) {
    if (!(await isKnownId(deps, sight.members(customer), id))) throw notFound()
    // Whoever took it away may still be waiting for this.
    await lastLeasePast(deps.db.$pickTables(), [customer], deps.clock)
    return { changed: false }
  }
  await noteChange(deps, asker, sight, touching(customer, found.kind))
  const done = await changing(deps, asker, customer, async ({ tx, members, by }) => {
    const point = (await pointsOf(tx.$pickTables(), members)).find((p) => identifierId(deps.keyring, p) === id)
    if (!point) return { changed: false }
    await removeIdentifier(deps, tx.$pickTables(), { members, point }, by)
    await tellOfRemoved(deps, tx.$pickTables(), { customer, since: point.first_seen }, by)
    await spendOpenLinks(tx.$pickTables(), members, by.now)
    return { changed: true }
  })
  await lastLeasePast(deps.db.$pickTables(), [customer], deps.clock)
  return { changed: done.changed }
}

/** What people did to the identifiers of a customer, newest first; a look like any other. */
export async function identifierHistory(deps: DoorDeps, asker: Asker, input: Checked<'identifierHistory'>): Promise<Outputs['identifierHistory']> {
  const { customer } = input
  const sight = await sightOf(deps, asker, 'service', [customer], deps.clock.now())
  if (!sight || sight.refusal(customer) !== undefined || !sight.covers('contact')) throw notFound()
  await noteUse(deps, asker, { sight, customers: [customer], reason: input.reason, deed: 'read', categories: ['contact'], fields: ['contact'] })
  return changesShown(deps, sight.members(customer), input)
}

type Page = Pick<Checked<'identifierHistory'>, 'after' | 'limit'>

export async function changesShown(deps: DoorDeps, members: readonly number[], page: Page): Promise<Outputs['identifierHistory']> {
  const after = page.after ? { at: new Date(page.after.at), id: page.after.id } : undefined
  const opened = { db: deps.db.$pickTables(), keyring: deps.keyring }
  const [found, points] = await Promise.all([openChanges(opened, members, { after, limit: page.limit + 1 }), pointsOf(opened.db, members)])
  const changes = found.slice(0, page.limit)
  const colleagues = changes.filter((c) => c.by_kind === 'staff').map((c) => c.by_id)
  const names = await staffNames(opened, colleagues)
  const there = (c: { kind: string; digest: Buffer }) => points.some((p) => p.kind === c.kind && p.digest.equals(c.digest))
  const items = changes.map((c) => ({
    id: identifierId(deps.keyring, c),
    kind: c.kind,
    shown: c.value,
    there: there(c),
    what: c.what,
    how: c.how,
    at: c.at.toISOString(),
    source: c.source,
    by: { kind: c.by_kind, id: c.by_id, name: c.by_kind === 'staff' ? (names.get(c.by_id) ?? null) : null },
  }))
  const last = found.length > page.limit ? changes.at(-1) : undefined
  return { items, next: last ? { at: last.at.toISOString(), id: last.id } : null }
}

/** As the receipts call it. */
const touching = (customer: number, kind = 'contact'): Touch => ({
  customers: [customer],
  categories: ['contact'],
  deed: 'write',
  fields: [kind === 'email' || kind === 'phone' ? kind : 'contact'],
  needs: 'addresses.change',
})

type Changing = { tx: Tx<KeepTables>; members: readonly number[]; by: { actor: Asker['actor']; source: string; now: Date } }

/** Runs a change under the person's row; facts and the search follow what it changed. */
async function changing<R extends { changed: boolean }>(deps: DoorDeps, asker: Asker, customer: number, work: (at: Changing) => Promise<R>): Promise<R> {
  const now = deps.clock.now()
  const done = await inTransaction(deps.db, async (tx) => {
    await lockPersons(tx.$pickTables(), [customer])
    await holdStill(tx, [customer])
    const members = (await groupsOf(tx.$pickTables(), [customer])).get(customer)
    if (!members) throw notFound()
    const result = await work({ tx, members, by: { actor: asker.actor, source: sourceOf(asker), now } })
    if (result.changed) await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), members, { batch: await newBatch(tx), now })
    return result
  })
  if (done.changed) await deps.directory.follow()
  return done
}

const typed: readonly string[] = typedKinds

/** The identifier of this id; those of machines are theirs to change. */
async function pointOf(deps: DoorDeps, members: readonly number[], id: string): Promise<Point | undefined> {
  const found = (await pointsOf(deps.db.$pickTables(), members)).find((p) => identifierId(deps.keyring, p) === id)
  if (found && !typed.includes(found.kind)) throw new AppError('conflict', 'This number was set by another system and is changed there.')
  return found
}

/** Whether this person once had the identifier. */
async function isKnownId(deps: DoorDeps, members: readonly number[], id: string): Promise<boolean> {
  return (await changesOf(deps.db.$pickTables(), members)).some((c) => identifierId(deps.keyring, c) === id)
}

async function shown(deps: DoorDeps, members: readonly number[], one: { kind: string; digest: Buffer }): Promise<Identifier> {
  const [root = 0] = members
  const held = (await openIdentifiersOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, new Map([[root, members]]))).get(root) ?? []
  const found = held.find((i) => i.kind === one.kind && i.digest.equals(one.digest))
  if (!found) throw notFound()
  return shownIdentifier(deps, found)
}
