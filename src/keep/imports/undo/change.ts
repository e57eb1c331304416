import { sql, type Tx } from '../../../platform/db/index.ts'
import { newBatch } from '../../customers/index.ts'
import type { ImportingTables } from '../tables.ts'

/** How many of what a step of an undo took away. */
export type Taken = Partial<Record<'interactions' | 'customers' | 'customers_kept' | 'fields' | 'identifiers' | 'suppressed_kept' | 'consents', number>>

/** Tells whoever follows the facts that rows about these customers changed or went; gives the batch. */
export async function tellChange(tx: Tx<ImportingTables>, now: Date, what: string[], customers: readonly number[]): Promise<number> {
  const batch = await newBatch(tx)
  await sql`insert into fact.change (batch, at, what, customers) values (${batch}, ${now}, ${what}::text[], ${[...new Set(customers)]}::bigint[])`.execute(tx)
  return batch
}
