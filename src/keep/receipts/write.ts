import { hash, randomBytes } from 'node:crypto'
import { type Column, type CopyValue, copyRows, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { type PreparedCodes, prepareCodes, type ReceiptCodes } from './codes.ts'
import { entryLeaf, entryText } from './entry.ts'
import { advanceHeads, type Head, lockHeads, type MovedHead } from './heads.ts'

/**
 * One use or refusal to be kept. Share one `codes` object among the receipts of a batch: it is checked and hashed once.
 * Ids are our own numbers; the customer sees only marks of them. `consent` names what permitted it
 * (a short code); `content` is the content key of a contact.
 */
export type NewReceipt = {
  customer: number
  codes: ReceiptCodes
  actorId: number
  activityId?: number
  onBehalfId?: number
  consent?: string
  content?: string
}

export type WrittenReceipt = { customer: number; seq: number }

const mostAtOnce = 50_000
const referenceShape = /^[A-Za-z0-9_.:*+-]{1,120}$/

/**
 * Writes receipts in the caller's transaction, chained per customer in the order given: up to 50,000 at a time, a few
 * statements whatever their number. Heads are locked in the order of customers and stay locked until the transaction ends,
 * so write receipts last. Gives the number of each receipt in its customer's chain, in the order given.
 */
export async function writeReceipts<T>(tx: Tx<T>, receipts: readonly NewReceipt[], now: Date): Promise<WrittenReceipt[]> {
  if (receipts.length === 0) return []
  assert(receipts.length <= mostAtOnce, `at most ${mostAtOnce} receipts at a time`)
  const codes = prepareAll(receipts)
  const heads = await lockHeads(tx, { customers: receipts.map((r) => r.customer), codes: [...codes.values()].map((c) => c.row), now })
  return appendToHeads(tx, { receipts, codes, heads, now })
}

/** The part of writing that comes after the heads are locked. */
export async function appendToHeads<T>(
  tx: Tx<T>,
  o: { receipts: readonly NewReceipt[]; codes: ReadonlyMap<ReceiptCodes, PreparedCodes>; heads: ReadonlyMap<number, Head>; now: Date },
): Promise<WrittenReceipt[]> {
  const { rows, leaves, moved } = chain(o)
  const batch = await advanceHeads(tx, { heads: moved, leaves, now: o.now })
  await copyRows(tx, 'keep.receipt', columns, withBatch(rows, batch))
  return rows.map((row) => ({ customer: row.receipt.customer, seq: row.seq }))
}

/** Checks what the caller gave, and prepares each set of codes once. */
export function prepareAll(receipts: readonly NewReceipt[]): Map<ReceiptCodes, PreparedCodes> {
  const prepared = new Map<ReceiptCodes, PreparedCodes>()
  for (const receipt of receipts) {
    consentOf(receipt)
    if (!prepared.has(receipt.codes)) prepared.set(receipt.codes, prepareCodes(receipt.codes))
  }
  return prepared
}

type Row = { receipt: NewReceipt; codesId: number; seq: number; nonce: Buffer; prev: Buffer }

function chain(o: { receipts: readonly NewReceipt[]; codes: ReadonlyMap<ReceiptCodes, PreparedCodes>; heads: ReadonlyMap<number, Head>; now: Date }) {
  const at = o.now.toISOString()
  const nonces = randomBytes(16 * o.receipts.length)
  const shownNonces = nonces.toString('hex')
  const leaves = Buffer.allocUnsafe(32 * o.receipts.length)
  const moved = new Map<number, MovedHead>()
  const rows = o.receipts.map((receipt, i): Row => {
    const head = moved.get(receipt.customer) ?? o.heads.get(receipt.customer)
    const codes = o.codes.get(receipt.codes)
    assert(head && codes, 'a receipt without head or codes')
    const seq = head.seq + 1
    const leaf = entryLeaf(
      entryText({
        customer: head,
        seq,
        prev: head.hash,
        at,
        nonce: shownNonces.slice(i * 32, i * 32 + 32),
        actor: { kind: receipt.codes.actor, id: receipt.actorId },
        activity: { kind: receipt.codes.activity, id: receipt.activityId ?? null },
        onBehalf: { kind: receipt.codes.on_behalf ?? null, id: receipt.onBehalfId ?? null },
        consent: consentOf(receipt),
        content: contentOf(receipt),
        codes: codes.text,
      }),
    )
    leaves.write(leaf, i * 32, 'hex')
    moved.set(receipt.customer, { ...head, seq, hash: leaf, last: i })
    return { receipt, codesId: codes.id, seq, nonce: nonces.subarray(i * 16, i * 16 + 16), prev: Buffer.from(head.hash, 'hex') }
  })
  return { rows, leaves, moved: [...moved.values()] }
}

/** The content key as a receipt holds it: as it is when it is a short code; anything else as its hash, since it may hold words. */
export function contentOf({ content }: NewReceipt): string | null {
  if (content === undefined) return null
  return referenceShape.test(content) ? content : `sha256:${hash('sha256', content, 'hex').slice(0, 32)}`
}

export function consentOf({ consent }: NewReceipt): string | null {
  assert(consent === undefined || referenceShape.test(consent), 'what permitted a use is named by a short code')
  return consent ?? null
}

const columns: readonly Column[] = [
  { name: 'customer_id', type: 'int8' },
  { name: 'at', type: 'timestamptz' },
  { name: 'batch', type: 'int8' },
  { name: 'codes_id', type: 'int8' },
  { name: 'actor_id', type: 'int8' },
  { name: 'activity_id', type: 'int8' },
  { name: 'on_behalf_id', type: 'int8' },
  { name: 'seq', type: 'int4' },
  { name: 'nth', type: 'int4' },
  { name: 'nonce', type: 'bytea' },
  { name: 'prev', type: 'bytea' },
  { name: 'consent', type: 'text' },
  { name: 'content', type: 'text' },
]

function* withBatch(rows: readonly Row[], at: { batch: number; now: Date }): Generator<CopyValue[]> {
  for (const [nth, { receipt, codesId, seq, nonce, prev }] of rows.entries()) {
    yield [
      receipt.customer,
      at.now,
      at.batch,
      codesId,
      receipt.actorId,
      receipt.activityId ?? null,
      receipt.onBehalfId ?? null,
      seq,
      nth,
      nonce,
      prev,
      consentOf(receipt),
      contentOf(receipt),
    ]
  }
}
