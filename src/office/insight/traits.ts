import { type RawBuilder, sql } from '../../platform/db/index.ts'
import type { Trait } from './shapes.ts'

// Computed traits of one person, as they are kept (audiences/traits computes them): the same for the card, the portal and the API.

type Row = {
  trait: string
  title: Trait['title']
  type: Trait['type']
  definition: { take: string; what?: string; currency?: string; within_days?: number }
  number: number | null
  said: string | null
  said_title: string | null
  n: number
  first_at: string
  last_at: string
  as_of: string
  contested: string | null
}
export type TraitRows = readonly Row[]

/** What is kept of person `person` (an expression) as one JSON list, by the definitions that stand. */
export const traitRows = (person: RawBuilder<unknown>) => sql<TraitRows>`
  coalesce((select jsonb_agg(jsonb_build_object('trait', t.trait, 'title', t.title, 'type', t.type, 'definition', t.definition, 'number', v.number, 'said', v.said,
      'said_title', (select p.title from fact.product p where t.definition->>'what' = 'sku' and p.sku = v.said),
      'n', v.n, 'first_at', v.first_at, 'last_at', v.last_at, 'as_of', greatest(v.computed_at, t.compared_at),
      'contested', (select x.at from fact.contest x where x.customer_id = v.customer_id and x.about = 'trait:' || t.trait)) order by t.trait)
    from office.trait_value v join office.trait t on t.trait = v.trait and t.version = v.version and t.deleted_at is null
    where v.customer_id = ${person}), '[]')`

const dayMs = 86_400_000
const day = (at: string) => new Date(at).toISOString().slice(0, 10)

/** What each says as of `now`. What its person calls wrong keeps its name and says nothing. */
export const traitsTold = (rows: TraitRows, now: Date): Trait[] =>
  rows.map((row) => {
    const { take, what = null, currency, within_days = null } = row.definition
    const common = { trait: row.trait, title: row.title, type: row.type, take, what, within_days, as_of: new Date(row.as_of).toISOString() }
    const nothing = { number: null, amount: null, said: null, said_title: null, n: null, first_on: null, last_on: null }
    if (row.contested !== null) return { ...common, ...nothing, contested_at: new Date(row.contested).toISOString() }
    const number = row.type === 'days' ? Math.floor((now.getTime() - new Date(row.last_at).getTime()) / dayMs) : row.number
    const amount = row.type === 'money' && number !== null && currency !== undefined ? { minor: Math.round(number), currency } : null
    return {
      ...common,
      number: amount === null ? number : null,
      amount,
      said: row.said,
      said_title: row.said_title === null ? null : { en: row.said_title, ru: row.said_title },
      n: row.n,
      first_on: day(row.first_at),
      last_on: day(row.last_at),
      contested_at: null,
    }
  })
