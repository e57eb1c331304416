import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import type { PreparedCodes, ReceiptCodes } from './codes.ts'
import { type Head, headFrom, lockHeads, withNewHeads } from './heads.ts'
import { appendIfStill, appendToHeads, consentOf, contentOf, type NewReceipt, prepareAll, type WrittenReceipt } from './write.ts'

/** `fresh`: this call wrote the receipt; otherwise the use falls under the earlier receipt `seq`. */
export type RecordedUse = { customer: number; seq: number; fresh: boolean }

/** For so long a use falls under its receipt. */
export const oneUseMs = 15 * 60_000

/** A receipt that is further ahead of the clock than clocks of several machines differ is of before it was set back: nothing falls under it. */
export const mostAheadMs = 60_000

// How far back a repeat is looked for. Past it the repeat is written anew: there may be a receipt too many, never one too few.
const recentReceipts = 32

/**
 * Records uses and commits them on a connection of its own before it returns: only then may data be released. What would
 * write the same receipt as one of the last 15 minutes falls under that one. Gives one answer for each use, in order.
 *
 * The look-up reads the end of each customer's chain by the primary key, and only when the head says that anything happened
 * within 15 minutes; so it needs no index of its own. Nothing is locked first: receipts are chained onto the heads as they
 * were looked up, which fails where one has moved meanwhile; then the look-up is done again under their locks.
 */
export async function recordUse<T>(db: Db<T>, uses: readonly NewReceipt[], now: Date): Promise<RecordedUse[]> {
  const asked = prepareUses(uses)
  const looked = await lookUp(db, asked.distinct, now)
  const unseen = asked.distinct.filter((use) => !looked.found.has(use.key))
  const made = await writeUses(db, { unseen, heads: looked.heads, codes: asked.codes, now })
  return answersOf(asked, [made, looked.found])
}

/** Uses that were checked: `distinct` names those that would be one receipt once. */
export type PreparedUses = { uses: readonly NewReceipt[]; codes: ReadonlyMap<ReceiptCodes, PreparedCodes>; distinct: readonly Use[] }

/** Throws on a bad code or reference. */
export function prepareUses(uses: readonly NewReceipt[]): PreparedUses {
  const codes = prepareAll(uses)
  return { uses, codes, distinct: distinctUses(uses, codes) }
}

/** Writes the receipts of uses that were looked up and not found, each key once, and commits them. */
export async function writeUses<T>(db: Db<T>, o: Unseen): Promise<Map<string, Found>> {
  return o.unseen.length === 0 ? new Map() : inTransaction(db, (tx) => writeUnseen(tx, o))
}

/** An answer for each use in the order given, from what was found or made. */
export function answersOf({ uses, codes }: PreparedUses, found: readonly ReadonlyMap<string, Found>[]): RecordedUse[] {
  return uses.map((use) => {
    const key = keyOf(use, codes)
    const answer = found.map((some) => some.get(key)).find((one) => one !== undefined)
    assert(answer, 'a use was neither found nor recorded')
    return { customer: use.customer, ...answer }
  })
}

export type Use = { key: string; receipt: NewReceipt; codesId: number }
export type Found = { seq: number; fresh: boolean }
/** Receipts found, by the key of the use, and where each customer's chain ended then. */
export type Looked = { found: Map<string, Found>; heads: Map<number, Head> }

export type Unseen = { unseen: readonly Use[]; heads: ReadonlyMap<number, Head>; codes: ReadonlyMap<ReceiptCodes, PreparedCodes>; now: Date }

async function writeUnseen<T>(tx: Tx<T>, o: Unseen): Promise<Map<string, Found>> {
  const receipts = o.unseen.map((u) => u.receipt)
  const heads = withNewHeads(
    receipts.map((r) => r.customer),
    o.heads,
  )
  const written = await appendIfStill(tx, { ...o, heads, receipts })
  return written ? foundOf(o.unseen, written) : writeLocked(tx, o)
}

async function writeLocked<T>(tx: Tx<T>, o: Unseen): Promise<Map<string, Found>> {
  const heads = await lockHeads(tx, { customers: o.unseen.map((u) => u.receipt.customer), now: o.now })
  const moved = o.unseen.filter(({ receipt }) => heads.get(receipt.customer)?.seq !== (o.heads.get(receipt.customer)?.seq ?? 0))
  const { found } = moved.length === 0 ? { found: new Map<string, Found>() } : await lookUp(tx, moved, o.now)
  const fresh = o.unseen.filter((u) => !found.has(u.key))
  const receipts = fresh.map((u) => u.receipt)
  const written = receipts.length === 0 ? [] : await appendToHeads(tx, { receipts, codes: o.codes, heads, now: o.now })
  return new Map([...found, ...foundOf(fresh, written)])
}

function foundOf(uses: readonly Use[], written: readonly WrittenReceipt[]): Map<string, Found> {
  return new Map(
    uses.map((use, i) => {
      const seq = written[i]?.seq
      assert(seq !== undefined, 'a use without its receipt')
      return [use.key, { seq, fresh: true }]
    }),
  )
}

/** Finds uses that fall under a receipt of the last 15 minutes, and where the chains of all these customers end. */
export async function lookUp<T>(db: Db<T> | Tx<T>, uses: readonly Use[], now: Date): Promise<Looked> {
  if (uses.length === 0) return { found: new Map(), heads: new Map() }
  const since = new Date(now.getTime() - oneUseMs)
  const until = new Date(now.getTime() + mostAheadMs)
  const column = <V>(of: (use: Use) => V) => uses.map(of)
  const rows = await sql<{ nth: number; customer: number; head: number | null; secrets: string; seq: number | null }>`
    select u.nth, u.customer_id as customer, h.seq as head, encode(h.pseudonym || h.salt || h.hash, 'hex') as secrets, earlier.seq
    from unnest(
      ${column((u) => u.receipt.customer)}::bigint[], ${column((u) => u.codesId)}::bigint[], ${column((u) => u.receipt.actorId)}::bigint[],
      ${column((u) => u.receipt.activityId ?? null)}::bigint[], ${column((u) => u.receipt.onBehalfId ?? null)}::bigint[],
      ${column((u) => consentOf(u.receipt))}::text[], ${column((u) => contentOf(u.receipt))}::text[]
    ) with ordinality u (customer_id, codes_id, actor_id, activity_id, on_behalf_id, consent, content, nth)
    left join keep.receipt_head h on h.customer_id = u.customer_id
    left join lateral (
      select recent.seq from (
        select * from keep.receipt r where r.customer_id = u.customer_id and h.at > ${since} order by r.seq desc limit ${recentReceipts}
      ) recent
      where recent.at > ${since} and recent.at <= ${until} and recent.codes_id = u.codes_id and recent.actor_id = u.actor_id
        and recent.activity_id is not distinct from u.activity_id and recent.on_behalf_id is not distinct from u.on_behalf_id
        and recent.consent is not distinct from u.consent and recent.content is not distinct from u.content
      order by recent.seq desc limit 1
    ) earlier on true`.execute(db)
  const looked: Looked = { found: new Map(), heads: new Map() }
  for (const { nth, customer, head, secrets, seq } of rows.rows) {
    const use = uses[nth - 1]
    if (use && seq !== null) looked.found.set(use.key, { seq, fresh: false })
    if (head !== null) looked.heads.set(customer, headFrom(customer, head, secrets))
  }
  return looked
}

function distinctUses(uses: readonly NewReceipt[], codes: ReadonlyMap<ReceiptCodes, PreparedCodes>): Use[] {
  const distinct = new Map<string, Use>()
  for (const receipt of uses) {
    const key = keyOf(receipt, codes)
    if (!distinct.has(key)) distinct.set(key, { key, receipt, codesId: codes.get(receipt.codes)?.id ?? 0 })
  }
  return [...distinct.values()]
}

function keyOf(use: NewReceipt, codes: ReadonlyMap<ReceiptCodes, PreparedCodes>): string {
  return [use.customer, codes.get(use.codes)?.id, use.actorId, use.activityId, use.onBehalfId, consentOf(use), contentOf(use)].join(' ')
}
