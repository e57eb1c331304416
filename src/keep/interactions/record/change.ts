import { numberArray, sql, type Tx } from '../../../platform/db/index.ts'
import type { RecordTables } from '../tables.ts'

const customersNamed = 10_000

/** Tells whoever follows the facts which tables have rows of this batch, and whose they are (nobody named above 10,000). */
export async function writeChange(tx: Tx<RecordTables>, change: { batch: number; now: Date; what: string[]; customers: number[] }): Promise<void> {
  const customers = [...new Set(change.customers)]
  await sql`insert into fact.change (batch, at, what, customers)
    values (${change.batch}, ${change.now}, ${change.what}::text[], ${customers.length > customersNamed ? null : numberArray(customers)}::bigint[])`.execute(tx)
}
