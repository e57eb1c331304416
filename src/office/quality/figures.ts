import { type Db, sql } from '../../platform/db/index.ts'
import { personSeenBy, type Within } from '../within.ts'
import type { ageBands } from './contract.ts'
import { type Kind, kinds } from './fields.ts'
import type { QualityTables } from './tables.ts'

type Ages = { [band in (typeof ageBands)[number]]: number }
export type Counted = { known: number; ages: Ages; against: { why: string; count: number }[] }
export type Figures = {
  gathered_at: Date | null
  kinds: Map<Kind, { persons: number; contradictory: number; fields: Map<string, Counted> }>
}

type Seen = {
  within: Within | undefined
  now: Date
  /** Only these; absent: everybody. */
  among?: readonly number[]
}
const seen = ({ within, among }: Seen) => sql`
  p as materialized (select d.customer_id, d.kind, q.fields, q.confirmed, q.against, q.gathered_at from fact.derived d left join fact.quality q on q.customer_id = d.customer_id
    where d.person = d.customer_id and d.status = 'known' and ${personSeenBy(within, sql`d.customer_id`)}
      ${among ? sql`and d.customer_id = any(${[...among]}::bigint[])` : sql``})`

export const nothingKnown: Counted = { known: 0, ages: { month: 0, half_year: 0, year: 0, three_years: 0, older: 0 }, against: [] }

/** Counts over the customers somebody sees, by kind and field; fields that nobody has are absent. */
export async function figuresOf(db: Db<QualityTables>, asked: Seen): Promise<Figures> {
  const today = asked.now.toISOString().slice(0, 10)
  const older = (days: number) => sql`h.day >= ${today}::date - ${days}::int`
  const { rows: held } = await sql<{ kind: Kind; field: string; known: number } & Ages>`
    with ${seen(asked)}
    select p.kind, h.field, count(*)::int as known, (count(*) filter (where ${older(31)}))::int as month, (count(*) filter (where ${older(183)}))::int as half_year,
      (count(*) filter (where ${older(365)}))::int as year, (count(*) filter (where ${older(1_096)}))::int as three_years
    from p, unnest(p.fields, p.confirmed) as h (field, day) group by 1, 2`.execute(db)
  const { rows: against } = await sql<{ kind: Kind; field: string; why: string; count: number }>`
    with ${seen(asked)}
    select p.kind, split_part(a.code, ':', 1) as field, split_part(a.code, ':', 2) as why, count(*)::int as count from p, unnest(p.against) as a (code) group by 1, 2, 3 order by 4 desc, 3`.execute(
    db,
  )
  const { rows: all } = await sql<{ kind: Kind; persons: number; contradictory: number; gathered_at: Date | null }>`
    with ${seen(asked)}
    select kind, count(*)::int as persons, (count(*) filter (where against <> '{}'))::int as contradictory, max(gathered_at) as gathered_at from p group by 1`.execute(
    db,
  )
  const times = all.flatMap(({ gathered_at }) => (gathered_at ? [gathered_at.getTime()] : []))
  return {
    gathered_at: times.length > 0 ? new Date(Math.max(...times)) : null,
    kinds: new Map(kinds.map((kind) => [kind, ofKind(kind)])),
  }

  function ofKind(kind: Kind) {
    const fields = new Map<string, Counted>()
    for (const { kind: of, field, known, ...upTo } of held) if (of === kind) fields.set(field, { known, ages: apart(known, upTo), against: [] })
    for (const { kind: of, field, why, count } of against) {
      if (of !== kind) continue
      const before = fields.get(field) ?? nothingKnown
      fields.set(field, { ...before, against: [...before.against, { why, count }] })
    }
    const { persons = 0, contradictory = 0 } = all.find((row) => row.kind === kind) ?? {}
    return { persons, contradictory, fields }
  }
}

/** Each band without those that are younger. */
const apart = (known: number, { month, half_year, year, three_years }: Omit<Ages, 'older'>): Ages => ({
  month,
  half_year: half_year - month,
  year: year - half_year,
  three_years: three_years - year,
  older: known - three_years,
})

export type What = 'missing' | 'old' | 'against'
export type Found = { customer_id: number; confirmed_on: string | null; against: string[] }

/** Persons of whom a field is not known, was last said longer than a year ago, or contradicts something, in the order of their ids. */
export async function peopleOf(
  db: Db<QualityTables>,
  { what, field, kind, after, limit, ...asked }: Seen & { what: What; field: string; kind: Kind; after: number; limit: number },
): Promise<Found[]> {
  const today = asked.now.toISOString().slice(0, 10)
  const holds = {
    missing: sql`coalesce(${field} <> all(q.fields), true)`,
    old: sql`q.confirmed[array_position(q.fields, ${field})] < ${today}::date - 365`,
    against: sql`exists (select from unnest(q.against) as a (code) where split_part(a.code, ':', 1) = ${field})`,
  }
  const { rows } = await sql<Found>`
    select d.customer_id, to_char(q.confirmed[array_position(q.fields, ${field})], 'YYYY-MM-DD') as confirmed_on,
      coalesce((select array_agg(split_part(a.code, ':', 2)) from unnest(q.against) as a (code) where split_part(a.code, ':', 1) = ${field}), '{}') as against
    from fact.derived d left join fact.quality q on q.customer_id = d.customer_id
    where d.person = d.customer_id and d.status = 'known' and d.kind = ${kind} and d.customer_id > ${after} and ${holds[what]} and ${personSeenBy(asked.within, sql`d.customer_id`)}
    order by d.customer_id limit ${limit}`.execute(db)
  return rows
}
