import { sql, type Tx } from '../../platform/db/index.ts'
import type { CustomerTables } from './tables.ts'

export type NewUnit = { code: string; title: { [language: string]: string }; kind: 'brand' | 'shop' | 'department' | 'branch' }

/** Adds a brand, shop, department or branch, or gives a known one another title. Gives its number, which never changes. */
export async function registerUnit(tx: Tx<CustomerTables>, unit: NewUnit, now: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('keep.unit'))`.execute(tx)
  const rows = await sql<{ unit_id: number }>`
    insert into keep.unit (unit_id, code, title, kind, created_at)
    select coalesce(max(unit_id), 0) + 1, ${unit.code}, ${JSON.stringify(unit.title)}::jsonb, ${unit.kind}, ${now} from keep.unit
    on conflict (code) do update set title = excluded.title, kind = excluded.kind returning unit_id`.execute(tx)
  return rows.rows[0]?.unit_id ?? 0
}
