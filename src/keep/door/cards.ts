import { notFound } from '../../platform/errors.ts'
import { type OwnedRelation, type OwnField, openPositions } from '../customers/index.ts'
import type { GateRequest } from '../gate/index.ts'
import { closedKinds, countClosed } from './closed.ts'
import type { Card, Checked, Hidden, Preview } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { openFields, openIdentifiers, readSealed } from './fields.ts'
import { previewOf, previewsOf } from './previews.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

/** The personal half of a card, opened for one purpose under one receipt; what the purpose does not cover is counted and named. */
export async function card(deps: DoorDeps, asker: Asker, input: Checked<'card'>): Promise<Card> {
  const now = deps.clock.now()
  const sight = await sightOf(deps, asker, input.purpose, [input.customer], now, offersTo(input.customer))
  const standing = sight?.standing(input.customer)
  if (!sight || !standing) throw notFound()
  const refused = sight.refusal(input.customer)
  const noted = noteUse(deps, asker, {
    sight,
    customers: [input.customer],
    reason: input.reason,
    deed: 'card',
    categories: [...sight.purpose.categories],
    ...(refused ? { refused } : {}),
  })
  // What is sealed may be read while the receipt is on its way to the disk: it is opened below.
  const [sealed] = await Promise.all([refused === undefined ? sealedCard(deps, sight, input.customer) : undefined, noted])
  const { fields, closed } = sealed ? await openFields(deps, sight, sealed) : { fields: [], closed: [] }
  const identifiers = sealed ? await openIdentifiers(deps, sight, sealed) : []
  const relations = sealed?.relations ?? []
  const hidden = [...(sealed?.hidden ?? []), ...hiddenFields(sight, closed)]
  const withPosition = sight.covers('profile', 'job_title') && relations.some((r) => r.sealed !== null)
  const [others, positions] = await Promise.all([
    previewsOf(deps, asker, [...new Set(relations.map((r) => r.other))], { ...input, withPosition }),
    withPosition ? openPositions(deps, relations) : new Map<number, string>(),
  ])
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
      return other ? [shownRelation(r, other, positions)] : []
    }),
    reach: refused ? [] : reachOf(sight),
    hidden: refused ? [{ section: 'card', count: null, reason: refused, purposes: [] }] : hidden,
    noted_at: now.toISOString(),
  }
}

/** All of a card that can be read before anything is opened: fields and identifiers sealed, relations, and how much is hidden. */
async function sealedCard(deps: DoorDeps, sight: Sight, customer: number) {
  const members = sight.members(customer)
  const [sealed, relations, hidden] = await Promise.all([readSealed(deps, sight, customer), deps.together.relations(members), hiddenOf(deps, sight, members)])
  return { ...sealed, relations, hidden }
}

/** A relation as the card shows it: of whom one may not see nothing but that they are there. */
function shownRelation(r: OwnedRelation, other: Preview, positions: ReadonlyMap<number, string>): Card['relations'][number] {
  const seen = other.hidden === null || other.hidden === 'no_name'
  const { id, kind, direction, since, until } = r
  return { id, kind, direction, other, title: seen ? r.title : null, position: seen ? (positions.get(id) ?? null) : null, since, until }
}

/** How much there is that this purpose does not cover, section by section, and which purposes would. */
async function hiddenOf(deps: DoorDeps, sight: Sight, members: readonly number[]): Promise<Hidden[]> {
  const counts = new Map<string, Hidden & { count: number }>()
  const closed = await closedKinds(deps, sight.purpose.purpose)
  const [all, kinds] = await Promise.all([deps.together.held(members), countClosed(deps, closed, members)])
  for (const { section, category, count } of all) {
    const reason = sight.uncovered(category)
    if (reason === undefined) continue
    const same = counts.get(`${section} ${category}`)
    if (same) same.count += count
    else counts.set(`${section} ${category}`, { section, count, reason, purposes: reason === 'role_not_covered' ? [] : coveredBy(sight, category) })
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
