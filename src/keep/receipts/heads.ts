import { randomBytes } from 'node:crypto'
import { numberArray, numbersIn, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import type { CodesRow } from './tables.ts'
import { noPrevious } from './verify/receipt.ts'

// Where each customer's chain ends. A writer moves a head on only from the receipt it chained onto, so two writers never
// chain onto the same one: whoever comes second sees that the head has moved, locks it, and chains anew.

/** Pseudonym, salt and hash in hexadecimal: a writer needs them as text. */
export type Head = {
  customer: number
  seq: number
  pseudonym: string
  salt: string
  hash: string
  /** Not in the table yet: it is made when it first moves. */
  unmade?: true
}
export type Heads = ReadonlyMap<number, Head>
/** A head that moved: `from` is its number before, `last` the place of its newest leaf among those written with it. */
export type MovedHead = Head & { from: number; last: number }

/** All heads of a statement in one row: a thousand rows cost more to hand over than to find. */
export type HeadsRow = { customers: string; seqs: string; secrets: string }

/** The statement that reads where the chains of these customers end; nothing is locked. Its answer is for `headsIn`. */
export function headsOf(customers: readonly number[]): RawBuilder<HeadsRow> {
  return sql<HeadsRow>`select ${together} from keep.receipt_head where customer_id = any (${numberArray(customers)}::bigint[])`
}

export function headsIn(rows: readonly HeadsRow[]): Map<number, Head> {
  const heads = new Map<number, Head>()
  for (const { customers, seqs, secrets } of rows) {
    const seqOf = numbersIn(seqs)
    for (const [i, customer] of numbersIn(customers).entries())
      heads.set(customer, headFrom(customer, seqOf[i] ?? 0, secrets.slice(i * secretDigits, (i + 1) * secretDigits)))
  }
  return heads
}

/** A head from pseudonym, salt and hash in one, in hexadecimal. */
export function headFrom(customer: number, seq: number, secrets: string): Head {
  return { customer, seq, pseudonym: secrets.slice(0, 32), salt: secrets.slice(32, 64), hash: secrets.slice(64, secretDigits) }
}

/** Locks the heads of these customers until the transaction ends, in the order of customers, making those that are missing. */
export async function lockHeads<T>(tx: Tx<T>, o: { customers: readonly number[]; now: Date }): Promise<Map<number, Head>> {
  const customers = [...new Set(o.customers)].sort((a, b) => a - b)
  const heads = await lock(tx, customers)
  await makeMissing(tx, { customers, heads, now: o.now })
  return heads
}

/** Makes the heads of those among these customers who have none yet, and adds them to `heads`. */
async function makeMissing<T>(tx: Tx<T>, o: { customers: readonly number[]; heads: Map<number, Head>; now: Date }): Promise<void> {
  const missing = [...new Set(o.customers)].filter((c) => !o.heads.has(c)).sort((a, b) => a - b)
  if (missing.length === 0) return
  for (const [customer, head] of await makeHeads(tx, missing, o.now)) o.heads.set(customer, head)
  // Another writer may have made some of them meanwhile. Waiting for those after having locked others is out of order; a
  // deadlock is possible only here, once in a customer's life, and whoever loses it begins anew (inTransaction).
  const raced = missing.filter((c) => !o.heads.has(c))
  if (raced.length > 0) for (const [customer, head] of await lock(tx, raced)) o.heads.set(customer, head)
  assert(
    missing.every((c) => o.heads.has(c)),
    'a head was neither there nor made',
  )
}

/** These heads, and a new one for each of these customers who has none among them. */
export function withNewHeads(customers: readonly number[], heads: Heads): Heads {
  const missing = [...new Set(customers)].filter((c) => !heads.has(c))
  if (missing.length === 0) return heads
  const secrets = randomBytes(32 * missing.length).toString('hex')
  const made = missing.map((customer, i): [number, Head] => {
    const [pseudonym, salt] = [secrets.slice(i * 64, i * 64 + 32), secrets.slice(i * 64 + 32, i * 64 + 64)]
    return [customer, { customer, seq: 0, pseudonym, salt, hash: noPrevious, unmade: true }]
  })
  return new Map([...heads, ...made])
}

export type Advance = { heads: readonly MovedHead[]; leaves: Buffer; codes: readonly CodesRow[]; now: Date }

/**
 * The statement that moves heads on, makes sure that the codes are known and hands the leaves to the log; gives the number of
 * the batch, or no row when a head was not where it was read: then those that did move are to be put back (`putBack`).
 * `within` is another part of it, which may read from `batch`.
 */
export function advance({ heads, leaves, codes, now }: Advance, within: RawBuilder<unknown> = sql``): RawBuilder<{ batch: number }> {
  const unmade = heads.filter((h) => h.unmade)
  const standing = heads.filter((h) => !h.unmade)
  const made = unmade.length === 0 ? sql`` : sql`, made as (${making(unmade, now)} returning 1)`
  return sql<{ batch: number }>`
    with given as materialized (select ${leaves}::bytea as leaves), known as (
      insert into keep.receipt_codes select * from jsonb_populate_recordset(null::keep.receipt_codes, ${JSON.stringify(codes)}::jsonb)
      order by codes_id on conflict (codes_id) do nothing
    ), moved as (
      update keep.receipt_head h set seq = n.seq, at = ${now}, hash = substring(given.leaves from n.last * 32 + 1 for 32)
      from given, ${moves(standing)} where h.customer_id = n.customer_id and h.seq = n.was returning 1
    )${made}, batch as (
      insert into keep.leaf_batch (leaves, touched) select leaves, ${bucketsOf(heads)} from given
      where (select count(*) from moved)${unmade.length === 0 ? sql`` : sql` + (select count(*) from made)`} = ${heads.length} returning batch
    ) ${within}
    select batch from batch`
}

/** New heads, as they are after their first receipts; one that somebody else made meanwhile is left alone. */
function making(heads: readonly MovedHead[], now: Date): RawBuilder<unknown> {
  const secrets = Buffer.from(heads.map((h) => h.pseudonym + h.salt).join(''), 'hex')
  const column = (of: (head: MovedHead) => number) => numberArray(heads.map(of))
  return sql`
    insert into keep.receipt_head (customer_id, seq, at, pseudonym, salt, hash, bucket)
    select n.customer_id, n.seq, ${now}, substring(${secrets}::bytea from (n.nth::int - 1) * 32 + 1 for 16), substring(${secrets}::bytea from (n.nth::int - 1) * 32 + 17 for 16),
      substring(given.leaves from n.last * 32 + 1 for 32), n.bucket
    from given, unnest(${column((h) => h.customer)}::bigint[], ${column((h) => h.seq)}::int[], ${column((h) => h.last)}::int[], ${column(bucketOf)}::int[])
      with ordinality n (customer_id, seq, last, bucket, nth)
    order by n.customer_id on conflict (customer_id) do nothing`
}

/** Takes back what an `advance` without a batch did. */
export async function putBack<T>(tx: Tx<T>, { heads, leaves }: Advance, before: Heads): Promise<void> {
  const hashes = Buffer.from(heads.map((h) => before.get(h.customer)?.hash ?? '').join(''), 'hex')
  await sql`
    update keep.receipt_head h set seq = n.was, hash = substring(${hashes}::bytea from (n.nth::int - 1) * 32 + 1 for 32)
    from ${moves(heads)} where h.customer_id = n.customer_id and h.seq = n.seq and h.hash = substring(${leaves}::bytea from n.last * 32 + 1 for 32)`.execute(tx)
}

function moves(heads: readonly MovedHead[]) {
  const column = (of: (head: MovedHead) => number) => numberArray(heads.map(of))
  return sql`unnest(${column((h) => h.customer)}::bigint[], ${column((h) => h.from)}::int[], ${column((h) => h.seq)}::int[], ${column((h) => h.last)}::int[])
    with ordinality n (customer_id, was, seq, last, nth)`
}

const secretDigits = 128
const together = sql.raw(
  "coalesce(array_agg(customer_id), '{}')::text as customers, coalesce(array_agg(seq), '{}')::text as seqs, coalesce(encode(string_agg(pseudonym || salt || hash, ''), 'hex'), '') as secrets",
)

async function lock<T>(tx: Tx<T>, customers: readonly number[]): Promise<Map<number, Head>> {
  const found = await sql<HeadsRow>`
    select ${together} from (
      select * from keep.receipt_head where customer_id = any (${numberArray(customers)}::bigint[]) order by customer_id for no key update
    ) locked`.execute(tx)
  return headsIn(found.rows)
}

async function makeHeads<T>(tx: Tx<T>, customers: readonly number[], now: Date): Promise<Map<number, Head>> {
  const secrets = randomBytes(32 * customers.length)
  const buckets = customers.map((_, i) => secrets.readUInt16BE(i * 32))
  const made = await sql<HeadsRow>`
    with made as (
      insert into keep.receipt_head (customer_id, seq, at, pseudonym, salt, hash, bucket)
      select customer_id, 0, ${now}, substring(${secrets}::bytea from (nth::int - 1) * 32 + 1 for 16), substring(${secrets}::bytea from (nth::int - 1) * 32 + 17 for 16),
        decode(${noPrevious}, 'hex'), bucket
      from unnest(${numberArray(customers)}::bigint[], ${numberArray(buckets)}::int[]) with ordinality n (customer_id, bucket, nth)
      on conflict (customer_id) do nothing
      returning *
    )
    select ${together} from made`.execute(tx)
  return headsIn(made.rows)
}

const bucketOf = (head: Head) => Number.parseInt(head.pseudonym.slice(0, 4), 16)

/** The buckets of the tree of heads that change: the first two bytes of each pseudonym, each once. */
function bucketsOf(heads: readonly Head[]): Buffer {
  return Buffer.from([...new Set(heads.map((h) => h.pseudonym.slice(0, 4)))].join(''), 'hex')
}
