import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError, badInput } from '../../platform/errors.ts'
import type { CustomerTables } from './tables.ts'

export type UnitKind = 'brand' | 'shop' | 'department' | 'branch'
export type NewUnit = { code: string; title: { [language: string]: string }; kind: UnitKind }
export type Unit = NewUnit & {
  parent: string | null
  madeAt: Date
  retiredAt: Date | null /** Active members of the staff who belong to it. */
  people: number
}

const mostUnits = 1000

/** Adds a brand, shop, department or branch, or gives a known one another title. Gives its number, which never changes. */
export async function registerUnit(tx: Tx<CustomerTables>, unit: NewUnit, now: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.unit'))`.execute(tx)
  const { rows: counted } = await sql<{ full: boolean }>`
    select count(*) >= ${mostUnits} and not bool_or(code = ${unit.code}) as full from keep.unit`.execute(tx)
  if (counted[0]?.full) throw new AppError('conflict', `There can be ${mostUnits} units at most.`)
  const rows = await sql<{ unit_id: number }>`
    insert into keep.unit (unit_id, code, title, kind, created_at)
    select coalesce(max(unit_id), 0) + 1, ${unit.code}, ${JSON.stringify(unit.title)}::jsonb, ${unit.kind}, ${now} from keep.unit
    on conflict (code) do update set title = excluded.title, kind = excluded.kind returning unit_id`.execute(tx)
  return rows.rows[0]?.unit_id ?? 0
}

/** Every unit by its code, at most a thousand; retired ones too. */
export async function allUnits(db: Db<CustomerTables>): Promise<Unit[]> {
  const { rows } = await sql<Unit>`
    select u.code, u.title, u.kind, u.parent, u.created_at as "madeAt", u.retired_at as "retiredAt",
      (select count(*)::int from keep.staff s where s.status = 'active' and u.code = any(s.units)) as people
    from keep.unit u order by u.code collate "C"`.execute(db)
  return rows
}

/** Offers a unit no more, or again; gives whether that changed anything. */
export async function setUnitRetired(tx: Tx<CustomerTables>, code: string, at: Date | null): Promise<boolean> {
  const set = await sql`
    update keep.unit set retired_at = ${at}::timestamptz where code = ${code} and (retired_at is null) = ${at !== null}`.execute(tx)
  return set.numAffectedRows === 1n
}

const deepest = 5

/** Says what a unit belongs to; null: the company itself. Throws bad_input where it would belong to itself, or too deep. Under the lock of registerUnit. */
export async function putUnitUnder(tx: Tx<CustomerTables>, code: string, parent: string | null): Promise<void> {
  if (parent !== null) {
    const { rows } = await sql<{ code: string; depth: number }>`
      with recursive up as (select code, parent, 1 as depth from keep.unit where code = ${parent}
        union all select u.code, u.parent, up.depth + 1 from keep.unit u join up on u.code = up.parent where up.depth < 20)
      select code, depth from up`.execute(tx)
    if (rows.length === 0) throw badInput(`parent: there is no unit "${parent}"`, 'parent')
    if (rows.some((row) => row.code === code)) throw badInput('parent: a unit cannot belong to what belongs to it', 'parent')
    if (rows.length >= deepest) throw badInput(`parent: units stand in ${deepest} levels at most`, 'parent')
  }
  await sql`update keep.unit set parent = ${parent} where code = ${code}`.execute(tx)
}

/** These units and all that is below them, closed ones too: what is theirs stays theirs. */
export async function unitsWithBelow(db: Db<CustomerTables>, codes: readonly string[]): Promise<{ id: number; code: string }[]> {
  const { rows } = await sql<{ id: number; code: string }>`
    with recursive mine as (select unit_id, code from keep.unit where code = any(${[...codes]}::text[])
      union select u.unit_id, u.code from keep.unit u join mine on u.parent = mine.code)
    select unit_id as id, code from mine order by unit_id`.execute(db)
  return rows
}

/** Units by their codes or their numbers, closed ones too. */
export async function unitsOfThese(
  db: Db<CustomerTables>,
  of: { codes: readonly string[] } | { ids: readonly number[] },
): Promise<{ id: number; code: string; retired: boolean }[]> {
  const which = 'codes' in of ? sql`code = any(${[...of.codes]}::text[])` : sql`unit_id = any(${[...of.ids]}::int[])`
  const { rows } = await sql<{ id: number; code: string; retired: boolean }>`
    select unit_id as id, code, retired_at is not null as retired from keep.unit where ${which} order by unit_id`.execute(db)
  return rows
}
