import { sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/index.ts'
import { type Care, type CustomerTables, careOf, readUnits, setOwner, setUnits, writtenUnits } from '../customers/index.ts'
import type { Dealt } from './shapes.ts'
import type { BulkTables } from './tables.ts'

// Who looks after many at once: units, or a colleague. What it was stands in keep.bulk_before, as for the other fields of a row.

type Deps = { rowIds: IdBlocks }
type Tables = BulkTables & CustomerTables
type What = 'units' | 'owner'
export type Caring = { bulk: number; what: What; actor: Actor; now: Date }

const written = (what: What, care: Care | undefined): string | null => (what === 'units' ? writtenUnits(care?.units ?? []) : (care?.owner?.toString() ?? null))

/** Says it of persons whose rows are held; who has it from this very work already counts as changed. */
export async function setCare(deps: Deps, tx: Tx<Tables>, persons: readonly number[], { value, ...at }: Caring & { value: string | null }): Promise<Dealt> {
  if (persons.length === 0) return { changed: [], unchanged: 0, leftOut: new Map() }
  const { rows: before } = await sql<{ customer_id: number }>`
    select customer_id from keep.bulk_before where bulk_id = ${at.bulk} and undone_at is null and customer_id = any(${[...persons]}::bigint[])`.execute(tx)
  const done = new Set(before.map((row) => row.customer_id))
  const held = await careOf(tx.$pickTables(), persons)
  const others = persons.filter((person) => !done.has(person) && written(at.what, held.get(person)) !== value)
  const was = others.map((person) => written(at.what, held.get(person)))
  await sql`insert into keep.bulk_before (customer_id, bulk_id, was, became)
    select c, ${at.bulk}, w, ${value}::text from unnest(${others}::bigint[], ${was}::text[]) as t(c, w)`.execute(tx)
  await put(deps, tx, others, { ...at, value })
  const changed = [...done, ...others].sort((a, b) => a - b)
  return { changed, unchanged: persons.length - changed.length, leftOut: new Map() }
}

/** Puts back what was there, for those whom this work changed and nobody changed since. */
export async function unsetCare(deps: Deps, tx: Tx<Tables>, persons: readonly number[], at: Caring): Promise<Dealt> {
  if (persons.length === 0) return { changed: [], unchanged: 0, leftOut: new Map() }
  const { rows } = await sql<{ customer_id: number; was: string | null; became: string | null; undone: boolean }>`
    select customer_id, was, became, undone_at is not null as undone from keep.bulk_before
    where bulk_id = ${at.bulk} and customer_id = any(${[...persons]}::bigint[]) for update`.execute(tx)
  const held = await careOf(tx.$pickTables(), persons)
  const due = rows.filter((row) => !row.undone && written(at.what, held.get(row.customer_id)) === row.became)
  for (const [value, some] of Map.groupBy(due, (row) => row.was))
    await put(
      deps,
      tx,
      some.map((row) => row.customer_id),
      { ...at, value },
    )
  await sql`update keep.bulk_before set undone_at = ${at.now} where bulk_id = ${at.bulk} and customer_id = any(${due.map((row) => row.customer_id)}::bigint[])`.execute(
    tx,
  )
  const changed = [...due, ...rows.filter((row) => row.undone)].map((row) => row.customer_id)
  const since = persons.length - changed.length
  return { changed, unchanged: 0, leftOut: new Map(since > 0 ? [['changed_since', since]] : []) }
}

async function put(deps: Deps, tx: Tx<Tables>, persons: readonly number[], { what, value, ...by }: Caring & { value: string | null }): Promise<void> {
  if (what === 'units') await setUnits(deps, tx.$pickTables(), { persons, units: readUnits(value) }, by)
  else await setOwner(deps, tx.$pickTables(), { persons, staff: value === null ? null : Number(value) }, by)
}
