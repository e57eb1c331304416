import { sql, type Tx } from '../../platform/db/index.ts'
import type { IdBlocks } from '../../platform/ids/index.ts'
import type { Actor } from '../access/actor.ts'
import type { CustomerTables } from './tables.ts'

export type Role = CustomerTables['keep.customer']['role']

/**
 * Makes a person's root (whose row is locked) a customer, lead, supplier or partner, and keeps what they were. Gives their role
 * before; the same when nothing changed.
 */
export async function changeRole(
  deps: { rowIds: IdBlocks },
  tx: Tx<CustomerTables>,
  to: { root: number; role: Role },
  by: { actor: Actor; now: Date },
): Promise<Role | undefined> {
  const row = await tx.selectFrom('keep.customer').select('role').where('customer_id', '=', to.root).executeTakeFirst()
  if (!row || row.role === to.role) return row?.role
  await sql`update keep.customer set role = ${to.role} where customer_id = ${to.root}`.execute(tx)
  await sql`insert into keep.role_change (customer_id, change_id, was, became, at, by_kind, by_id)
    values (${to.root}, ${await deps.rowIds.one()}, ${row.role}, ${to.role}, ${by.now}, ${by.actor.kind}, ${by.actor.id})`.execute(tx)
  return row.role
}
