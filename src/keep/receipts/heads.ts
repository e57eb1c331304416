import { randomBytes } from 'node:crypto'
import { sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import type { CodesRow } from './tables.ts'
import { noPrevious } from './verify/receipt.ts'

// Where each customer's chain ends. A writer locks the heads it needs, in the order of customers, and moves them on in the
// same transaction; so two writers never chain onto the same receipt and never wait for each other in a circle.

/** Pseudonym, salt and hash in hexadecimal: a writer needs them as text. */
export type Head = { customer: number; seq: number; pseudonym: string; salt: string; hash: string }
/** A head that moved: `last` is the place of its newest leaf among those written with it. */
export type MovedHead = Head & { last: number }

/**
 * Locks the heads of these customers until the transaction ends, making those that are missing; on the way makes sure that
 * these codes are known. Gives a head for each customer.
 */
export async function lockHeads<T>(tx: Tx<T>, o: { customers: readonly number[]; codes: readonly CodesRow[]; now: Date }): Promise<Map<number, Head>> {
  const customers = [...new Set(o.customers)].sort((a, b) => a - b)
  const heads = await lockExisting(tx, customers, o.codes)
  const missing = customers.filter((c) => !heads.has(c))
  if (missing.length === 0) return heads
  for (const head of await makeHeads(tx, missing, o.now)) heads.set(head.customer, head)
  // Another writer may have made some of them meanwhile. Waiting for those after having locked others is out of order; a
  // deadlock is possible only here, once in a customer's life, and whoever loses it begins anew (inTransaction).
  const raced = missing.filter((c) => !heads.has(c))
  if (raced.length > 0) for (const [customer, head] of await lockExisting(tx, raced, [])) heads.set(customer, head)
  assert(
    customers.every((c) => heads.has(c)),
    'a head was neither there nor made',
  )
  return heads
}

/** Writes the moved heads and hands the leaves to the log. Gives the number of the batch. */
export async function advanceHeads<T>(tx: Tx<T>, o: { heads: readonly MovedHead[]; leaves: Buffer; now: Date }): Promise<{ batch: number; now: Date }> {
  const customers = o.heads.map((h) => h.customer)
  const seqs = o.heads.map((h) => h.seq)
  const lasts = o.heads.map((h) => h.last)
  const done = await sql<{ batch: number }>`
    with batch as (
      insert into keep.leaf_batch (leaves, touched) values (${o.leaves}, ${bucketsOf(o.heads)}) returning batch, leaves
    ), moved as (
      update keep.receipt_head h set seq = n.seq, at = ${o.now}, hash = substring(batch.leaves from n.last * 32 + 1 for 32)
      from batch, unnest(${customers}::bigint[], ${seqs}::int[], ${lasts}::int[]) n (customer_id, seq, last)
      where h.customer_id = n.customer_id
    )
    select batch from batch`.execute(tx)
  const [made] = done.rows
  assert(made, 'the leaves were not handed to the log')
  return { batch: made.batch, now: o.now }
}

const columns = sql.raw("customer_id as customer, seq, encode(pseudonym, 'hex') as pseudonym, encode(salt, 'hex') as salt, encode(hash, 'hex') as hash")

async function lockExisting<T>(tx: Tx<T>, customers: readonly number[], codes: readonly CodesRow[]): Promise<Map<number, Head>> {
  const found = await (codes.length === 0 ? lock(tx, customers) : lockAndKnow(tx, customers, codes))
  return new Map(found.rows.map((head) => [head.customer, head]))
}

function lock<T>(tx: Tx<T>, customers: readonly number[]) {
  return sql<Head>`
    select ${columns} from keep.receipt_head
    where customer_id = any (${customers}::bigint[]) order by customer_id for no key update`.execute(tx)
}

function lockAndKnow<T>(tx: Tx<T>, customers: readonly number[], codes: readonly CodesRow[]) {
  return sql<Head>`
    with known as (
      insert into keep.receipt_codes select * from jsonb_populate_recordset(null::keep.receipt_codes, ${JSON.stringify(codes)}::jsonb)
      order by codes_id on conflict (codes_id) do nothing
    )
    select ${columns} from keep.receipt_head
    where customer_id = any (${customers}::bigint[]) order by customer_id for no key update`.execute(tx)
}

async function makeHeads<T>(tx: Tx<T>, customers: readonly number[], now: Date): Promise<Head[]> {
  const secrets = randomBytes(32 * customers.length)
  const made = await sql<Head>`
    insert into keep.receipt_head (customer_id, seq, at, pseudonym, salt, hash)
    select customer_id, 0, ${now}, substring(${secrets}::bytea from (nth::int - 1) * 32 + 1 for 16), substring(${secrets}::bytea from (nth::int - 1) * 32 + 17 for 16),
      decode(${noPrevious}, 'hex')
    from unnest(${customers}::bigint[]) with ordinality n (customer_id, nth)
    on conflict (customer_id) do nothing
    returning ${columns}`.execute(tx)
  return made.rows
}

/** The buckets of the tree of heads that change: the first two bytes of each pseudonym, each once. */
function bucketsOf(heads: readonly Head[]): Buffer {
  return Buffer.from([...new Set(heads.map((h) => h.pseudonym.slice(0, 4)))].join(''), 'hex')
}
