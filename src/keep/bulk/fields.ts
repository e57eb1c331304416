import { sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/index.ts'
import type { CustomerTables } from '../customers/index.ts'
import { categoryOf, newBatch, publishDerived, vaultPlace, writeFields } from '../customers/index.ts'
import { type Keyring, unseal } from '../keyring/index.ts'
import { type Dealt, isRowField } from './shapes.ts'
import type { BulkTables } from './tables.ts'

type Deps = { keyring: Keyring; rowIds: IdBlocks }
type Tables = BulkTables & CustomerTables
export type Writing = { bulk: number; field: string; value: string | null; actor: Actor; now: Date }

/** Writes one value for many persons, in the transaction that holds them; who has it from this very work already counts as changed. */
export async function setField(deps: Deps, tx: Tx<Tables>, customers: readonly number[], writing: Writing): Promise<Dealt> {
  if (customers.length === 0) return { changed: [], unchanged: 0, leftOut: new Map() }
  const changed = isRowField(writing.field) ? await setRow(tx, customers, writing) : await setVault(deps, tx, customers, writing)
  if (changed.fresh.length > 0)
    await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), changed.fresh, { batch: await newBatch(tx), now: writing.now })
  const all = [...changed.fresh, ...changed.before].sort((a, b) => a - b)
  return { changed: all, unchanged: customers.length - all.length, leftOut: new Map(), ...(changed.was && { was: changed.was }) }
}

type Changed = { fresh: number[]; before: number[]; was?: Map<number, string | null> }

async function setVault(deps: Deps, tx: Tx<Tables>, customers: readonly number[], { bulk, field, value, actor, now }: Writing): Promise<Changed> {
  const before = await writtenBy(tx, customers, field, bulk)
  await deps.keyring.keysFor(customers, categoryOf(field)) // in one go, on disk before anything is sealed
  const rest = customers.filter((c) => !before.includes(c))
  const written = await writeFields(
    { db: tx.$pickTables(), keyring: deps.keyring, rowIds: deps.rowIds },
    tx.$pickTables(),
    rest.map((customer) => ({ customer, field, value })),
    { actor, source: 'bulk', now, bulkId: bulk },
  )
  return { fresh: written.map((w) => w.customer), before }
}

async function writtenBy(tx: Tx<Tables>, customers: readonly number[], field: string, bulk: number): Promise<number[]> {
  const { rows } = await sql<{ customer_id: number }>`
    select customer_id from keep.vault where customer_id = any(${[...customers]}::bigint[]) and field = ${field} and current and bulk_id = ${bulk} and source = 'bulk'`.execute(
    tx,
  )
  return rows.map((r) => r.customer_id)
}

async function setRow(tx: Tx<Tables>, customers: readonly number[], { bulk, field, value }: Writing): Promise<Changed> {
  const column = sql.ref(field)
  const { rows } = await sql<RowDealt>`
    with other as (
      select customer_id, ${column} as was from keep.customer c where customer_id = any(${[...customers]}::bigint[]) and ${column} is distinct from ${value}::text
        and not exists (select from keep.bulk_before b where b.customer_id = c.customer_id and b.bulk_id = ${bulk})),
    noted as (insert into keep.bulk_before (customer_id, bulk_id, was, became) select customer_id, ${bulk}, was, ${value}::text from other),
    made as (update keep.customer c set ${column} = ${value}::text from other where c.customer_id = other.customer_id returning c.customer_id, other.was)
    select customer_id, true as fresh, was from made
    union all select customer_id, false, null from keep.bulk_before where bulk_id = ${bulk} and undone_at is null and customer_id = any(${[...customers]}::bigint[])`.execute(
    tx,
  )
  return rowsDealt(rows)
}

type RowDealt = { customer_id: number; fresh: boolean; was: string | null }

function rowsDealt(rows: readonly RowDealt[]): Changed {
  const fresh = rows.filter((r) => r.fresh)
  return {
    fresh: fresh.map((r) => r.customer_id),
    before: rows.filter((r) => !r.fresh).map((r) => r.customer_id),
    was: new Map(fresh.map((r) => [r.customer_id, r.was])),
  }
}

/** Puts back what was there, for those whom this work changed and nobody changed since. */
export async function unsetField(deps: Deps, tx: Tx<Tables>, customers: readonly number[], writing: Omit<Writing, 'value'>): Promise<Dealt> {
  if (customers.length === 0) return { changed: [], unchanged: 0, leftOut: new Map() }
  const back = isRowField(writing.field) ? await unsetRow(tx, customers, writing) : await unsetVault(deps, tx, customers, writing)
  if (back.fresh.length > 0) await publishDerived({ keyring: deps.keyring }, tx.$pickTables(), back.fresh, { batch: await newBatch(tx), now: writing.now })
  const changed = [...back.fresh, ...back.before]
  const since = customers.length - changed.length
  return { changed, unchanged: 0, leftOut: new Map(since > 0 ? [['changed_since', since]] : []), ...(back.was && { was: back.was }) }
}

async function unsetRow(tx: Tx<Tables>, customers: readonly number[], { bulk, field, now }: Omit<Writing, 'value'>): Promise<Changed> {
  const column = sql.ref(field)
  const { rows } = await sql<RowDealt>`
    with mine as (
      select b.customer_id, b.was, b.became from keep.bulk_before b join keep.customer c on c.customer_id = b.customer_id
      where b.bulk_id = ${bulk} and b.undone_at is null and b.customer_id = any(${[...customers]}::bigint[]) and c.${column} is not distinct from b.became),
    noted as (update keep.bulk_before b set undone_at = ${now} from mine where b.customer_id = mine.customer_id and b.bulk_id = ${bulk}),
    made as (update keep.customer c set ${column} = mine.was from mine where c.customer_id = mine.customer_id returning c.customer_id, mine.became)
    select customer_id, true as fresh, became as was from made
    union all select customer_id, false, null from keep.bulk_before where bulk_id = ${bulk} and undone_at is not null and customer_id = any(${[...customers]}::bigint[])`.execute(
    tx,
  )
  return rowsDealt(rows)
}

type Version = { customer_id: number; source: string; before: number | null; sealed: Buffer | null; category: 'contact' | 'profile' | 'sensitive' }

async function unsetVault(deps: Deps, tx: Tx<Tables>, customers: readonly number[], { bulk, field, actor, now }: Omit<Writing, 'value'>): Promise<Changed> {
  const { rows } = await sql<Version>`
    select v.customer_id, v.source, w.version as before, w.sealed, v.category from keep.vault v
    left join lateral (
      select version, sealed from keep.vault x where x.customer_id = v.customer_id and x.field = v.field and x.version < v.version order by version desc limit 1) w on true
    where v.customer_id = any(${[...customers]}::bigint[]) and v.field = ${field} and v.current and v.bulk_id = ${bulk}`.execute(tx)
  const undone = rows.filter((r) => r.source === 'undo').map((r) => r.customer_id)
  const due = rows.filter((r) => r.source !== 'undo')
  const keys = await deps.keyring.keysFor(
    due.map((r) => r.customer_id),
    due[0]?.category ?? categoryOf(field),
  )
  const values = due.map(({ customer_id, before, sealed }) => {
    const key = keys.get(customer_id)
    const plain = sealed !== null && before !== null && key ? unseal(key, vaultPlace(customer_id, field, before), sealed) : undefined
    return { customer: customer_id, field, value: plain?.toString('utf8') ?? null }
  })
  const written = await writeFields({ db: tx.$pickTables(), keyring: deps.keyring, rowIds: deps.rowIds }, tx.$pickTables(), values, {
    actor,
    source: 'undo',
    now,
    bulkId: bulk,
  })
  return { fresh: written.map((w) => w.customer), before: undone }
}
