import { type Db, inTransaction, sql, type Tx } from '../../../platform/db/index.ts'
import { type Signer, signCheckpoint } from './sign.ts'
import { appendLeaves, logSize, tilesIn } from './store.ts'
import type { LogTables } from './tables.ts'
import { hashesOf } from './tiles.ts'

/** Advisory locks of this database (transaction scope): one sequencer, one builder of the tree of heads. */
export const locks = { sequencer: 7_270_501, heads: 7_270_502 } as const

const mostBatches = 5_000
const mostLeaves = 200_000
const checkpointEveryMs = 60_000

export type Pass = { appended: number; size: number; checkpoint: boolean; more: boolean }

/**
 * One pass of the sequencer: gives waiting leaves their places, and signs a checkpoint when the last one is a minute old and
 * there is something new. All in one transaction, so a crash leaves either everything or nothing. `more` says that leaves
 * are left for another pass at once. Undefined when another process is at it.
 */
export function sequenceLeaves(db: Db<LogTables>, o: { signers: readonly Signer[]; now: Date }): Promise<Pass | undefined> {
  return inTransaction(db, async (tx) => {
    const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${locks.sequencer}) as mine`.execute(tx)
    if (!lock.rows[0]?.mine) return undefined
    const { appended, more } = await placeWaiting(tx)
    const size = await logSize(tx)
    const checkpoint = await checkpointWhenDue(tx, { ...o, size })
    return { appended, size, checkpoint, more }
  })
}

/** Signs what the log holds now, due or not; for a shutdown, a test, a hand. False when there is nothing new. */
export function checkpointNow(db: Db<LogTables>, o: { signers: readonly Signer[]; now: Date }): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(${locks.sequencer})`.execute(tx)
    const size = await logSize(tx)
    const last = await lastCheckpoint(tx)
    if (size === (last?.size ?? 0)) return false
    await makeCheckpoint(tx, { ...o, size })
    return true
  })
}

async function placeWaiting(tx: Tx<LogTables>): Promise<{ appended: number; more: boolean }> {
  const found = await sql<{ batch: number; leaves: Buffer; touched: Buffer }>`
    select batch, leaves, touched from (
      select *, sum(octet_length(leaves) / 32) over (order by batch) - octet_length(leaves) / 32 as before
      from (select batch, leaves, touched from keep.leaf_batch order by batch limit ${mostBatches}) oldest
    ) counted where before < ${mostLeaves} order by batch`.execute(tx)
  const batches = found.rows
  if (batches.length === 0) return { appended: 0, more: false }
  const start = await appendLeaves(tx, Buffer.concat(batches.map((b) => b.leaves)))
  let position = start
  const places = batches.map(({ batch, leaves }) => {
    const place = { batch, position, leaves: leaves.length / 32 }
    position += place.leaves
    return place
  })
  await sql`
    with placed as (
      insert into keep.log_place (batch, position, leaves)
      select * from unnest(${places.map((p) => p.batch)}::bigint[], ${places.map((p) => p.position)}::bigint[], ${places.map((p) => p.leaves)}::int[])
    ), noted as (
      insert into keep.head_touched (buckets) select b from (select ${bucketsOf(batches)}::bytea as b) t where b <> ''
    )
    delete from keep.leaf_batch where batch = any (${places.map((p) => p.batch)}::bigint[])`.execute(tx)
  const appended = position - start
  return { appended, more: batches.length === mostBatches || appended >= mostLeaves }
}

function bucketsOf(batches: readonly { touched: Buffer }[]): Buffer {
  const buckets = new Set<number>()
  for (const { touched } of batches) for (let i = 0; i + 1 < touched.length; i += 2) buckets.add(touched.readUInt16BE(i))
  const bytes = Buffer.alloc(buckets.size * 2)
  for (const [i, bucket] of [...buckets].sort((a, b) => a - b).entries()) bytes.writeUInt16BE(bucket, i * 2)
  return bytes
}

async function checkpointWhenDue(tx: Tx<LogTables>, o: { signers: readonly Signer[]; now: Date; size: number }): Promise<boolean> {
  const last = await lastCheckpoint(tx)
  const isNew = o.size > (last?.size ?? 0)
  // Also when the clock was set back by so much: waiting until it is where it was would leave days without a checkpoint.
  const isDue = !last || Math.abs(o.now.getTime() - last.at.getTime()) >= checkpointEveryMs
  if (!isNew || !isDue) return false
  await makeCheckpoint(tx, o)
  return true
}

async function makeCheckpoint(tx: Tx<LogTables>, o: { signers: readonly Signer[]; now: Date; size: number }): Promise<void> {
  const [root] = await hashesOf([{ start: 0, end: o.size }], tilesIn(tx))
  const [signer] = o.signers
  if (!root || !signer) throw new Error('a checkpoint needs leaves and a signer')
  const note = signCheckpoint({ origin: signer.name, size: o.size, root }, o.signers)
  await tx
    .insertInto('keep.checkpoint')
    .values({ size: o.size, at: o.now, root: Buffer.from(root), note })
    .execute()
}

async function lastCheckpoint(tx: Tx<LogTables>): Promise<{ size: number; at: Date } | undefined> {
  return tx.selectFrom('keep.checkpoint').select(['size', 'at']).orderBy('size', 'desc').limit(1).executeTakeFirst()
}
