import { type Db, sql, type Tx } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { CustomerTables } from './tables.ts'

export type UnitKind = 'brand' | 'shop' | 'department' | 'branch'
export type NewUnit = { code: string; title: { [language: string]: string }; kind: UnitKind }
export type Unit = NewUnit & { madeAt: Date; retiredAt: Date | null /** Active members of the staff who belong to it. */; people: number }

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
    select u.code, u.title, u.kind, u.created_at as "madeAt", u.retired_at as "retiredAt",
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
