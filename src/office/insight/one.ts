import { type Db, sql } from '../../platform/db/index.ts'
import { portraitItems } from './portrait.ts'
import { mayBeAnalysed } from './said.ts'
import type { Insight, Trait } from './shapes.ts'
import type { InsightTables, TasteAbout } from './tables.ts'
import { type TraitRows, traitRows, traitsTold } from './traits.ts'

// What is said of one person, from the row that the last good run left: the same for the card, the portal and the API.

type Row = InsightTables['office.insight']
export type Told = { computed_at: Date | null; valid_until: Date | null; why: 'not_computed' | 'objected' | null; items: Insight[]; traits: Trait[] }
export type Words = { [language: string]: string }

/** What is thought of this person, as of `now`. What is contested keeps its place and says nothing. */
export async function insightOf(db: Db<InsightTables>, person: number, now: Date): Promise<Told> {
  return (await insightsOf(db, [{ person, now }])).get(person) ?? nothingOf('not_computed')
}

type Found = Row & {
  person: number
  model: string | null
  may: boolean
  class: InsightTables['office.value_class'] | null
  contested: { [about: string]: string }
  titles: { [sku: string]: string }
  asked: Date
  traits: TraitRows
}

/** The same of many in one statement; whoever is asked for is there. */
export async function insightsOf(db: Db<InsightTables>, asked: readonly { person: number; now: Date }[]): Promise<Map<number, Told>> {
  const latest = new Map(asked.map((one) => [one.person, one.now.toISOString()]))
  const { rows } = await sql<Found>`
    select i.*, d.person, d.may, d.now as asked, to_jsonb(v) as class, ${traitRows(sql`d.person`)} as traits,
      (select r.figures->'check'->>'chosen' from office.model_run r where r.run_id = i.run_id) as model,
      coalesce((select jsonb_object_agg(x.about, x.at) from fact.contest x where x.customer_id = d.person), '{}') as contested,
      coalesce((select jsonb_object_agg(p.sku, p.title) from fact.product p where p.sku = any(i.again || i.fresh)), '{}') as titles
    from (select n.person, n.now, ${mayBeAnalysed(sql`n.person`)} as may from unnest(${[...latest.keys()]}::bigint[], ${[...latest.values()]}::timestamptz[]) as n (person, now)) d
      left join office.insight i on i.customer_id = d.person and i.valid_until > d.now
      left join office.value_class v on v.customer_id = d.person`.execute(db)
  return new Map(rows.map((row) => [row.person, toldOf(row)]))
}

const nothingOf = (why: Told['why']): Told => ({ computed_at: null, valid_until: null, why, items: [], traits: [] })

function toldOf(row: Found): Told {
  if (!row.may) return nothingOf('objected')
  const known = row.run_id !== null
  const items = [...classOf(row.class), ...(known ? itemsOf(row, row.model ?? 'mbg', row.titles) : [])].map((one) => quiet(one, row.contested))
  const traits = traitsTold(row.traits, row.asked)
  return known ? { computed_at: row.computed_at, valid_until: row.valid_until, why: null, items, traits } : { ...nothingOf('not_computed'), items, traits }
}

/** Categories, and what a question was about, by what the company calls the topic of that name; where it has none, the code is all there is. */
export function titled<T extends Pick<Told, 'items' | 'traits'>>(told: T, topics: ReadonlyMap<string, Words>): T {
  const items = told.items.map((one) =>
    one.kind === 'categories' || one.kind === 'stops' ? { ...one, items: one.items.map((i) => ({ ...i, title: topics.get(i.code) ?? null })) } : one,
  )
  const traits = told.traits.map((one) => (one.what === 'category' && one.said !== null ? { ...one, said_title: topics.get(one.said) ?? null } : one))
  return { ...told, items, traits }
}

function quiet(said: Insight, contested: { [about: string]: string }): Insight {
  const at = contested[said.kind]
  if (at === undefined) return said
  return { ...said, ...nothing, why: 'contested', contested_at: new Date(at).toISOString() }
}

const nothing = { amount: null, number: null, low: null, high: null, level: null, on: null, items: [], evidence: [] }
const level = 0.9
const day = (at: Date | null) => at?.toISOString().slice(0, 10) ?? null

function itemsOf(row: Row, model: string, titles: { [sku: string]: string }): Insight[] {
  return [...forecastsOf(row, model), ...tastesOf(row), ...proposalsOf(row, titles), ...portraitItems(row)]
}

/** The class that decides, also where no run has been yet. */
function classOf(row: Found['class']): Insight[] {
  if (row === null) return []
  const spent = { minor: row.spent, currency: row.currency.trim() }
  return [
    {
      ...nothing,
      kind: 'value_class',
      why: null,
      items: [{ code: row.class, title: null, share: null, low: null, high: null, lift: null }],
      evidence: [
        evidence('purchases', { count: row.purchases }),
        evidence('days_since_last', { count: row.days_since_last }),
        evidence('spent', { amount: spent }),
      ],
      method: row.method,
      n: row.purchases,
      contested_at: null,
    },
  ]
}

const blankOf = (row: Row) => ({ ...nothing, contested_at: null, n: row.purchases })

function forecastsOf(row: Row, model: string): Insight[] {
  const blank = blankOf(row)
  const money = (minor: number | null) => (minor === null || row.currency === null ? null : { minor, currency: row.currency })
  const history = [
    evidence('purchases', { count: row.purchases }),
    evidence('first_on', { on: row.first_on }),
    evidence('last_on', { on: row.last_on }),
    ...(row.spent === null ? [] : [evidence('spent', { amount: money(row.spent) })]),
  ]
  const expected = row.expected === null ? [] : [evidence('expected_purchases', { count: row.expected })]
  const rhythm = `${model}/nbd`
  return [
    {
      ...blank,
      kind: 'value',
      why: row.value === null ? (row.why ?? row.why_worth ?? 'too_few') : null,
      amount: money(row.value),
      low: row.value_low,
      high: row.value_high,
      level: row.value === null ? null : level,
      evidence: row.why === null ? [...history, ...expected] : [],
      method: `${rhythm}+gamma-gamma`,
    },
    {
      ...blank,
      kind: 'staying',
      why: row.alive === null ? (row.why ?? 'too_few') : null,
      number: row.alive,
      evidence: row.alive === null ? [] : history.slice(0, 3),
      method: rhythm,
    },
    {
      ...blank,
      kind: 'next',
      why: row.next_on !== null ? null : (row.why ?? (row.alive === null ? 'too_few' : 'unlikely')),
      on: day(row.next_on),
      evidence: row.next_on === null ? [] : history.slice(0, 3),
      method: rhythm,
    },
    {
      ...blank,
      kind: 'rhythm',
      why: row.longer !== null ? null : (row.why ?? 'too_few'),
      number: row.longer,
      evidence:
        row.longer === null
          ? []
          : [evidence('own_gap_days', { count: row.gap }), evidence('times_own_gap', { count: row.elapsed }), evidence('last_on', { on: row.last_on })],
      method: 'own rhythm',
    },
  ]
}

const evidence = (code: string, said: { count?: number | null; amount?: { minor: number; currency: string } | null; on?: Date | null }) => ({
  code,
  count: said.count ?? null,
  amount: said.amount ?? null,
  on: day(said.on ?? null),
})

const tasteKinds = ['categories', 'channels', 'hours', 'prices'] satisfies TasteAbout[]

function tastesOf(row: Row): Insight[] {
  return tasteKinds.map((kind) => {
    const blank = { ...blankOf(row), kind, method: 'beta-smoothed share' }
    const tasted = row.tastes[kind]
    if (!tasted) return { ...blank, why: 'too_few', n: 0 }
    const items = tasted.items.map((one) => ({ ...one, title: null }))
    return { ...blank, why: null, n: tasted.n, level, items, evidence: [evidence('touches', { count: tasted.n })] }
  })
}

function proposalsOf(row: Row, titles: { [sku: string]: string }): Insight[] {
  return (['again', 'fresh'] as const).map((kind) => {
    const blank = { ...blankOf(row), kind, method: kind === 'again' ? 'tifu-knn' : 'item-knn' }
    if (row[kind].length === 0) return { ...blank, why: 'too_few' }
    const items = row[kind].map((sku) => ({ code: sku, title: bothWays(titles[sku]), share: null, low: null, high: null, lift: null }))
    return { ...blank, why: null, items, evidence: [evidence('purchases', { count: row.purchases })] }
  })
}

/** A title that is written one way for every language. */
const bothWays = (title: string | undefined): Words | null => (title === undefined ? null : { en: title, ru: title })

/** As it goes to a screen or a program. */
export const toldOutside = ({ computed_at, valid_until, ...told }: Told) => ({
  ...told,
  computed_at: computed_at?.toISOString() ?? null,
  valid_until: valid_until?.toISOString() ?? null,
})
