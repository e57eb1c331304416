import { openFieldsOf, openPositions, openRelationChanges, writtenRelations } from '../../customers/index.ts'
import type { Decision } from '../../gate/index.ts'
import type { Checked, Outputs } from '../contract.ts'
import type { Asker, DoorDeps } from '../deps.ts'
import { sightOf } from '../sight.ts'
import { noteUse } from '../uses.ts'
import { byLinkOnly } from './asker.ts'
import { type OwnSight, ownSight } from './own.ts'

// How the customer who asks stands to others, as it is kept of them. Another person is there without a name; an organisation has one for
// those who work there or belong to it, under a receipt of its own (docs/decisions/0530).

const nothing = { items: [], next: null }

export async function myRelations(deps: DoorDeps, asker: Asker, input: Checked<'myRelations'>): Promise<Outputs['myRelations']> {
  const own = await relationSight(deps, asker)
  if (!own) return nothing
  const found = await writtenRelations(deps.db.$pickTables(), own.standing.members, { below: input.below, limit: input.limit + 1 })
  const items = found.slice(0, input.limit)
  const [others, positions] = await Promise.all([othersOf(deps, asker, items), openPositions(deps, items)])
  return {
    items: items
      .filter((r) => told(asker, others.get(r.other)))
      .map((r) => ({ id: r.id, ...shown(own, { ...r, position: positions.get(r.id) ?? null }, others) })),
    next: found.length > input.limit ? (items.at(-1)?.id ?? null) : null,
  }
}

/** What was written of it and when, each as it stood then. */
export async function myRelationChanges(deps: DoorDeps, asker: Asker, input: Checked<'myRelationChanges'>): Promise<Outputs['myRelationChanges']> {
  const own = await relationSight(deps, asker)
  if (!own) return nothing
  const page = { after: input.after, limit: input.limit + 1 }
  const found = await openRelationChanges({ keyring: deps.keyring, db: deps.db.$pickTables() }, own.standing.members, page)
  const rows = found.slice(0, input.limit)
  const last = found.length > input.limit ? rows.at(-1) : undefined
  const items = rows.map((row) => {
    const to = own.standing.members.includes(row.customer_id)
    return { ...row, direction: to ? ('to' as const) : ('from' as const), other: to ? row.other_id : row.customer_id }
  })
  const others = await othersOf(deps, asker, items)
  return {
    items: items
      .filter(({ other }) => !own.standing.members.includes(other) && told(asker, others.get(other)))
      .map((row) => ({ what: row.what, ...shown(own, row, others) })),
    next: last ? { at: last.at.toISOString(), id: last.change_id } : null,
  }
}

/** Whoever a letter was forwarded to sees none of it. */
async function relationSight(deps: DoorDeps, asker: Asker): Promise<OwnSight | undefined> {
  if (byLinkOnly(asker)) return undefined
  const own = await ownSight(deps, asker)
  return own?.sight.covers('record') ? own : undefined
}

/** Of other people a guardian learns nothing by the child's page: one of them may be the other guardian. */
const told = (asker: Asker, other: Other | undefined) => !asker.guardian || other?.kind === 'organisation'

type Other = { kind: 'person' | 'organisation'; name: string | null }
type Stands = { kind: string; direction: 'to' | 'from'; other: number }
type Written = Stands & { title: string | null; position: string | null; since: string | null; until: string | null; at: Date; by_kind: string }

/** What somebody does at an organisation is about the person of the two: to the organisation it is told no more than their name is. */
function shown({ sight, standing }: OwnSight, row: Written, others: ReadonlyMap<number, Other>) {
  const other = others.get(row.other) ?? { kind: 'person', name: null }
  const mine = sight.covers('profile') && standing.kind === 'person' && (other.kind === 'organisation' || row.direction === 'to')
  return {
    kind: row.kind,
    direction: row.direction,
    other,
    title: mine ? row.title : null,
    position: mine ? row.position : null,
    since: row.since,
    until: row.until,
    at: row.at.toISOString(),
    by: row.by_kind,
  }
}

const stands = (decision: Decision | undefined) =>
  decision !== undefined && (decision.decision === 'allow' || (decision.reason !== 'restricted' && decision.reason !== 'trashed'))

/** Kinds by which somebody belongs to an organisation, and may know which. */
const belonging = new Set(['employer', 'contact_person', 'part_of'])
/** Forms of business that are a person by law: their name is a person's, and often it says so itself. */
const persons = new Set(['ip', 'self_employed'])
const saysPerson = /^\s*(ИП|индивидуальный предприниматель|самозанят[а-яё]*)\s/i

/** Those a customer has to do with: what they are, and the names of organisations they belong to. */
async function othersOf(deps: DoorDeps, asker: Asker, rows: readonly Stands[]): Promise<Map<number, Other>> {
  const all = [...new Set(rows.map((row) => row.other))]
  const belongs = new Set(rows.filter(({ kind }) => belonging.has(kind)).map(({ other }) => other))
  if (all.length === 0) return new Map()
  const asked = all.map((customer) => ({ customer, purpose: 'own_view', categories: ['contact', 'profile'] }))
  // They themselves still see their own page then; nobody else is told of them.
  const usable = all.map((customer) => ({ customer, purpose: 'service', categories: ['contact'] }))
  const sight = await sightOf(deps, asker, 'own_view', all, deps.clock.now(), [...asked, ...usable])
  if (!sight) return new Map()
  const named = all.filter(
    (id, i) => belongs.has(id) && sight.standing(id)?.kind === 'organisation' && sight.also[i]?.decision === 'allow' && stands(sight.also[all.length + i]),
  )
  const fields = ['name', 'legal_form']
  await noteUse(deps, asker, { sight, customers: named, reason: { kind: 'portal' }, deed: 'list', categories: ['contact', 'profile'], fields })
  const open = new Map(named.map((id) => [id, sight.members(id)]))
  const opened = await openFieldsOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, open, ['org_name', 'legal_form'])
  return new Map(
    all.map((id) => {
      const held = opened.get(id)
      const name = held?.get('org_name')?.value ?? null
      const isPerson = name === null || saysPerson.test(name) || persons.has(held?.get('legal_form')?.value ?? '')
      return [id, { kind: sight.standing(id)?.kind ?? 'person', name: isPerson ? null : name }]
    }),
  )
}
