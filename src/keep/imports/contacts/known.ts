import { byteaArray, type Db, sql } from '../../../platform/db/index.ts'
import { groupsOf } from '../../customers/index.ts'
import type { Keyring } from '../../keyring/index.ts'
import type { ImportingTables } from '../tables.ts'
import type { Contact } from './contact.ts'

// Who of these contacts is here already, and which of their fields are filled.

/** What is known behind one identifier: names of filled fields and details, joined by commas and sorted. */
export type Filled = string

/** A row of a customer before an import changes it. */
export type Before = { customer: number; kind: string; role: string; language: string | null; time_zone: string | null; country: string | null }

export type Known = {
  /** By `keyOf`; only identifiers that point at one person. */
  filled: Map<number, Filled>
  /** The person behind each identifier. */
  person: Map<number, number>
  before: Map<number, Before>
}

/** An identifier as 52 bits of its digest: small enough to remember a million of them. */
export function keysOf(keyring: Pick<Keyring, 'digest'>, contact: Contact): { kind: string; digest: Buffer; key: number }[] {
  return contact.identifiers.map(({ kind, value }) => {
    const digest = keyring.digest(kind, value)
    return { kind, digest, key: digest.readUIntBE(0, 6) * 16 + ((digest[6] ?? 0) >> 4) }
  })
}

type Row = { n: number; root: number }

export async function lookUp(db: Db<ImportingTables>, keyring: Pick<Keyring, 'digest'>, contacts: readonly Contact[]): Promise<Known> {
  const keys = contacts.flatMap((c) => keysOf(keyring, c))
  const found = await sql<Row>`
    select q.n, coalesce(c.merged_into, c.customer_id) as root
    from unnest(${keys.map((k) => k.kind)}::text[], ${byteaArray(keys.map((k) => k.digest))}::bytea[]) with ordinality q(kind, digest, n)
    cross join lateral (select customer_id from keep.identifier where kind = q.kind and digest = q.digest and not shared limit 1) i
    join keep.customer c on c.customer_id = i.customer_id`.execute(db)
  const roots = [...new Set(found.rows.map((r) => r.root))]
  const before = new Map((await rowsOf(db, roots)).map((row) => [row.customer, row]))
  const fields = await filledFields(db, roots)
  const filledOf = (root: number) => {
    const row = before.get(root)
    const details = (['language', 'time_zone', 'country'] as const).filter((name) => row?.[name])
    return joined([...(fields.get(root) ?? []), ...details, 'kind', 'role'])
  }
  const filled = new Map<number, Filled>()
  const person = new Map<number, number>()
  for (const { n, root } of found.rows) {
    const key = keys[n - 1]?.key
    if (key === undefined) continue
    filled.set(key, filledOf(root))
    person.set(key, root)
  }
  return { filled, person, before }
}

async function rowsOf(db: Db<ImportingTables>, roots: readonly number[]): Promise<Before[]> {
  if (roots.length === 0) return []
  const rows = await db
    .selectFrom('keep.customer')
    .select(['customer_id as customer', 'kind', 'role', 'language', 'time_zone', 'country'])
    .where('customer_id', 'in', [...roots])
    .execute()
  return rows
}

async function filledFields(db: Db<ImportingTables>, roots: readonly number[]): Promise<Map<number, string[]>> {
  const groups = await groupsOf(db.$pickTables(), roots)
  const members = [...groups.values()].flat()
  const rows = await sql<{ customer_id: number; fields: string[] }>`
    select customer_id, array_agg(field) as fields from keep.vault where customer_id = any(${members}::bigint[]) and current and sealed is not null group by customer_id`.execute(
    db,
  )
  const own = new Map(rows.rows.map((r) => [r.customer_id, r.fields]))
  return new Map([...groups].map(([root, all]) => [root, all.flatMap((m) => own.get(m) ?? [])]))
}

export const joined = (names: readonly string[]): Filled => [...new Set(names)].sort().join(',')
