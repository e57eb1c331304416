import { z } from 'zod'
import { fromBase64, fromHex, sameBytes, splitHashes, toHex, toUtf8 } from './bytes.ts'
import { canonical } from './canonical.ts'
import { headLeaf, rootFromHead } from './heads.ts'
import { type Hash, leafHash, type Placed, rootFromSome } from './merkle.ts'
import { openCheckpoint, readVerifier, type Verifier } from './note.ts'
import { followChain, receipt } from './receipt.ts'
import { headsStatement } from './statement.ts'

// A downloaded receipts file holds everything its check needs, except whom to believe: the log's public key. That comes from
// where the customer learned it (the footer of a message, a friend's copy, a published page).

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
const position = z.int().nonnegative()

const chain = z.strictObject({
  customer: hex(16),
  /** Number of the oldest receipt still kept, and the leaf before it. */
  first: z.int().positive(),
  before: hex(32),
  receipts: z.array(receipt),
  /** Place in the log of each receipt that is under the checkpoint; the newest ones may have none yet. */
  positions: z.array(position),
  /** The head that the last tree of heads holds of this customer, and the hashes beside its way from the root down. */
  head: z.strictObject({ seq: z.int().positive(), head: hex(32), path: z.array(hex(32)) }).optional(),
})

export const bundle = z.strictObject({
  format: z.literal('rapport-receipts/1'),
  key: z.string(),
  checkpoint: z.string(),
  chains: z.array(chain),
  heads: z.strictObject({ statement: headsStatement, position }).optional(),
  /** Base 64 of the hashes of the largest sub-trees of the log that hold nothing of this file, from left to right. */
  others: z.string(),
})

export type Bundle = z.infer<typeof bundle>
type Chain = z.infer<typeof chain>
type Heads = NonNullable<Bundle['heads']>

export type CheckCode =
  | 'file' // the file is whole and of a known form
  | 'checkpoint' // the checkpoint is signed by the key
  | 'chain' // each receipt names the one before, none is missing
  | 'log' // every receipt stands in the log where the file says
  | 'complete' // the log's tree of heads knows no receipts past these
export type Check = { check: CheckCode; holds: boolean; count: number; problems: Problem[] }
/** Where something does not hold: the customer's pseudonym and the receipt's number, as far as they are known. */
export type Problem = { what: string; customer?: string; seq?: number }
export type Verdict = { holds: boolean; checks: Check[]; log?: { origin: string; size: number; root: string }; waiting: number; headsAt?: string }

/**
 * Checks a downloaded receipts file by itself, in a browser or anywhere. `key` is the log's public key as the reader
 * learned it elsewhere; without it the file's own key is taken, which proves only that the file agrees with itself.
 * Never throws: a file that cannot be read is a verdict too.
 */
export function verifyBundle(file: unknown, key?: string): Verdict {
  const read = bundle.safeParse(file)
  if (!read.success) {
    const [issue] = read.error.issues
    return unreadable(issue ? `${issue.path.join('.')}: ${issue.message}` : 'unreadable')
  }
  const given = readVerifier(key ?? read.data.key)
  if (!given) return unreadable('key')
  return verifyRead(read.data, given)
}

function verifyRead(file: Bundle, key: Verifier): Verdict {
  const checkpoint = openCheckpoint(file.checkpoint, [key])
  const signed = checkpoint !== undefined && checkpoint.origin === key.name
  const followed = file.chains.map((c) => ({ chain: c, ...followChain(c) }))
  const total = followed.reduce((sum, f) => sum + f.leaves.length, 0)
  const placed = followed.reduce((sum, f) => sum + f.chain.positions.length, 0)
  const inLog = signed && isInLog(file, followed, checkpoint.size, checkpoint.root)
  const checks: Check[] = [
    { check: 'file', holds: true, count: total, problems: [] },
    outcome('checkpoint', 1, signed ? [] : [{ what: 'signature' }]),
    outcome(
      'chain',
      total,
      followed.flatMap((f) => f.broken.map((b) => ({ what: b.what, customer: f.chain.customer, seq: b.seq }))),
    ),
    outcome('log', placed, inLog ? [] : [{ what: signed ? 'root' : 'unsigned' }]),
  ]
  if (file.heads) checks.push(outcome('complete', file.chains.length, inLog ? incomplete(followed, file.heads) : [{ what: 'unproven' }]))
  return {
    holds: checks.every((c) => c.holds),
    checks,
    waiting: total - placed,
    ...(signed && { log: { origin: checkpoint.origin, size: checkpoint.size, root: toHex(checkpoint.root) } }),
    ...(file.heads && { headsAt: file.heads.statement.at }),
  }
}

type Followed = { chain: Chain; leaves: Hash[] }

function isInLog(file: Bundle, followed: readonly Followed[], size: number, root: Hash): boolean {
  const placed: Placed[] = []
  for (const { chain, leaves } of followed) {
    chain.positions.forEach((position, i) => {
      const leaf = leaves[i]
      if (leaf) placed.push({ position, leaf })
    })
    if (chain.positions.length > leaves.length) return false
  }
  if (file.heads) placed.push({ position: file.heads.position, leaf: leafHash(toUtf8(canonical(file.heads.statement))) })
  if (placed.length === 0) return true // nothing has come under a checkpoint yet
  placed.sort((a, b) => a.position - b.position)
  const others = splitHashes(fromBase64(file.others) ?? new Uint8Array(1))
  const reached = others && rootFromSome(size, placed, others)
  return reached !== undefined && sameBytes(reached, root)
}

/** Where the signed tree of heads knows of receipts that this file does not hold, or lacks a customer it must know. */
function incomplete(followed: readonly Followed[], heads: Heads): Problem[] {
  const root = fromHex(heads.statement.heads.root)
  return followed.flatMap(({ chain, leaves }): Problem[] => {
    const { customer, head } = chain
    const covered = chain.positions.filter((p) => p < heads.statement.heads.size).length
    if (!head) return covered > 0 ? [{ what: 'no head', customer }] : []
    const pseudonym = fromHex(customer)
    const path = head.path.map(fromHex).filter((h) => h !== undefined)
    const reached = pseudonym && rootFromHead(headLeaf({ customer, seq: head.seq, head: head.head }), pseudonym, path)
    if (!reached || !root || !sameBytes(reached, root)) return [{ what: 'tree of heads', customer, seq: head.seq }]
    const ours = head.seq === chain.first - 1 ? chain.before : leafAt(leaves, head.seq - chain.first)
    return ours === head.head && head.seq >= chain.first - 1 + covered ? [] : [{ what: 'head', customer, seq: head.seq }]
  })
}

function leafAt(leaves: readonly Hash[], index: number): string | undefined {
  const leaf = leaves[index]
  return leaf && toHex(leaf)
}

function outcome(check: CheckCode, count: number, problems: Problem[]): Check {
  return { check, holds: problems.length === 0, count, problems }
}

function unreadable(what: string): Verdict {
  return { holds: false, checks: [{ check: 'file', holds: false, count: 0, problems: [{ what }] }], waiting: 0 }
}
