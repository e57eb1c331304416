import { z } from 'zod'
import { toHex, toUtf8 } from './bytes.ts'
import { canonical } from './canonical.ts'
import { type Hash, leafHash } from './merkle.ts'

// A receipt as the customer reads it, and what the log is told of it: SHA-256(0x00 ‖ canonical JSON). Codes, numbers and
// names of attributes only; never a value. An empty or absent list and an absent code are left out.

const code = z.string().min(1).max(120)
const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
const actorKind = z.enum(['staff', 'customer', 'api', 'service', 'ai'])

/** What many receipts share: who by kind, role and unit, what for, which attributes, what was decided and why. */
export const receiptCodes = z.strictObject({
  activity: code,
  actor: actorKind,
  basis: code.optional(),
  categories: z.array(code).optional(),
  channel: code.optional(),
  decision: z.enum(['allow', 'deny', 'later', 'ask']),
  fields: z.array(code).optional(),
  on_behalf: actorKind.optional(),
  operation: code,
  policy: code,
  purpose: code,
  reasons: z.array(code).optional(),
  recipients: z.array(code).optional(),
  role: code,
  unit: code.optional(),
})

export const receipt = z.strictObject({
  v: z.literal(1),
  /** The customer's pseudonym: random, and the same in all of this customer's receipts. */
  customer: hex(16),
  seq: z.int().positive(),
  /** Leaf of this customer's previous receipt; 32 zero bytes for the first. */
  prev: hex(32),
  at: z.iso.datetime({ precision: 3 }),
  /** Who, what it belonged to and for whom: marks that are the same within one customer's receipts and name nobody. */
  actor: hex(8),
  activity: hex(8).optional(),
  on_behalf: hex(8).optional(),
  consent: code.optional(),
  content: code.optional(),
  nonce: hex(16),
  codes: receiptCodes,
})

export type ReceiptCodesJson = z.infer<typeof receiptCodes>
export type ReceiptJson = z.infer<typeof receipt>

export const noPrevious = '0'.repeat(64)

export function receiptLeaf(json: ReceiptJson): Hash {
  return leafHash(toUtf8(canonical(json)))
}

export type BrokenLink = { seq: number; what: 'missing' | 'order' | 'prev' | 'customer' }

/**
 * Follows one customer's chain: numbers without a gap from `first`, each naming the leaf of the one before (`before` for the
 * first). Gives the leaves in order and every place where the chain does not hold.
 */
export function followChain(chain: { customer: string; first: number; before: string; receipts: readonly ReceiptJson[] }): {
  leaves: Hash[]
  broken: BrokenLink[]
} {
  const broken: BrokenLink[] = []
  const leaves: Hash[] = []
  let expected = chain.first
  let prev = chain.before
  for (const json of chain.receipts) {
    if (json.customer !== chain.customer) broken.push({ seq: json.seq, what: 'customer' })
    if (json.seq > expected) broken.push({ seq: expected, what: 'missing' })
    else if (json.seq < expected) broken.push({ seq: json.seq, what: 'order' })
    else if (json.prev !== prev) broken.push({ seq: json.seq, what: 'prev' })
    const leaf = receiptLeaf(json)
    leaves.push(leaf)
    prev = toHex(leaf)
    expected = json.seq + 1
  }
  return { leaves, broken }
}
