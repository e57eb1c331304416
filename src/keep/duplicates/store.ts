import { type Db, sql } from '../../platform/db/index.ts'
import { type CustomerTables, isWithin, type Within } from '../customers/index.ts'
import type { DuplicateTables } from './tables.ts'

type Reader = Db<DuplicateTables & CustomerTables>
export type DuplicatePlace = { weight: number; customer: number; other: number }
export type Duplicate = { customer: number; other: number; reasons: string[]; cautions: string[]; weight: number; found_at: Date }

/** Pairs nobody has decided about, the likeliest first; of one person when asked so. Who was joined, restricted or erased since is left out. */
export async function duplicates(
  db: Reader,
  page: { of: number | undefined; after: DuplicatePlace | undefined; limit: number; within: Within | undefined },
): Promise<Duplicate[]> {
  const { of, after } = page
  const whose = of === undefined ? sql`` : sql`and (d.customer_id = ${of} or d.other_id = ${of})`
  const rest = after === undefined ? sql`` : sql`and (-d.weight, d.customer_id, d.other_id) > (${-after.weight}, ${after.customer}, ${after.other})`
  const rows = await sql<Duplicate>`
    select d.customer_id as customer, d.other_id as other, d.reasons, d.cautions, d.weight, d.found_at from keep.duplicate d
    join keep.customer a on a.customer_id = d.customer_id and a.merged_into is null and a.status = 'known'
    join keep.customer b on b.customer_id = d.other_id and b.merged_into is null and b.status = 'known'
    where d.dismissed_at is null ${whose} ${rest} and ${bothWithin(page.within)} order by d.weight desc, d.customer_id, d.other_id limit ${page.limit}`.execute(
    db,
  )
  return rows.rows
}

/** A pair of which somebody sees one only is none to them. */
const bothWithin = (within: Within | undefined) =>
  within === undefined
    ? sql`true`
    : sql`2 = (select count(*) from keep.customer r where r.customer_id in (a.customer_id, b.customer_id) and ${isWithin(within)})`

/** How many wait, at most so many. */
export async function countDuplicates(db: Reader, most: number, within: Within | undefined): Promise<number> {
  const rows = await sql<{ count: number }>`select count(*)::int as count from (select 1 from keep.duplicate d
    join keep.customer a on a.customer_id = d.customer_id and a.merged_into is null and a.status = 'known'
    join keep.customer b on b.customer_id = d.other_id and b.merged_into is null and b.status = 'known'
    where d.dismissed_at is null and ${bothWithin(within)} limit ${most}) x`.execute(db)
  return rows.rows[0]?.count ?? 0
}

/** Remembers that they are two, whoever of them is asked first; taken back with `dismissed: false`. False when it was so already. */
export async function dismissDuplicate(
  db: Reader,
  pair: { customer: number; other: number; dismissed: boolean },
  by: { staff: number; now: Date },
): Promise<boolean | undefined> {
  const [low, high] = [Math.min(pair.customer, pair.other), Math.max(pair.customer, pair.other)]
  const done = await sql`update keep.duplicate set dismissed_at = ${pair.dismissed ? by.now : null}, dismissed_by = ${pair.dismissed ? by.staff : null}
    where customer_id = ${low} and other_id = ${high} and (dismissed_at is not null) <> ${pair.dismissed} returning 1`.execute(db)
  if (done.rows.length > 0) return true
  const there = await sql`select from keep.duplicate where customer_id = ${low} and other_id = ${high}`.execute(db)
  return there.rows.length > 0 ? false : undefined
}
