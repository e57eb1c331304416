import { type Db, sql, type Tx } from '../../platform/db/index.ts'

const mostCustomers = 1_000

/**
 * Removes all receipts of these customers, their heads, pseudonyms and salts; gives the number of receipts removed. What is
 * left of them are leaves that nothing leads to, and one statement in the log of how many went.
 */
export async function eraseReceipts<T>(tx: Tx<T>, customers: readonly number[], now: Date): Promise<number> {
  const done = await sql<{ gone: number }>`select keep.erase_receipts(${customers}::bigint[], ${now}) as gone`.execute(tx)
  return done.rows[0]?.gone ?? 0
}

/**
 * Removes receipts older than `before` of some customers who have any; gives how many went. Call it again until it gives 0.
 * Chains then begin later, and their heads say where.
 */
export async function expireReceipts<T>(db: Db<T> | Tx<T>, o: { before: Date; now: Date }): Promise<number> {
  const done = await sql<{ gone: number | null }>`
    select keep.expire_receipts(array_agg(customer_id), ${o.before}, ${o.now}) as gone
    from (select distinct customer_id from keep.receipt where at < ${o.before} limit ${mostCustomers}) old`.execute(db)
  return done.rows[0]?.gone ?? 0
}
