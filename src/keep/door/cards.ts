import { AppError, notFound } from '../../platform/errors.ts'
import { identifierId, type OpenIdentifier, type OwnField, type Relation } from '../customers/index.ts'
import type { GateRequest } from '../gate/index.ts'
import { closedField, closedKinds, countClosed } from './closed.ts'
import { type Card, type Checked, type Field, type Hidden, type Identifier, type Preview, typedKinds } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { previewOf, render } from './previews.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

/** The personal half of a card, opened for one purpose under one receipt; what the purpose does not cover is counted and named. */
export async function card(deps: DoorDeps, asker: Asker, input: Checked<'card'>): Promise<Card> {
  const now = deps.clock.now()
  const sight = await sightOf(deps, asker, input.purpose, [input.customer], now, offersTo(input.customer))
  const standing = sight?.standing(input.customer)
  if (!sight || !standing) throw notFound()
  const refused = sight.refusal(input.customer)
  await noteUse(deps, asker, {
    sight,
    customers: [input.customer],
    reason: input.reason,
    operation: 'read',
    categories: [...sight.purpose.categories],
    fields: ['card'],
    ...(refused ? { refused } : {}),
  })
  const none = { fields: [], closed: [], identifiers: [], relations: [] }
  const [{ fields, closed, identifiers, relations }, hiddenParts] = await Promise.all([
    refused ? none : personal(deps, sight, input.customer),
    refused ? [] : hiddenOf(deps, sight, standing.members),
  ])
  const hidden = [...hiddenParts, ...hiddenFields(sight, closed)]
  const others = await othersOf(deps, asker, input, relations, now)
  const preview = previewOf(sight, input.customer, new Map(fields.map((f) => [f.field, f])), now)
  if (!preview) throw notFound()
  const value = (field: string) => fields.find((f) => f.field === field)?.value ?? null
  return {
    preview,
    members: [...standing.members],
    // What is refused is refused whole: not even how many records there are.
    language: refused ? null : standing.language,
    time_zone: refused ? null : standing.time_zone,
    country: refused ? null : standing.country,
    form: value('form') === 'informal' ? 'informal' : 'formal',
    job_title: value('job_title'),
    purpose: { code: sight.purpose.purpose, title: sight.purpose.title },
    identifiers,
    fields,
    relations: relations.flatMap((r) => {
      const other = others.find((p) => p.customer === r.other)
      return other ? [{ kind: r.kind, direction: r.direction, other, title: r.title }] : []
    }),
    reach: refused ? [] : reachOf(sight),
    hidden: refused ? [{ section: 'card', count: null, reason: refused, purposes: [] }] : hidden,
    noted_at: now.toISOString(),
  }
}

async function personal(deps: DoorDeps, sight: Sight, customer: number) {
  const [{ fields, closed }, identifiers, relations] = await Promise.all([
    coveredFields(deps, sight, customer),
    identifiersOf(deps, sight, customer),
    deps.together.relations(sight.members(customer)),
  ])
  return { fields, closed, identifiers, relations }
}

/** Who they are related to: other persons, whose names are opened under receipts of their own, as far as the asker's budget goes. */
async function othersOf(deps: DoorDeps, asker: Asker, input: Checked<'card'>, relations: readonly Relation[], now: Date): Promise<Preview[]> {
  if (relations.length === 0) return []
  const ids = [...new Set(relations.map((r) => r.other))]
  const sight = await sightOf(deps, asker, input.purpose, ids, now)
  if (!sight) return []
  const seen = ids.filter((id) => sight.refusal(id) === undefined)
  try {
    await noteUse(deps, asker, { sight, customers: seen, reason: input.reason, operation: 'list', categories: ['contact'], fields: ['name'] })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too_many') throw error
    return ids
      .flatMap((id) => previewOf(sight, id, undefined, now) ?? [])
      .map((p) => ({ ...p, name: null, hidden: p.hidden === 'no_name' ? 'open_budget' : p.hidden }))
  }
  return render(deps, sight, ids)
}

/** Current fields that the purpose covers, with how many versions each has had. */
export async function fieldsOf(deps: DoorDeps, sight: Sight, customer: number): Promise<Field[]> {
  return (await coveredFields(deps, sight, customer)).fields
}

/** The same, and the company's own fields that are kept for other purposes. */
async function coveredFields(deps: DoorDeps, sight: Sight, customer: number): Promise<{ fields: Field[]; closed: readonly OwnField[] }> {
  const opened = (await deps.together.fields(new Map([[customer, sight.members(customer)]]))).get(customer)
  const covered = [...(opened?.values() ?? [])].filter((v) => sight.covers(v.category, v.field))
  const closed = covered.flatMap((v) => closedField(deps, sight.purpose.purpose, v.field) ?? [])
  const shown = covered.filter((v) => !closed.some((c) => c.code === v.field))
  const fields = shown.map((v): Field => {
    const own = deps.record.registry.field(v.field)
    return {
      field: v.field,
      category: v.category,
      title: own?.title ?? null,
      value: v.value,
      source: v.source,
      changed_at: v.at.toISOString(),
      versions: v.versions,
      own: own ? { type: own.type, codes: own.codes && [...own.codes], purposes: [...own.purposes], retired: own.retired } : null,
    }
  })
  return { fields, closed }
}

/** What points at the customer. What has no value of its own (a cookie) or is only ours is left out. */
export async function identifiersOf(deps: DoorDeps, sight: Sight, customer: number): Promise<Identifier[]> {
  if (!sight.covers('contact')) return []
  const held = (await deps.together.identifiers(new Map([[customer, sight.members(customer)]]))).get(customer) ?? []
  return held
    .filter((i) => i.value !== null && !(i.kind === 'external' && /^hand:\d+$/.test(i.value)))
    .slice(0, mostShown)
    .map((i) => shownIdentifier(deps, i))
}

const mostShown = 200
const typed: readonly string[] = typedKinds

export function shownIdentifier(deps: Pick<DoorDeps, 'keyring'>, i: OpenIdentifier): Identifier {
  return {
    id: identifierId(deps.keyring, i),
    kind: i.kind,
    shown: i.value,
    verified: i.verified,
    shared: i.shared,
    preferred: i.preferred,
    editable: typed.includes(i.kind),
    source: i.source,
    first_seen_at: i.first_seen.toISOString(),
    last_seen_at: i.last_seen.toISOString(),
  }
}

/** How much there is that this purpose does not cover, section by section, and which purposes would. */
async function hiddenOf(deps: DoorDeps, sight: Sight, members: readonly number[]): Promise<Hidden[]> {
  const counts = new Map<string, Hidden & { count: number }>()
  const closed = await closedKinds(deps, sight.purpose.purpose)
  const [all, kinds] = await Promise.all([deps.together.held(members), countClosed(deps, closed, members)])
  for (const { section, category, count } of all) {
    if (sight.purpose.categories.includes(category)) continue
    const same = counts.get(`${section} ${category}`)
    if (same) same.count += count
    else counts.set(`${section} ${category}`, { section, count, reason: 'category_not_covered', purposes: coveredBy(sight, category) })
  }
  if (kinds.count > 0) counts.set('kinds', { section: 'timeline', count: kinds.count, reason: 'kind_not_covered', purposes: titled(sight, kinds.purposes) })
  return [...counts.values()]
}

function hiddenFields(sight: Sight, closed: readonly OwnField[]): Hidden[] {
  if (closed.length === 0) return []
  return [{ section: 'fields', count: closed.length, reason: 'field_not_covered', purposes: titled(sight, [...new Set(closed.flatMap((f) => f.purposes))]) }]
}

const titled = (sight: Sight, codes: readonly string[]) =>
  codes.flatMap((code) => sight.purposes.get(code) ?? []).map((p) => ({ code: p.purpose, title: p.title }))

const coveredBy = (sight: Sight, category: string) =>
  [...sight.purposes.values()].filter((p) => p.categories.includes(category)).map((p) => ({ code: p.purpose, title: p.title }))

const ways = ['email', 'sms', 'phone', 'post'] as const

/** Would an offer by each of these channels be let through now? Asked of the gate with the look; nothing is reserved. */
const offersTo = (customer: number): GateRequest[] =>
  ways.map((channel) => ({ customer, purpose: 'marketing', categories: ['contact'], contact: { channel, topic: '*' } }))

function reachOf(sight: Sight): Card['reach'] {
  return ways.flatMap((channel, i) => {
    const said = sight.also[i]
    if (!said) return []
    return [
      {
        channel,
        purpose: 'marketing',
        decision: said.decision,
        reason: said.decision === 'allow' ? null : said.reason,
        until: said.decision === 'later' ? said.at.toISOString() : null,
      },
    ]
  })
}
