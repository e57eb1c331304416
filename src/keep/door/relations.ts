import { inTransaction } from '../../platform/db/index.ts'
import { badInput, notFound } from '../../platform/errors.ts'
import { staffNames } from '../access/index.ts'
import { bothOf, changeRelation, dropRelation, openRelationChanges, relate } from '../customers/index.ts'
import { holdStill, noteChange, sightToChange } from './changing.ts'
import type { Checked, Outputs } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { previewsOf } from './previews.ts'
import { mustSee, type Sight, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

// How customers stand to each other. Both of the two are asked for, and both have it in their journal.

async function mayRelate(deps: DoorDeps, asker: Asker, customers: readonly number[], position: boolean): Promise<Sight> {
  const touch = {
    customers: [...new Set(customers)],
    categories: position ? ['record', 'profile'] : ['record'],
    deed: 'relate' as const,
    fields: position ? ['position'] : [],
  }
  const sight = await sightToChange(deps, asker, touch, (seen) => !position || seen.covers('profile', 'job_title'))
  await noteChange(deps, asker, sight, touch)
  return sight
}

export async function relateCustomers(deps: DoorDeps, asker: Asker, input: Checked<'relate'>): Promise<Outputs['relate']> {
  const both = [input.customer, input.other]
  const sight = await mayRelate(deps, asker, both, input.position !== null)
  if (input.kind === 'part_of' && both.some((customer) => sight.standing(customer)?.kind !== 'organisation'))
    throw badInput('Only an organisation is part of an organisation.', 'kind')
  const id = await inTransaction(deps.db, async (tx) => {
    await holdStill(tx, both, true)
    return relate(deps, tx.$pickTables(), { ...input, actor: asker.actor, now: deps.clock.now() })
  })
  return { id }
}

export async function changeRelationOf(
  deps: DoorDeps,
  asker: Asker,
  { customer, relation, ...to }: Checked<'changeRelation'>,
): Promise<Outputs['changeRelation']> {
  await mustSee(deps, asker, [customer])
  const { members, both } = await theTwo(deps, customer, relation)
  await mayRelate(deps, asker, both, to.position !== undefined)
  await inTransaction(deps.db, async (tx) => {
    await holdStill(tx, both, true)
    await changeRelation(deps, tx.$pickTables(), { members, id: relation, ...to, actor: asker.actor, now: deps.clock.now() })
  })
  return { done: true }
}

export async function dropRelationOf(deps: DoorDeps, asker: Asker, { customer, relation }: Checked<'dropRelation'>): Promise<Outputs['dropRelation']> {
  await mustSee(deps, asker, [customer])
  const { members, both } = await theTwo(deps, customer, relation)
  await mayRelate(deps, asker, both, false)
  await inTransaction(deps.db, async (tx) => {
    await holdStill(tx, both, true)
    await dropRelation(deps, tx.$pickTables(), { members, id: relation, actor: asker.actor, now: deps.clock.now() })
  })
  return { done: true }
}

async function theTwo(deps: DoorDeps, customer: number, relation: number) {
  const { together, clock } = deps
  const { standings } = await together.decide({ customers: [customer], requests: [], now: clock.now() })
  const members = standings.get(customer)?.members
  if (!members) throw notFound()
  return { members, both: await bothOf(deps.db.$pickTables(), members, relation) }
}

/** What was changed of somebody's relations; a look like any other. The others are named as far as they may be. */
export async function relationChanges(deps: DoorDeps, asker: Asker, input: Checked<'relationChanges'>): Promise<Outputs['relationChanges']> {
  const sight = await sightOf(deps, asker, 'service', [input.customer], deps.clock.now())
  if (!sight?.standing(input.customer) || sight.refusal(input.customer) !== undefined) throw notFound()
  const categories = [...sight.purpose.categories]
  await noteUse(deps, asker, { sight, customers: [input.customer], reason: input.reason, deed: 'card', categories })
  const page = { after: input.after, limit: input.limit + 1 }
  const found = await openRelationChanges({ keyring: deps.keyring, db: deps.db.$pickTables() }, sight.members(input.customer), page)
  const items = found.slice(0, input.limit)
  const last = found.length > input.limit ? items.at(-1) : undefined
  const members = new Set(sight.members(input.customer))
  const far = (c: { customer_id: number; other_id: number }) => (members.has(c.customer_id) ? c.other_id : c.customer_id)
  const names = await staffNames(
    { db: deps.db.$pickTables(), keyring: deps.keyring },
    items.filter((c) => c.by_kind === 'staff').map((c) => c.by_id),
  )
  const withPosition = sight.covers('profile', 'job_title')
  const others = await previewsOf(deps, asker, [...new Set(items.map(far))], { purpose: 'service', reason: input.reason, withPosition })
  return {
    items: items.flatMap((c) => {
      const other = others.find((p) => p.customer === far(c))
      if (!other) return []
      return [
        {
          what: c.what,
          kind: c.kind,
          direction: members.has(c.customer_id) ? ('to' as const) : ('from' as const),
          other,
          title: c.title,
          position: withPosition && (other.hidden === null || other.hidden === 'no_name') ? c.position : null,
          since: c.since,
          until: c.until,
          at: c.at.toISOString(),
          by: { kind: c.by_kind, name: c.by_kind === 'staff' ? (names.get(c.by_id) ?? null) : null },
        },
      ]
    }),
    next: last ? { at: last.at.toISOString(), id: last.change_id } : null,
  }
}
