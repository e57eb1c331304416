import { sql } from '../../platform/db/index.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { openFieldsOf, openIdentifiersOf, type Relation, relationsOf } from '../customers/index.ts'
import type { GateRequest } from '../gate/index.ts'
import type { Card, Checked, Field, Hidden, Identifier, Preview } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { previewOf, render } from './previews.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

/** The personal half of a card, opened for one purpose under one receipt; what the purpose does not cover is counted and named. */
export async function card(deps: DoorDeps, asker: Asker, input: Checked<'card'>): Promise<Card> {
  const now = deps.clock.now()
  const sight = await sightOf(deps.db, asker, input.purpose, [input.customer], now, offersTo(input.customer))
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
  const none = { fields: [], identifiers: [], relations: [] }
  const { fields, identifiers, relations } = refused ? none : await personal(deps, sight, input.customer)
  const [others, hidden] = await Promise.all([othersOf(deps, asker, input, relations, now), hiddenOf(deps, sight, standing.members)])
  const preview = previewOf(sight, input.customer, new Map(fields.map((f) => [f.field, f])), now)
  if (!preview) throw notFound()
  const value = (field: string) => fields.find((f) => f.field === field)?.value ?? null
  return {
    preview,
    members: [...standing.members],
    language: standing.language,
    time_zone: standing.time_zone,
    country: standing.country,
    form: value('form') === 'informal' ? 'informal' : 'formal',
    job_title: value('job_title'),
    purpose: { code: sight.purpose.purpose, title: sight.purpose.title },
    identifiers,
    fields,
    relations: relations.flatMap((r) => {
      const other = others.find((p) => p.customer === r.other)
      return other ? [{ kind: r.kind, direction: r.direction, other, title: r.title }] : []
    }),
    reach: reachOf(sight),
    hidden: refused ? [{ section: 'card', count: null, reason: refused, purposes: [] }, ...hidden] : hidden,
    noted_at: now.toISOString(),
  }
}

async function personal(deps: DoorDeps, sight: Sight, customer: number) {
  const [fields, identifiers, relations] = await Promise.all([
    fieldsOf(deps, sight, customer),
    identifiersOf(deps, sight, customer),
    relationsOf(deps.db.$pickTables(), sight.members(customer)),
  ])
  return { fields, identifiers, relations }
}

/** Who they are related to: other persons, whose names are opened under receipts of their own, as far as the asker's budget goes. */
async function othersOf(deps: DoorDeps, asker: Asker, input: Checked<'card'>, relations: readonly Relation[], now: Date): Promise<Preview[]> {
  if (relations.length === 0) return []
  const ids = [...new Set(relations.map((r) => r.other))]
  const sight = await sightOf(deps.db, asker, input.purpose, ids, now)
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
  const opened = (await openFieldsOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, new Map([[customer, sight.members(customer)]]), '*')).get(customer)
  const shown = [...(opened?.values() ?? [])].filter((v) => sight.covers(v.category, v.field))
  const titles = await ownTitles(
    deps,
    shown.map((v) => v.field).filter((f) => f.startsWith('x_')),
  )
  return shown.map((v) => ({
    field: v.field,
    category: v.category,
    title: titles.get(v.field) ?? null,
    value: v.value,
    source: v.source,
    changed_at: v.at.toISOString(),
    versions: v.versions,
  }))
}

async function ownTitles(deps: DoorDeps, fields: readonly string[]): Promise<Map<string, { [language: string]: string }>> {
  if (fields.length === 0) return new Map()
  const rows = await sql<{ code: string; title: { [language: string]: string } }>`
    select distinct on (code) code, title from keep.custom_field where code = any(${[...fields]}::text[]) order by code, version desc`.execute(deps.db)
  return new Map(rows.rows.map((r) => [r.code, r.title]))
}

/** What points at the customer. What has no value of its own (a cookie) or is only ours is left out. */
export async function identifiersOf(deps: DoorDeps, sight: Sight, customer: number): Promise<Identifier[]> {
  if (!sight.covers('contact')) return []
  const held =
    (await openIdentifiersOf({ db: deps.db.$pickTables(), keyring: deps.keyring }, new Map([[customer, sight.members(customer)]]))).get(customer) ?? []
  return held
    .filter((i) => i.value !== null)
    .slice(0, 100)
    .map((i) => ({
      kind: i.kind,
      shown: i.value,
      verified: i.verified,
      shared: i.shared,
      source: i.source,
      first_seen_at: i.first_seen.toISOString(),
      last_seen_at: i.last_seen.toISOString(),
    }))
}

/** How much there is that this purpose does not cover, section by section, and which purposes would. */
async function hiddenOf(deps: DoorDeps, sight: Sight, members: readonly number[]): Promise<Hidden[]> {
  const covered = sight.purpose.categories
  const counted = await sql<{ section: string; category: string; count: number }>`
    select 'timeline' as section, category, count(*)::int as count from keep.content where customer_id = any(${[...members]}::bigint[]) and category <> all(${[...covered]}::text[]) group by category
    union all
    select 'fields', category, count(*)::int from keep.vault where customer_id = any(${[...members]}::bigint[]) and current and sealed is not null and category <> all(${[...covered]}::text[]) group by category`.execute(
    deps.db,
  )
  return counted.rows.map((r) => ({ section: r.section, count: r.count, reason: 'category_not_covered', purposes: coveredBy(sight, r.category) }))
}

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
