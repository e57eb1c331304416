// Leaves placed by the sequencer (issue: append ≥ 100,000/s batched): batches as writers leave them, given their places in the log, with the hashes of the
// tiles they complete, and the root of what came of it. The limit is bare COPY of the same leaves into a table of the same shape, in the same run.

import { randomBytes } from 'node:crypto'
import { checkpointNow, type LogTables, sequenceLeaves, signerOf } from '../src/keep/receipts/index.ts'
import { copyRows, type Db, inTransaction, openDb, sql } from '../src/platform/db/index.ts'
import { print, scratchStore } from './scratch.ts'

const sizes = { small: 1_000_000, full: 5_000_000 } as const
const leavesInBatch = 1_000
const leavesInRow = 256
const signer = signerOf('bench.example', new Uint8Array(32).fill(7))
const now = new Date('2026-11-21T12:00:00Z')

/** Prints a JSON line for each figure. */
export async function log({ size }: { size: keyof typeof sizes }): Promise<void> {
  const leaves = sizes[size]
  const store = await scratchStore()
  const db = openDb<LogTables>({ url: store.postgres.url('keep'), max: 2 })
  const owner = openDb<LogTables>({ url: store.postgres.url('owner'), max: 1 })
  try {
    await fill(db, leaves)
    const seconds = await timed(async () => {
      for (let more = true; more; ) more = (await sequenceLeaves(db, { signers: [signer], now }))?.more ?? false
    })
    const limit = leaves / (await bare(owner, leaves))
    print({ bench: 'log', figure: 'leaves_placed_per_s', value: leaves / seconds, unit: '1/s', n: leaves, limit })
    await db
      .insertInto('keep.leaf_batch')
      .values({ leaves: randomBytes(32), touched: Buffer.alloc(0) })
      .execute()
    await sequenceLeaves(db, { signers: [signer], now })
    const signing = await timed(() => checkpointNow(db, { signers: [signer], now }))
    print({ bench: 'log', figure: 'checkpoint_ms', value: signing * 1000, unit: 'ms', n: leaves })
  } finally {
    await Promise.all([db.destroy(), owner.destroy()])
    await store.end()
  }
}

async function fill(db: Db<LogTables>, leaves: number): Promise<void> {
  for (let at = 0; at < leaves; at += leavesInBatch * 100)
    await db
      .insertInto('keep.leaf_batch')
      .values(Array.from({ length: 100 }, () => ({ leaves: randomBytes(32 * leavesInBatch), touched: Buffer.from([0, 1, 0, 2]) })))
      .execute()
}

/** The same rows into a table without anything beside it. */
async function bare(owner: Db<LogTables>, leaves: number): Promise<number> {
  await sql`create table keep.bare (position bigint primary key, leaves bytea not null)`.execute(owner)
  const pass = 200_000
  const rows = Array.from({ length: Math.ceil(pass / leavesInRow) }, () => randomBytes(32 * leavesInRow))
  return timed(async () => {
    for (let at = 0; at < leaves; at += pass)
      await inTransaction(owner, (tx) =>
        copyRows(
          tx,
          'keep.bare',
          [
            { name: 'position', type: 'int8' },
            { name: 'leaves', type: 'bytea' },
          ],
          rows.map((row, i) => [at + i * leavesInRow, row]),
        ),
      )
  })
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}
