import { inTransaction } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import { correctPersonal, forgetPersonal, openPersonal, type Personal, rememberPersonal } from '../customers/index.ts'
import { holdStill, noteChange, sightToChange, type Touch } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { byLinkOnly } from './my/asker.ts'
import { ownSight } from './my/own.ts'
import { sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

// Talks, small things to remember, interests, gifts, wishes of address: content like any other, with an order of its own.

const touchOf = (customer: number): Touch => ({ customers: [customer], categories: ['content'], deed: 'remember' })

/** What is remembered of one customer; a look like any other. What the purpose does not cover is said to be hidden. */
export async function personal(deps: DoorDeps, asker: Asker, input: Checked<'personal'>): Promise<Outputs['personal']> {
  const sight = await sightOf(deps, asker, 'service', [input.customer], deps.clock.now())
  if (!sight?.standing(input.customer)) throw notFound()
  const refused = sight.refusal(input.customer) ?? (sight.covers('content') ? undefined : 'category_not_covered')
  const use = {
    sight,
    customers: [input.customer],
    reason: input.reason,
    deed: 'card' as const,
    categories: [...sight.purpose.categories],
  }
  await noteUse(deps, asker, refused === undefined ? use : { ...use, refused })
  if (refused !== undefined) return { items: [], next: null, hidden: refused }
  const { items, next } = await page(deps, sight.members(input.customer), input)
  const names = await staffNames(
    { db: deps.db.$pickTables(), keyring: deps.keyring },
    items.filter((i) => i.by_kind === 'staff').map((i) => i.by_id),
  )
  return { items: items.map((i) => shown(i, i.by_kind === 'staff' ? (names.get(i.by_id) ?? null) : null)), next, hidden: null }
}

/** Writes one down, or anew when `id` is given. */
export async function notePersonal(deps: DoorDeps, asker: Asker, input: Checked<'notePersonal'>): Promise<Outputs['notePersonal']> {
  if ((input.kind === 'gift') !== (input.direction !== null)) throw badInput('A gift is given or received; nothing else is.', 'direction')
  const sight = await sightToChange(deps, asker, touchOf(input.customer))
  await noteChange(deps, asker, sight, touchOf(input.customer))
  const { id: known, ...said } = { ...input, actor: asker.actor, now: deps.clock.now() }
  const id = known ?? (await deps.rowIds.one())
  await inTransaction(deps.db, async (tx) => {
    await holdStill(tx, [input.customer], true)
    const own = tx.$pickTables<'keep.personal'>()
    if (known === null) await rememberPersonal(deps, own, { ...said, id })
    else await correctPersonal(deps, own, sight.members(input.customer), { ...said, id })
  })
  return { id }
}

export async function dropPersonal(deps: DoorDeps, asker: Asker, input: Checked<'dropPersonal'>): Promise<Outputs['dropPersonal']> {
  const sight = await sightToChange(deps, asker, touchOf(input.customer))
  await noteChange(deps, asker, sight, touchOf(input.customer))
  await inTransaction(deps.db, (tx) => forgetPersonal(tx.$pickTables(), sight.members(input.customer), input.id))
  return { done: true }
}

/** The same for whom it is about; without the names of employees. A message's link shows none of it. */
export async function myPersonal(deps: DoorDeps, asker: Asker, input: Checked<'myPersonal'>): Promise<Outputs['myPersonal']> {
  const own = byLinkOnly(asker) ? undefined : await ownSight(deps, asker)
  if (!own?.sight.covers('content')) return { items: [], next: null }
  const { items, next } = await page(deps, own.standing.members, input)
  return { items: items.map((i) => ({ ...shown(i, null), by: { kind: i.by_kind, name: null } })), next }
}

async function page(deps: DoorDeps, members: readonly number[], { after, limit }: Pick<Checked<'myPersonal'>, 'after' | 'limit'>) {
  const found = await openPersonal({ keyring: deps.keyring, db: deps.db.$pickTables() }, members, { after, limit: limit + 1 })
  const items = found.slice(0, limit)
  const last = found.length > limit ? items.at(-1) : undefined
  return { items, next: last ? { at: last.at.toISOString(), id: last.personal_id } : null }
}

const shown = (i: Personal, name: string | null) => ({
  id: i.personal_id,
  kind: i.kind,
  direction: i.direction,
  day: i.on_day,
  text: i.text,
  reaction: i.reaction,
  at: i.at.toISOString(),
  changed_at: i.changed_at?.toISOString() ?? null,
  by: { kind: i.by_kind, name },
})
