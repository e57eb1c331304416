import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { entryLeaf } from './entry.ts'
import { bucketBits, headsPath, headsRoot, type Standing } from './headtree.ts'
import { locks } from './log/sequence.ts'
import { logSize } from './log/store.ts'
import type { ReceiptsDb } from './read.ts'
import type { ReceiptTables } from './tables.ts'
import { sameBytes, toHex } from './verify/bytes.ts'
import { canonical } from './verify/canonical.ts'
import { pseudonymBytes } from './verify/heads.ts'
import { type Hash, hashBytes } from './verify/merkle.ts'
import { type HeadsStatement, headsStatement, statementLeaf } from './verify/statement.ts'

const bucketsAtOnce = 256
const entryBytes = pseudonymBytes + hashBytes
const stateEveryMs = 60 * 60_000

/**
 * States how far every customer's chain goes, when the last such statement is an hour old and chains have moved since: makes
 * the changed buckets anew and hands the root to the log as a leaf of its own. False when nothing was stated.
 */
export function stateHeads(db: Db<ReceiptTables>, now: Date): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${locks.heads}) as mine`.execute(tx)
    const last = await lastStated(tx)
    // By how far the clock stands from it in either direction: it may have been set back.
    if (!lock.rows[0]?.mine || (last && Math.abs(now.getTime() - last.at.getTime()) < stateEveryMs)) return false
    const size = await logSize(tx) // before the marks are read, so that all below it are counted in
    const touched = await takeTouched(tx)
    if (touched.length === 0) return false
    for (let i = 0; i < touched.length; i += bucketsAtOnce) await makeBuckets(tx, touched.slice(i, i + bucketsAtOnce))
    await state(tx, { now, size })
    return true
  })
}

export type StatedHeads = { statement: HeadsStatement; batch: number; position: number | undefined; at: Date }

/** The last statement of heads and its place in the log. */
export async function lastStated(db: ReceiptsDb): Promise<StatedHeads | undefined> {
  const found = await sql<{ batch: number; at: Date; body: string; position: number | null }>`
    select s.batch, s.at, s.body, p.position from keep.log_statement s left join keep.log_place p using (batch)
    where s.kind = 'heads' order by s.batch desc limit 1`.execute(db)
  const [row] = found.rows
  return row && { statement: headsStatement.parse(JSON.parse(row.body)), batch: row.batch, at: row.at, position: row.position ?? undefined }
}

/** This customer's leaf in the stated tree (hexadecimal) and the hashes beside its way, topmost first; undefined when not in it. */
export async function standingHead(db: ReceiptsDb, pseudonym: Uint8Array): Promise<{ leaf: string; path: Hash[] } | undefined> {
  const upper = headsPath(await readBuckets(db), pseudonym)
  const number = (pseudonym[0] ?? 0) * 256 + (pseudonym[1] ?? 0)
  const bucket = upper && (await db.selectFrom('keep.head_bucket').select('entries').where('bucket', '=', number).executeTakeFirst())
  if (!upper || !bucket) return undefined
  const standing = standingIn(bucket.entries)
  const lower = headsPath(standing, pseudonym, bucketBits)
  const mine = standing.find((s) => sameBytes(s.place, pseudonym))
  return lower && mine && { leaf: toHex(mine.hash), path: [...upper, ...lower] }
}

/** Every bucket as one standing, in order. */
export async function readBuckets(db: ReceiptsDb): Promise<Standing[]> {
  const rows = await db.selectFrom('keep.head_bucket').select(['bucket', 'heads', 'hash']).orderBy('bucket').execute()
  return rows.map(({ bucket, heads, hash }) => ({ place: Uint8Array.of(bucket >> 8, bucket & 255), heads, hash }))
}

/** The customers of one bucket. */
export function standingIn(entries: Uint8Array): Standing[] {
  return Array.from({ length: entries.length / entryBytes }, (_, i) => {
    const entry = entries.subarray(i * entryBytes, (i + 1) * entryBytes)
    return { place: entry.subarray(0, pseudonymBytes), heads: 1, hash: entry.subarray(pseudonymBytes) }
  })
}

/** The leaf of one customer, in hexadecimal: as `headLeaf` of the verifier, by the faster hash of Node. */
export function headEntry(head: { pseudonym: string; seq: number; hash: string }): string {
  return entryLeaf(`{"customer":"${head.pseudonym}","head":"${head.hash}","seq":${head.seq}}`)
}

async function takeTouched(tx: Tx<ReceiptTables>): Promise<number[]> {
  const rows = await tx.deleteFrom('keep.head_touched').returning('buckets').execute()
  const buckets = new Set<number>()
  for (const { buckets: bytes } of rows) for (let i = 0; i + 1 < bytes.length; i += 2) buckets.add(bytes.readUInt16BE(i))
  return [...buckets].sort((a, b) => a - b)
}

async function makeBuckets(tx: Tx<ReceiptTables>, buckets: readonly number[]): Promise<void> {
  const heads = await sql<{ bucket: number; pseudonym: Buffer; seq: number; hash: Buffer }>`
    select bucket, pseudonym, seq, hash from keep.receipt_head where bucket = any (${buckets}::int[]) and seq > 0 order by pseudonym`.execute(tx)
  const entries = new Map<number, Buffer[]>()
  for (const { bucket, pseudonym, seq, hash } of heads.rows) {
    const leaf = headEntry({ pseudonym: pseudonym.toString('hex'), seq, hash: hash.toString('hex') })
    const held = entries.get(bucket) ?? []
    held.push(pseudonym, Buffer.from(leaf, 'hex'))
    entries.set(bucket, held)
  }
  const empty = buckets.filter((b) => !entries.has(b))
  if (empty.length > 0) await tx.deleteFrom('keep.head_bucket').where('bucket', 'in', empty).execute()
  const rows = [...entries].map(([bucket, parts]) => {
    const bytes = Buffer.concat(parts)
    const standing = standingIn(bytes)
    return { bucket, heads: standing.length, hash: Buffer.from(headsRoot(standing, bucketBits)), entries: bytes }
  })
  if (rows.length === 0) return
  await tx
    .insertInto('keep.head_bucket')
    .values(rows)
    .onConflict((c) =>
      c.column('bucket').doUpdateSet((e) => ({ heads: e.ref('excluded.heads'), hash: e.ref('excluded.hash'), entries: e.ref('excluded.entries') })),
    )
    .execute()
}

async function state(tx: Tx<ReceiptTables>, o: { now: Date; size: number }): Promise<void> {
  const buckets = await readBuckets(tx)
  const count = buckets.reduce((sum, b) => sum + b.heads, 0)
  const statement: HeadsStatement = { v: 1, at: o.now.toISOString(), heads: { count, root: Buffer.from(headsRoot(buckets)).toString('hex'), size: o.size } }
  const made = await tx
    .insertInto('keep.leaf_batch')
    .values({ leaves: Buffer.from(statementLeaf(statement)), touched: Buffer.alloc(0) })
    .returning('batch')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('keep.log_statement')
    .values({ batch: made.batch, kind: 'heads', at: o.now, body: canonical(statement) })
    .execute()
}
