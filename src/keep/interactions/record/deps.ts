import { type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { type IdBlocks, idBlocks } from '../../../platform/ids/index.ts'
import type { Logger } from '../../../platform/log.ts'
import type { Actor } from '../../access/actor.ts'
import type { Keyring } from '../../keyring/index.ts'
import { openRegistry, type Registry } from '../kinds/registry.ts'
import type { RecordTables } from '../tables.ts'
import { openTurns, type Turns } from './turns.ts'

export type RecordDeps = {
  db: Db<RecordTables>
  keyring: Keyring
  registry: Registry
  customerIds: IdBlocks
  rowIds: IdBlocks
  turns: Turns
  log: Logger
  /** Told of what an import changed of customers that were there, in its transaction: whoever received the old hears of it. */
  corrected?: TellCorrected
}

export type TellCorrected = (
  tx: Tx<RecordTables>,
  written: readonly { customer: number; field: string; was?: string | null; stood?: { category: string; since: Date } }[],
  by: { actor: Actor; now: Date },
) => Promise<unknown>

/** What recording needs, once for a process. The pool of `db` must have room for the transactions of the queue, one of an import, and a look-up. */
export async function openRecording(at: { db: Db<RecordTables>; keyring: Keyring; log: Logger; now: Date; corrected?: TellCorrected }): Promise<RecordDeps> {
  return {
    db: at.db,
    keyring: at.keyring,
    log: at.log,
    registry: await openRegistry(at.db, at.now),
    customerIds: idBlocks(at.db, 'keep.customer_id_seq'),
    rowIds: idBlocks(at.db, 'keep.row_id_seq'),
    turns: openTurns(),
    ...(at.corrected && { corrected: at.corrected }),
  }
}

const writers = 0x7265_636f

/**
 * A batch number for a recording transaction, which counts as a writer until it ends, and which waits for the disk whatever
 * the server's default is.
 */
export async function beginBatch(tx: Tx<RecordTables>): Promise<number> {
  const rows = await sql<{ batch: number }>`
    select nextval('keep.batch_seq') as batch, pg_advisory_xact_lock_shared(${writers}), set_config('synchronous_commit', 'on', true)`.execute(tx)
  return rows.rows[0]?.batch ?? 0
}
