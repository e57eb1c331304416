import { type Db, type RawBuilder, sql } from '../../platform/db/index.ts'
import type { DeskTables } from './deps.ts'
import { deedBit, marksOf, type Said } from './marks.ts'

// Receipts of everybody within a span of time. The table is in the order of time, so a span is a stretch of it (the block range index on
// `at`); what many receipts share is joined after they were counted.

export type Span = { from: Date; until: Date; by?: { kind: 'staff' | 'api'; id: number } | undefined }

/** What some receipts of a span share, and how many they are. */
export type Shared = Said & {
  codes_id: number
  role: string
  purpose: string
  decision: string
  reasons: string[]
  uses: number
  first: Date
  last: Date
}

const within = ({ from, until, by }: Span): RawBuilder<unknown> => sql`r.at >= ${from} and r.at < ${until} ${by ? sql`and r.actor_id = ${by.id}` : sql``}`
/** Numbers of colleagues, keys and customers are counted apart: the same one may be of each. */
const ofKind = ({ by }: Span): RawBuilder<unknown> => (by ? sql`c.actor = ${by.kind}` : sql`c.actor <> 'customer'`)

/** Everything that happened in it but for what customers did themselves, by what the receipts share. */
export async function sharedIn(db: Db<DeskTables>, span: Span): Promise<Shared[]> {
  const { rows } = await sql<Shared>`
    select c.codes_id, c.actor, c.role, c.purpose, c.operation, c.activity, c.fields, c.categories, c.recipients, c.decision, c.reasons, u.uses, u.first, u.last
    from (select r.codes_id, count(*)::int as uses, min(r.at) as first, max(r.at) as last from keep.receipt r where ${within(span)} group by 1) u
    join keep.receipt_codes c using (codes_id) where ${ofKind(span)}`.execute(db)
  return rows
}

/** The persons of some of it, with what was done with each as bits (marks.ts). */
const persons = (span: Span, shared: readonly Shared[]): RawBuilder<unknown> => sql`
  with said as materialized (
    select * from unnest(${shared.map((s) => s.codes_id)}::bigint[], ${shared.map(marksOf)}::int[], ${shared.map(deedBit)}::bigint[]) s (codes_id, marks, deeds)),
  seen as (
    select coalesce(c.merged_into, r.customer_id) as person, count(*)::int as uses, min(r.at) as first, max(r.at) as last,
      bit_or(s.marks) as marks, bit_or(s.deeds) as deeds
    from keep.receipt r join said s using (codes_id)
      left join keep.customer c on c.customer_id = r.customer_id and c.merged_into is not null
    where ${within(span)} group by 1)`

/** How many persons there are for each combination of bits. */
export async function countPersons(db: Db<DeskTables>, span: Span, shared: readonly Shared[]): Promise<{ marks: number; deeds: number; persons: number }[]> {
  if (shared.length === 0) return []
  const { rows } = await sql<{ marks: number; deeds: number; persons: number }>`
    ${persons(span, shared)} select marks, deeds, count(*)::int as persons from seen group by 1, 2`.execute(db)
  return rows
}

export type Seen = { person: number; uses: number; first: Date; last: Date; marks: number; deeds: number }

/** The persons themselves, in the order of their numbers. */
export async function personsIn(
  db: Db<DeskTables>,
  span: Span,
  shared: readonly Shared[],
  page: { after: number | undefined; limit: number },
): Promise<Seen[]> {
  if (shared.length === 0) return []
  const { rows } = await sql<Seen>`
    ${persons(span, shared)} select * from seen where person > ${page.after ?? 0} order by person limit ${page.limit}`.execute(db)
  return rows
}

/** How many uses each colleague, program or part of the house had. */
export async function actorsIn(
  db: Db<DeskTables>,
  span: Span,
): Promise<{ kind: 'staff' | 'api' | 'service' | 'ai'; id: number; role: string; uses: number }[]> {
  const { rows } = await sql<{ kind: 'staff' | 'api' | 'service' | 'ai'; id: number; role: string; uses: number }>`
    select c.actor as kind, case when c.actor in ('staff', 'api') then u.actor_id else 0 end as id, c.role, sum(u.uses)::int as uses
    from (select r.codes_id, r.actor_id, count(*) as uses from keep.receipt r where ${within(span)} group by 1, 2) u
    join keep.receipt_codes c using (codes_id) where ${ofKind(span)} and c.decision = 'allow' group by 1, 2, 3 order by 4 desc, 1, 2, 3`.execute(db)
  return rows
}

/** By the day of a time zone. */
export async function daysIn(db: Db<DeskTables>, span: Span, shared: readonly Shared[], zone: string): Promise<{ day: string; count: number }[]> {
  if (shared.length === 0) return []
  const { rows } = await sql<{ day: string; count: number }>`
    select to_char(r.at at time zone ${zone}, 'YYYY-MM-DD') as day, count(*)::int as count from keep.receipt r
    where ${within(span)} and r.codes_id = any(${shared.map((s) => s.codes_id)}::bigint[]) group by 1 order by 1`.execute(db)
  return rows
}
