import { sql } from '../../../platform/db/index.ts'
import type { ReceiptsDb } from '../read.ts'
import { sameBytes } from '../verify/bytes.ts'
import { emptyRoot, type Hash, nodeHash } from '../verify/merkle.ts'
import { openCheckpoint, type Verifier } from '../verify/note.ts'
import type { Found } from './finding.ts'

// Reads the whole log once, from the first leaf to the last, and holds it against the hashes kept of its tiles and against
// every checkpoint ever signed. Keeps the leaves in memory (32 bytes each) for the walk along the chains that follows.

export type WalkedLog = {
  size: number
  leaves: Buffer
  /** Up to here the log is what the newest sound checkpoint signed. */
  proven: number
  checkpoints: number
}

const rowsAtOnce = 512
const tileLeaves = 8 // a tile is 2^8 leaves high

export async function walkLog(db: ReceiptsDb, o: { key: Verifier; found: Found; progress?(leaves: number): void }): Promise<WalkedLog> {
  const size = await logEnd(db)
  const leaves = Buffer.alloc(size * 32)
  const checkpoints = await readCheckpoints(db, o)
  const tree = new Growing()
  let proven = 0
  let broken = false
  let at = 0
  for await (const row of rows(db)) {
    if (row.position !== at) {
      o.found({ what: 'leaves_missing', position: Math.min(at, row.position), count: Math.abs(row.position - at) })
      broken = true
    }
    row.leaves.copy(leaves, row.position * 32)
    for (let i = 0; i < row.leaves.length; i += 32) {
      tree.add(row.leaves.subarray(i, i + 32))
      const signed = checkpoints.get(tree.size)
      if (!signed) continue
      const holds: boolean = !broken && sameBytes(signed, tree.root())
      if (holds) proven = tree.size
      else if (!broken) o.found({ what: 'log_changed', position: proven, count: tree.size - proven })
      broken ||= !holds
    }
    at = row.position + row.leaves.length / 32
    o.progress?.(at)
  }
  const signedTo = Math.max(0, ...checkpoints.keys())
  if (signedTo > at) o.found({ what: 'log_short', position: at, count: signedTo - at })
  await holdNodes(db, tree.tiles, o.found)
  return { size, leaves, proven, checkpoints: checkpoints.size }
}

/** A tree that grows leaf by leaf, holding one hash for each power of two in its size. */
class Growing {
  size = 0
  /** Hashes of full tiles by "level/number". */
  readonly tiles = new Map<string, Hash>()
  readonly #peaks: { height: number; hash: Hash }[] = []

  add(leaf: Hash) {
    this.size += 1
    let peak = { height: 0, hash: leaf }
    for (let last = this.#peaks.at(-1); last?.height === peak.height; last = this.#peaks.at(-1)) {
      this.#peaks.pop()
      peak = { height: peak.height + 1, hash: nodeHash(last.hash, peak.hash) }
      if (peak.height % tileLeaves === 0) this.tiles.set(`${peak.height / tileLeaves}/${this.size / 2 ** peak.height - 1}`, peak.hash)
    }
    this.#peaks.push(peak)
  }

  root(): Hash {
    return this.#peaks.length === 0 ? emptyRoot : this.#peaks.map((p) => p.hash).reduceRight((right, left) => nodeHash(left, right))
  }
}

async function logEnd(db: ReceiptsDb): Promise<number> {
  const found = await sql<{ size: number | null }>`select max(position + octet_length(leaves) / 32) as size from keep.log`.execute(db)
  return found.rows[0]?.size ?? 0
}

async function* rows(db: ReceiptsDb): AsyncGenerator<{ position: number; leaves: Buffer }> {
  for (let last = -1; ; ) {
    const page = await db.selectFrom('keep.log').selectAll().where('position', '>', last).orderBy('position').limit(rowsAtOnce).execute()
    yield* page
    const end = page.at(-1)
    if (!end || page.length < rowsAtOnce) return
    last = end.position
  }
}

/** Signed roots by size; what is not signed, or says other than its row, is found and left out. */
async function readCheckpoints(db: ReceiptsDb, o: { key: Verifier; found: Found }): Promise<Map<number, Hash>> {
  const signed = new Map<number, Hash>()
  for (let last = 0; ; ) {
    const page = await db.selectFrom('keep.checkpoint').select(['size', 'root', 'note']).where('size', '>', last).orderBy('size').limit(rowsAtOnce).execute()
    for (const { size, root, note } of page) {
      const opened = openCheckpoint(note, [o.key])
      if (opened?.origin === o.key.name && opened.size === size && sameBytes(opened.root, root)) signed.set(size, root)
      else o.found({ what: 'checkpoint_forged', position: size })
    }
    const end = page.at(-1)
    if (!end || page.length < rowsAtOnce) return signed
    last = end.size
  }
}

async function holdNodes(db: ReceiptsDb, tiles: Map<string, Hash>, found: Found): Promise<void> {
  const nodesAtOnce = 20_000
  for (let last = { level: 0, number: 0 }; ; ) {
    const page = await sql<{ level: number; number: number; hash: Buffer }>`
      select level, number, hash from keep.log_node where (level, number) > (${last.level}, ${last.number}) order by level, number limit ${nodesAtOnce}`.execute(
      db,
    )
    for (const { level, number, hash } of page.rows) {
      const made = tiles.get(`${level}/${number}`)
      if (!made || !sameBytes(made, hash)) found({ what: 'node_changed', position: number * 256 ** level })
      tiles.delete(`${level}/${number}`)
    }
    const end = page.rows.at(-1)
    if (!end || page.rows.length < nodesAtOnce) break
    last = end
  }
  for (const key of tiles.keys()) {
    const [level, number] = key.split('/').map(Number)
    found({ what: 'node_changed', position: (number ?? 0) * 256 ** (level ?? 0) })
  }
}
