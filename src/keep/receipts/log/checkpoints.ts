import { sql } from '../../../platform/db/index.ts'
import { badInput } from '../../../platform/errors.ts'
import { toBase64 } from '../verify/bytes.ts'
import type { Hash } from '../verify/merkle.ts'
import { showProof } from '../verify/proof.ts'
import { consistencyRanges, inclusionRanges, rangesBeside } from './ranges.ts'
import { type LogDb, tilesIn } from './store.ts'
import { hashesOf, type TileId, tileKey, tileWidth } from './tiles.ts'

export type KeptCheckpoint = { size: number; at: Date; root: string; note: string }

/** The newest signed checkpoint; undefined while nothing was ever signed. `root` is base 64. */
export async function latestCheckpoint(db: LogDb): Promise<KeptCheckpoint | undefined> {
  return shown(await signed(db).orderBy('size', 'desc').limit(1).executeTakeFirst())
}

/** The checkpoint that was signed at this very size. */
export async function checkpointAt(db: LogDb, size: number): Promise<KeptCheckpoint | undefined> {
  return shown(await signed(db).where('size', '=', size).executeTakeFirst())
}

/** Checkpoints with the lines of the witnesses that have signed them since. */
const signed = (db: LogDb) =>
  db.selectFrom('keep.checkpoint as k').select([
    'k.size',
    'k.at',
    'k.root',
    sql<string>`k.note || coalesce((select string_agg(c.line, '' order by c.witness) from keep.cosignature c
      join keep.witness w on w.witness = c.witness and w.retired_at is null where c.size = k.size), '')`.as('note'),
  ])

const shown = (found: { size: number; at: Date; root: Buffer; note: string } | undefined): KeptCheckpoint | undefined =>
  found && { ...found, root: toBase64(found.root) }

/** The log's newest state in so few signs that it stands in the foot of a letter; null before the first checkpoint. */
export async function logMark(db: LogDb): Promise<string | null> {
  const checkpoint = await latestCheckpoint(db)
  return checkpoint ? `${checkpoint.size}/${checkpoint.root.slice(0, 12)}` : null
}

/** Hashes that show the log of `to` leaves to continue the one of `from`. Only for sizes that are under a checkpoint. */
export async function consistencyOf(db: LogDb, o: { from: number; to: number }): Promise<Hash[]> {
  const checkpoint = await latestCheckpoint(db)
  if (!checkpoint || o.from > o.to || o.to > checkpoint.size) throw badInput('The log has no such sizes.', 'from, to')
  return hashesOf(consistencyRanges(o.from, o.to), tilesIn(db))
}

/** A proof of one position under a checkpoint, in the text form of C2SP tlog-proof. */
export async function positionProof(db: LogDb, position: number, checkpoint: KeptCheckpoint): Promise<{ hashes: Hash[]; text: string }> {
  const hashes = await hashesOf(inclusionRanges(position, checkpoint.size), tilesIn(db))
  return { hashes, text: showProof({ position, hashes, checkpoint: checkpoint.note }) }
}

/** One proof for many positions (rising) of a log of `size` leaves: see `rootFromSome`. */
export function sharedProof(db: LogDb, positions: readonly number[], size: number): Promise<Hash[]> {
  return hashesOf(rangesBeside(positions, size), tilesIn(db))
}

/**
 * A tile as C2SP tlog-tiles serves it: concatenated hashes, `width` of them. Undefined while the log is shorter than that.
 * Only what is under a checkpoint is given out.
 */
export async function readTile(db: LogDb, tile: TileId & { width: number }): Promise<Uint8Array | undefined> {
  const checkpoint = await latestCheckpoint(db)
  const within = Math.floor((checkpoint?.size ?? 0) / tileWidth ** tile.level)
  if (tile.number * tileWidth + tile.width > within) return undefined
  const hashes = (await tilesIn(db)([tile])).get(tileKey(tile))
  return hashes && Buffer.concat(hashes.slice(0, tile.width))
}
