import { type Db, inTransaction, sql, type Tx } from '../../platform/db/index.ts'
import { assert } from '../../platform/errors.ts'
import type { PreparedCodes, ReceiptCodes } from './codes.ts'
import { type Head, headFrom, lockHeads } from './heads.ts'
import { appendIfStill, appendToHeads, consentOf, contentOf, type NewReceipt, prepareAll, type WrittenReceipt } from './write.ts'

/** `fresh`: this call wrote the receipt; otherwise the use falls under the earlier receipt `seq`. */
export type RecordedUse = { customer: number; seq: number; fresh: boolean }

const oneUseMs = 15 * 60_000

// How far back a repeat is looked for. Past it the repeat is written anew: there may be a receipt too many, never one too few.
const recentReceipts = 32

/**
 * Records uses and commits them on a connection of its own before it returns: only then may data be released. What would
 * write the same receipt as one of the last 15 minutes falls under that one. Gives one answer for each use, in order.
 *
 * The look-up reads the end of each customer's chain by the primary key, and only when the head says that anything happened
 * within 15 minutes; so it needs no index of its own and nothing in memory that another process could contradict. Nothing
 * is locked first: receipts are chained onto the heads as they were looked up, which fails where one has moved meanwhile;
 * then the look-up is done again under their locks.
 */
export async function recordUse<T>(db: Db<T>, uses: readonly NewReceipt[], now: Date): Promise<RecordedUse[]> {
  if (uses.length === 0) return []
  const codes = prepareAll(uses)
  const distinct = distinctUses(uses, codes)
  const looked = await lookUp(db, distinct, now)
  const unseen = distinct.filter((use) => looked.found.get(use.key) === undefined)
  const made = unseen.length === 0 ? new Map<string, Found>() : await inTransaction(db, (tx) => writeUnseen(tx, { unseen, heads: looked.heads, codes, now }))
  return uses.map((use) => {
    const key = keyOf(use, codes)
    const answer = made.get(key) ?? looked.found.get(key)
    assert(answer, 'a use was neither found nor recorded')
    return { customer: use.customer, ...answer }
  })
}

type Use = { key: string; receipt: NewReceipt; codesId: number }
type Found = { seq: number; fresh: boolean }
/** Receipts found, by the key of the use, and where each customer's chain ended then. */
type Looked = { found: Map<string, Found>; heads: Map<number, Head> }

type Unseen = { unseen: readonly Use[]; heads: ReadonlyMap<number, Head>; codes: ReadonlyMap<ReceiptCodes, PreparedCodes>; now: Date }

async function writeUnseen<T>(tx: Tx<T>, o: Unseen): Promise<Map<string, Found>> {
  if (o.unseen.every((u) => o.heads.has(u.receipt.customer))) {
    const written = await appendIfStill(tx, { ...o, receipts: o.unseen.map((u) => u.receipt) })
    if (written) return foundOf(o.unseen, written)
  }
  return writeLocked(tx, o)
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

async function lookUp<T>(db: Db<T> | Tx<T>, uses: readonly Use[], now: Date): Promise<Looked> {
  const since = new Date(now.getTime() - oneUseMs)
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
      where recent.at > ${since} and recent.codes_id = u.codes_id and recent.actor_id = u.actor_id
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
