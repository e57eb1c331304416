import { sql } from '../../platform/db/index.ts'
import { notFound } from '../../platform/errors.ts'
import { groupsOf, openFields, openIdentifiers, relationsOf } from '../customers/index.ts'
import { type Purpose, purposesNow, termsOf } from '../terms/index.ts'
import type { Card, Checked, Field, Hidden, Identifier } from './contract.ts'
import type { Asker, DoorDeps } from './deps.ts'
import { render } from './previews.ts'
import { type Sight, sightOf } from './sight.ts'
import { noteUse } from './uses.ts'

/** The personal half of a card, opened for one purpose under one receipt; what the purpose does not cover is counted and named. */
export async function card(deps: DoorDeps, asker: Asker, input: Checked<'card'>): Promise<Card> {
  const sight = await sightOf(deps.db, asker, input.purpose, [input.customer], deps.clock.now())
  const standing = sight?.standing(input.customer)
  if (!sight || !standing) throw notFound()
  const refused = sight.refusal(input.customer)
  const now = deps.clock.now()
  await noteUse(deps, asker, { sight, customers: [input.customer], reason: input.reason, operation: 'read', categories: [...sight.purpose.categories], fields: ['card'], ...(refused ? { refused } : {}) })
  const members = sight.members(input.customer)
  const relations = refused ? [] : await relationsOf(deps.db.$pickTables(), input.customer)
  const others = await sightOf(deps.db, asker, input.purpose, relations.map((r) => r.other), deps.clock.now())
  const [previews, otherPreviews, fields, identifiers, hidden, reach] = await Promise.all([
    render(deps, sight, [input.customer]),
    others ? render(deps, others, relations.map((r) => r.other)) : [],
    refused ? [] : fieldsOf(deps, sight, input.customer),
    refused ? [] : identifiersOf(deps, sight, input.customer),
    hiddenOf(deps, sight, members),
    reachOf(deps, input.customer, now),
  ])
  const [preview] = previews
  if (!preview) throw notFound()
  const value = (field: string) => fields.find((f) => f.field === field)?.value ?? null
  return {
    preview,
    members: [...members],
    language: standing.language,
    time_zone: standing.time_zone,
    country: standing.country,
    form: value('form') === 'informal' ? 'informal' : 'formal',
    job_title: value('job_title'),
    purpose: { code: sight.purpose.purpose, title: sight.purpose.title },
    identifiers,
    fields,
    relations: relations.flatMap((r) => {
      const other = otherPreviews.find((p) => p.customer === r.other)
      return other ? [{ kind: r.kind, direction: r.direction, other, title: r.title }] : []
    }),
    reach,
    hidden: refused ? [{ section: 'card', count: null, reason: refused, purposes: [] }, ...hidden] : hidden,
    noted_at: now.toISOString(),
  }
}

/** Current fields that the purpose covers, with how many versions each has had. */
export async function fieldsOf(deps: DoorDeps, sight: Sight, customer: number): Promise<Field[]> {
  const opened = (await openFields({ db: deps.db.$pickTables(), keyring: deps.keyring }, [customer], '*')).get(customer)
  const counts = await sql<{ field: string; versions: number }>`select field, count(*)::int as versions from keep.vault where customer_id = any(${[...sight.members(customer)]}::bigint[]) group by field`.execute(deps.db)
  const titles = await sql<{ code: string; title: { [language: string]: string } }>`select distinct on (code) code, title from keep.custom_field order by code, version desc`.execute(deps.db)
  return [...(opened?.values() ?? [])]
    .filter((v) => sight.covers(v.category, v.field))
    .map((v) => ({
      field: v.field,
      category: v.category,
      title: titles.rows.find((t) => t.code === v.field)?.title ?? null,
      value: v.value,
      source: v.source,
      changed_at: v.at.toISOString(),
      versions: counts.rows.find((c) => c.field === v.field)?.versions ?? 1,
    }))
}

/** What points at the customer; cookies and the like are shown as present, without their value. */
export async function identifiersOf(deps: DoorDeps, sight: Sight, customer: number): Promise<Identifier[]> {
  if (!sight.covers('contact')) return []
  const held = (await openIdentifiers({ db: deps.db.$pickTables(), keyring: deps.keyring }, [customer])).get(customer) ?? []
  return held.slice(0, 100).map((i) => ({
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
  const counted = await sql<{ section: string; category: string; count: number }>`
    select 'timeline' as section, category, count(*)::int as count from keep.content where customer_id = any(${[...members]}::bigint[]) group by category
    union all
    select 'fields', category, count(*)::int from keep.vault where customer_id = any(${[...members]}::bigint[]) and current and sealed is not null group by category`.execute(deps.db)
  const purposes = [...(await purposesNow(deps.db.$pickTables())).values()]
  return counted.rows.filter((r) => !sight.covers(r.category)).map((r) => ({ section: r.section, count: r.count, reason: 'category_not_covered', purposes: coveredBy(purposes, r.category) }))
}

const coveredBy = (purposes: readonly Purpose[], category: string) => purposes.filter((p) => p.categories.includes(category)).map((p) => ({ code: p.purpose, title: p.title }))

const ways = ['email', 'sms', 'phone', 'post'] as const

/** By which channels they may be contacted for offers, and why not: terms only; pressure and hours are the gate's, at the moment of sending. */
async function reachOf(deps: DoorDeps, customer: number, now: Date): Promise<Card['reach']> {
  const terms = await termsOf(deps.db.$pickTables(), customer, now)
  return terms.items
    .filter((t) => t.purpose === 'marketing' && t.topic === null && ways.some((w) => w === t.channel))
    .map((t) => ({ channel: t.channel, purpose: t.purpose, decision: t.allowed ? 'allow' : 'deny', reason: t.allowed ? null : reasonOf(t.state), until: null }))
}

const reasonOf = (state: string) => (state === 'stopped' ? 'stopped' : `consent_${state}`)

/** All ids of one person. */
export async function personIds(deps: DoorDeps, customer: number): Promise<number[]> {
  return (await groupsOf(deps.db.$pickTables(), [customer])).get(customer) ?? [customer]
}
