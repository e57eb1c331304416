import type { Db } from '../../platform/db/index.ts'
import { headEntry, lastStated, type StatedHeads, standingHead } from './headbook.ts'
import { type KeptCheckpoint, latestCheckpoint, sharedProof } from './log/checkpoints.ts'
import { type ReceiptsDb, readHead, readReceipts, type StoredReceipt } from './read.ts'
import type { ReceiptTables } from './tables.ts'
import { joinHashes, toBase64, toHex } from './verify/bytes.ts'
import { canonical } from './verify/canonical.ts'

const mostReceipts = 100_000
const pageSize = 2_000

type Chain = {
  pseudonym: string
  first: number
  before: string
  /** Oldest first. */
  receipts: StoredReceipt[]
  positions: number[]
  head: { seq: number; head: string; path: string[] } | undefined
}

/**
 * The receipts file a person downloads (verify/bundle.ts reads it): all receipts of the ids the person came in by, with one
 * proof for all of them, as JSON text. Past 100,000 receipts of one id it holds the newest, and says where it begins.
 * Undefined while the log has no checkpoint, or when there is no receipt at all.
 */
export function bundleOf(db: Db<ReceiptTables>, o: { customers: readonly number[]; key: string }): Promise<string | undefined> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const checkpoint = await latestCheckpoint(tx)
      if (!checkpoint) return undefined
      const stated = provable(await lastStated(tx), checkpoint)
      const chains: Chain[] = []
      for (const customer of o.customers) {
        const chain = await chainOf(tx, { customer, checkpoint, stated })
        if (chain) chains.push(chain)
      }
      return chains.length === 0 ? undefined : written(tx, { chains, checkpoint, stated, key: o.key })
    })
}

type Provable = StatedHeads & { position: number }

function provable(stated: StatedHeads | undefined, checkpoint: KeptCheckpoint): Provable | undefined {
  const position = stated?.position
  return stated && position !== undefined && position < checkpoint.size ? { ...stated, position } : undefined
}

async function chainOf(db: ReceiptsDb, o: { customer: number; checkpoint: KeptCheckpoint; stated: Provable | undefined }): Promise<Chain | undefined> {
  const head = await readHead(db, o.customer)
  const receipts = await readChain(db, o.customer)
  const [oldest] = receipts
  if (!head || !oldest) return undefined
  const pseudonym = head.pseudonym.toString('hex')
  const before = oldest.row.prev.toString('hex')
  const standing = o.stated && (await standingHead(db, head.pseudonym))
  const seq = standing && statedSeq(standing.leaf, { pseudonym, first: oldest.row.seq, before, receipts })
  return {
    pseudonym,
    first: oldest.row.seq,
    before,
    receipts,
    positions: receipts.flatMap(({ position }) => (position !== undefined && position < o.checkpoint.size ? [position] : [])),
    head: standing && seq ? { seq: seq.seq, head: seq.hash, path: standing.path.map(toHex) } : undefined,
  }
}

/** All receipts of a customer, or the newest of very many, oldest first. */
async function readChain(db: ReceiptsDb, customer: number): Promise<StoredReceipt[]> {
  const receipts: StoredReceipt[] = []
  for (let below: number | undefined; receipts.length < mostReceipts; ) {
    const page = await readReceipts(db, { customer, ...(below !== undefined && { below }), limit: pageSize })
    receipts.push(...page)
    below = page.at(-1)?.row.seq
    if (page.length < pageSize) break
  }
  return receipts.reverse()
}

// The tree of heads keeps hashes only, so the number it speaks of is found by trying, newest first.
function statedSeq(
  leaf: string,
  o: { pseudonym: string; first: number; before: string; receipts: readonly StoredReceipt[] },
): { seq: number; hash: string } | undefined {
  const { pseudonym } = o
  const found = o.receipts.findLast((r) => headEntry({ pseudonym, seq: r.row.seq, hash: r.leaf }) === leaf)
  if (found) return { seq: found.row.seq, hash: found.leaf }
  return headEntry({ pseudonym, seq: o.first - 1, hash: o.before }) === leaf ? { seq: o.first - 1, hash: o.before } : undefined
}

async function written(
  db: ReceiptsDb,
  o: { chains: readonly Chain[]; checkpoint: KeptCheckpoint; stated: Provable | undefined; key: string },
): Promise<string> {
  const positions = [...o.chains.flatMap((c) => c.positions), ...(o.stated ? [o.stated.position] : [])].sort((a, b) => a - b)
  const others = positions.length === 0 ? [] : await sharedProof(db, positions, o.checkpoint.size)
  const heads = o.stated ? [`"heads":{"position":${o.stated.position},"statement":${canonical(o.stated.statement)}}`] : []
  return `{${[
    '"format":"rapport-receipts/1"',
    `"key":${JSON.stringify(o.key)}`,
    `"checkpoint":${JSON.stringify(o.checkpoint.note)}`,
    ...heads,
    `"others":"${toBase64(joinHashes(others))}"`,
    `"chains":[${o.chains.map(chainText).join(',')}]`,
  ].join(',\n')}}\n`
}

function chainText(chain: Chain): string {
  const head = chain.head ? [`"head":${JSON.stringify(chain.head)}`] : []
  const receipts = chain.receipts.map((r) => r.text).join(',\n')
  return `{${[`"customer":"${chain.pseudonym}"`, `"first":${chain.first}`, `"before":"${chain.before}"`, `"positions":[${chain.positions.join(',')}]`, ...head, `"receipts":[${receipts}]`].join(',\n')}}`
}
