import { hash, randomBytes } from 'node:crypto'
import { both, type Column, type CopyValue, copyRows, type RawBuilder, sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import { type PreparedCodes, prepareCodes, type ReceiptCodes } from './codes.ts'
import { entryLeaf, entryText } from './entry.ts'
import { type Advance, advance, type Heads, lockHeads, type MovedHead, putBack, withNewHeads } from './heads.ts'

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

/** What a writer brings along: heads read earlier in the transaction (headsOf), and a statement of its own for the same trip. */
export type Beside = { heads: Heads; statement?: RawBuilder<unknown> | undefined }

/**
 * Writes receipts in the caller's transaction, chained per customer in the order given: up to 50,000 at a time, a few
 * statements whatever their number. Heads are locked in the order of customers and stay locked until the transaction ends,
 * so write receipts last. Gives the number of each receipt in its customer's chain, in the order given.
 */
export async function writeReceipts<T>(tx: Tx<T>, receipts: readonly NewReceipt[], now: Date, beside?: Beside): Promise<WrittenReceipt[]> {
  if (receipts.length === 0) {
    await beside?.statement?.execute(tx)
    return []
  }
  assert(receipts.length <= mostAtOnce, `at most ${mostAtOnce} receipts at a time`)
  const codes = prepareAll(receipts)
  const customers = receipts.map((r) => r.customer)
  const heads = beside ? withNewHeads(customers, beside.heads) : await lockHeads(tx, { customers, now })
  return appendToHeads(tx, { receipts, codes, heads, now, beside: beside?.statement })
}

type Append = {
  receipts: readonly NewReceipt[]
  codes: ReadonlyMap<ReceiptCodes, PreparedCodes>
  heads: Heads
  now: Date
  beside?: RawBuilder<unknown> | undefined
}

/** The part of writing that comes after the heads are read. Heads that were not locked may have moved since: then once more, locked. */
export async function appendToHeads<T>(tx: Tx<T>, o: Append): Promise<WrittenReceipt[]> {
  const written = await appendIfStill(tx, o)
  if (written) return written
  const customers = o.receipts.map((r) => r.customer)
  return appendToHeads(tx, { ...o, heads: await lockHeads(tx, { customers, now: o.now }), beside: undefined })
}

/** The same, once: undefined, and nothing written, when a head was not where it was read. */
export async function appendIfStill<T>(tx: Tx<T>, o: Append): Promise<WrittenReceipt[] | undefined> {
  const { rows, leaves, moved } = chain(o)
  const step: Advance = { heads: moved, leaves, codes: [...o.codes.values()].map((c) => c.row), now: o.now }
  const few = rows.length <= fewRows
  const statement = advance(step, few ? fewWritten(rows, o.now) : undefined)
  const [made] = o.beside ? (await both(tx, o.beside, statement))[1] : (await statement.execute(tx)).rows
  if (!made) {
    await putBack(tx, step, o.heads)
    return undefined
  }
  if (!few) await copyRows(tx, 'keep.receipt', columns, withBatch(rows, { batch: made.batch, now: o.now }))
  return rows.map((row) => ({ customer: row.receipt.customer, seq: row.seq }))
}

/** Below this, a part of the same statement is cheaper than the round trips of a COPY. */
const fewRows = 20

function fewWritten(rows: readonly Row[], now: Date): RawBuilder<unknown> {
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`
  const values = rows.map(({ receipt, codesId, seq, nonce, prev }, nth) => ({
    customer_id: receipt.customer,
    codes_id: codesId,
    actor_id: receipt.actorId,
    activity_id: receipt.activityId ?? null,
    on_behalf_id: receipt.onBehalfId ?? null,
    seq,
    nth,
    nonce: hex(nonce),
    prev: hex(prev),
    consent: consentOf(receipt),
    content: contentOf(receipt),
  }))
  return sql`, written as (
      insert into keep.receipt (customer_id, at, batch, codes_id, actor_id, activity_id, on_behalf_id, seq, nth, nonce, prev, consent, content)
      select r.customer_id, ${now}, batch.batch, r.codes_id, r.actor_id, r.activity_id, r.on_behalf_id, r.seq, r.nth, r.nonce, r.prev, r.consent, r.content
      from batch, jsonb_populate_recordset(null::keep.receipt, ${JSON.stringify(values)}::jsonb) r
    )`
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

function chain(o: Append) {
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
    moved.set(receipt.customer, {
      customer: head.customer,
      pseudonym: head.pseudonym,
      salt: head.salt,
      from: moved.get(receipt.customer)?.from ?? head.seq,
      seq,
      hash: leaf,
      last: i,
      ...(head.unmade && { unmade: true }),
    })
    return { receipt, codesId: codes.id, seq, nonce: nonces.subarray(i * 16, i * 16 + 16), prev: Buffer.from(head.hash, 'hex') }
  })
  return { rows, leaves, moved: [...moved.values()].sort((a, b) => a.customer - b.customer) } // locked in this order, as everywhere
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
