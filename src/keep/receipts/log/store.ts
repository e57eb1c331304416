import { copyRows, type Db, sql, type Tx } from '../../../platform/db/index.ts'
import { splitHashes } from '../verify/bytes.ts'
import type { Hash } from '../verify/merkle.ts'
import type { LogTables } from './tables.ts'
import { fullTiles, type ReadTiles, type TileId, tileKey, tileWidth } from './tiles.ts'

export type LogDb = Db<LogTables> | Tx<LogTables>

/** Number of leaves in the log. */
export async function logSize(db: LogDb): Promise<number> {
  const found = await sql<{ size: number }>`select position + octet_length(leaves) / 32 as size from keep.log order by position desc limit 1`.execute(db)
  return found.rows[0]?.size ?? 0
}

/** Appends leaves at the end of the log and the hashes of the tiles they complete: O(leaves + log n). Gives the first position. */
export async function appendLeaves(tx: Tx<LogTables>, leaves: Buffer): Promise<number> {
  const start = await logSize(tx)
  const rows = [...stretches(start, leaves)]
  await copyRows(
    tx,
    'keep.log',
    [
      { name: 'position', type: 'int8' },
      { name: 'leaves', type: 'bytea' },
    ],
    rows,
  )
  await appendLevel(tx, { level: 0, start, added: splitHashes(leaves) ?? [] })
  return start
}

/** The tiles of this database's tree, for `hashesOf`. */
export function tilesIn(db: LogDb): ReadTiles {
  return async (wanted) => {
    const tiles = new Map<string, Hash[]>()
    const leaves = wanted.filter((t) => t.level === 0)
    if (leaves.length > 0) await readLeafTiles(db, leaves, tiles)
    const nodes = wanted.filter((t) => t.level > 0)
    if (nodes.length > 0) await readNodeTiles(db, nodes, tiles)
    return tiles
  }
}

// A row of the log never crosses a multiple of 256.
function* stretches(start: number, leaves: Buffer): Generator<[number, Buffer]> {
  const end = start + leaves.length / 32
  for (let at = start; at < end; ) {
    const next = Math.min(end, (Math.floor(at / tileWidth) + 1) * tileWidth)
    yield [at, leaves.subarray((at - start) * 32, (next - start) * 32)]
    at = next
  }
}

async function appendLevel(tx: Tx<LogTables>, o: { level: number; start: number; added: readonly Hash[] }): Promise<void> {
  const inTile = o.start % tileWidth
  if (inTile + o.added.length < tileWidth) return
  const tile = { level: o.level, number: Math.floor(o.start / tileWidth) }
  const held = inTile === 0 ? [] : ((await tilesIn(tx)([tile])).get(tileKey(tile)) ?? []).slice(0, inTile)
  const made = fullTiles({ start: o.start, before: held, added: o.added })
  const level = o.level + 1
  await copyRows(
    tx,
    'keep.log_node',
    [
      { name: 'level', type: 'int2' },
      { name: 'number', type: 'int8' },
      { name: 'hash', type: 'bytea' },
    ],
    made.map((m) => [level, m.number, m.hash]),
  )
  const [first] = made
  if (first) await appendLevel(tx, { level, start: first.number, added: made.map((m) => m.hash) })
}

async function readLeafTiles(db: LogDb, wanted: readonly TileId[], into: Map<string, Hash[]>): Promise<void> {
  const numbers = wanted.map((t) => t.number)
  const found = await sql<{ number: number; leaves: Buffer }>`
    select n.number, l.leaves from unnest(${numbers}::bigint[]) n (number)
    join keep.log l on l.position >= n.number * 256 and l.position < (n.number + 1) * 256 order by l.position`.execute(db)
  for (const { number, leaves } of found.rows) add(into, { level: 0, number }, splitHashes(leaves) ?? [])
}

async function readNodeTiles(db: LogDb, wanted: readonly TileId[], into: Map<string, Hash[]>): Promise<void> {
  const found = await sql<{ level: number; number: number; hash: Buffer }>`
    select l.level, n.number, l.hash from unnest(${wanted.map((t) => t.level)}::int[], ${wanted.map((t) => t.number)}::bigint[]) n (level, number)
    join keep.log_node l on l.level = n.level and l.number >= n.number * 256 and l.number < (n.number + 1) * 256 order by l.level, l.number`.execute(db)
  for (const { level, number, hash } of found.rows) add(into, { level, number }, [hash])
}

function add(into: Map<string, Hash[]>, tile: TileId, hashes: readonly Hash[]) {
  const held = into.get(tileKey(tile)) ?? []
  held.push(...hashes)
  into.set(tileKey(tile), held)
}
