import { z } from 'zod'
import { type AnyDb, sql } from '../../../platform/db/index.ts'
import type { RightsDeps } from '../deps.ts'
import { type Covers, erasedKinds, type PartCovers } from '../shapes.ts'
import type { ErasureRow } from './store.ts'

// What belongs to a kind, and when each row happened, is read from annotations (public.erase_part). Rows that are to go are put aside the moment
// it is asked for, where nothing looks: so they are denied to everybody, by absence, and what is taken back is put back as it was.

const stored = z.union([
  z.object({ all: z.literal(true) }).transform((): Covers => 'everything'),
  z.object({ part: z.enum(erasedKinds) }),
  z.object({ from: z.string(), to: z.string() }),
])

/** What an erasure covers, as its row says it. */
export const coversOf = (row: Pick<ErasureRow, 'covers'>): Covers => stored.parse(row.covers)

export const coversStored = (covers: Covers): string =>
  JSON.stringify(covers === 'everything' ? { all: true } : 'part' in covers ? covers : { from: exact(covers.from), to: exact(covers.to) })

const exact = (at: string) => new Date(at).toISOString()

/** In a word: how the audit and receipts name it. */
export const codeOf = (covers: Covers): string => (covers === 'everything' ? 'everything' : 'part' in covers ? covers.part : 'span')

type PartTable = { name: string; place: number; rows: string; at: string | null }

/** Tables of which these rows go, those that lead to others first. One that several kinds share stands once for each. */
async function tablesOf(db: AnyDb, covers: PartCovers): Promise<PartTable[]> {
  const which = 'part' in covers ? sql`part = ${covers.part}` : sql`at is not null`
  const { rows } = await sql<PartTable>`select table_name as name, place, rows, at from public.erase_part where ${which} order by place, part`.execute(db)
  return rows
}

/** Which rows of a table. What stands in it comes from migrations and from nobody else. */
function rowsOf({ rows, at }: PartTable, covers: PartCovers, members: readonly number[], until?: Date) {
  const within =
    'part' in covers ? sql`` : sql`and ${sql.raw(at ?? 'null')} >= ${covers.from}::timestamptz and ${sql.raw(at ?? 'null')} < ${covers.to}::timestamptz`
  const before = until === undefined ? sql`` : sql`and ${sql.raw(at ?? 'null')} <= ${until}`
  return sql`t.customer_id = any(${[...members]}::bigint[]) and (${sql.raw(rows)}) ${within} ${before}`
}

/** How many rows would go, by table. */
export async function countPart(db: AnyDb, members: readonly number[], covers: PartCovers): Promise<Map<string, number>> {
  const tables = await tablesOf(db, covers)
  // Rows that two kinds share are counted once: by where they lie.
  const { rows } = await sql<{ name: string; n: number }>`
    select name, count(distinct lies)::int as n from (${sql.join(
      tables.map(
        (table) =>
          sql`select ${table.name}::text as name, t.tableoid::text || t.ctid::text as lies from ${sql.raw(table.name)} t where ${rowsOf(table, covers, members)}`,
      ),
      sql` union all `,
    )}) found group by name`.execute(db)
  return new Map(rows.map(({ name, n }) => [name, n]))
}

/**
 * Puts these rows aside; `until`: only those that happened by then. In the transaction that asks, or in the step that takes what was still being
 * written when it was asked.
 */
export async function putAside(tx: AnyDb, of: { erasure: number; members: readonly number[]; covers: PartCovers; until?: Date }): Promise<number> {
  let aside = 0
  for (const table of await tablesOf(tx, of.covers)) {
    const name = sql.raw(table.name)
    const moved = await sql`
      with gone as (delete from ${name} t where ${rowsOf(table, of.covers, of.members, of.until)} returning t.*)
      insert into keep.set_aside (customer_id, erasure_id, table_name, said) select customer_id, ${of.erasure}, ${table.name}, to_jsonb(gone) from gone`.execute(
      tx,
    )
    aside += Number(moved.numAffectedRows ?? 0n)
  }
  return aside
}

/** Destroys what stands aside; gives how much, by table. */
export async function destroyAside(tx: AnyDb, erasure: number): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; n: number }>`
    with gone as (delete from keep.set_aside where erasure_id = ${erasure} returning table_name)
    select table_name as name, count(*)::int as n from gone group by 1`.execute(tx)
  return new Map(rows.map(({ name, n }) => [name, n]))
}

/** Sensitive records lie beside others in tables that are not: they are counted as what they are. */
export function asKind(covers: PartCovers, counted: ReadonlyMap<string, number>): Map<string, number> {
  if (!('part' in covers) || covers.part !== 'health' || counted.size === 0) return new Map(counted)
  return new Map([['sensitive', [...counted.values()].reduce((sum, n) => sum + n, 0)]])
}

/** Whether anything is left under their key of sensitive data. */
export async function holdsSensitive({ db }: Pick<RightsDeps, 'db'>, members: readonly number[]): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from keep.vault where customer_id = any(${[...members]}::bigint[]) and category = 'sensitive')
      or exists (select from keep.content where customer_id = any(${[...members]}::bigint[]) and category = 'sensitive')
      or exists (select from keep.set_aside where customer_id = any(${[...members]}::bigint[]) and said ->> 'category' = 'sensitive') as held`.execute(db)
  return rows[0]?.held ?? false
}
