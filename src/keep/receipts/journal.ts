import { badInput } from '../../platform/errors.ts'
import { type Place, placeOf } from './list.ts'
import { type KeptCheckpoint, latestCheckpoint } from './log/checkpoints.ts'
import { type ReceiptsDb, readReceipts, type StoredReceipt } from './read.ts'

/**
 * One line of "who used what": codes that a screen puts into words. A customer sees the role, not the colleague; ids of
 * activities are our own numbers, to be shown opaque.
 */
export type JournalEntry = {
  customer: number
  seq: number
  at: Date
  actor: { kind: StoredReceipt['codes']['actor']; role: string }
  onBehalf?: { kind: StoredReceipt['codes']['actor'] }
  activity: { kind: string; id?: number }
  purpose: string
  operation: string
  basis?: string
  consent?: string
  categories: readonly string[]
  fields: readonly string[]
  recipients: readonly string[]
  decision: StoredReceipt['codes']['decision']
  reasons: readonly string[]
  channel?: string
  content?: string
  place: Place
}

/** The same with the colleague's number: for the card's "who looked" and the privacy officer. */
export type StaffJournalEntry = Omit<JournalEntry, 'actor'> & { actor: JournalEntry['actor'] & { id: number }; onBehalfId?: number }

export type JournalPage<E> = { entries: E[]; next?: string }
type Asked = { customers: readonly number[]; cursor?: string; limit?: number }

const mostAtOnce = 200

/**
 * Uses and refusals of one person's data, newest first, one entry for each use. `customers` are the ids the person came in
 * by (the root and those merged into it), always in the same order: the cursor counts on it.
 */
export async function journal(db: ReceiptsDb, asked: Asked): Promise<JournalPage<JournalEntry>> {
  return page(db, asked, (receipt, checkpoint) => entryOf(receipt, checkpoint))
}

export async function journalForStaff(db: ReceiptsDb, asked: Asked): Promise<JournalPage<StaffJournalEntry>> {
  return page(db, asked, (receipt, checkpoint) => {
    const { actor, ...entry } = entryOf(receipt, checkpoint)
    const { actor_id, on_behalf_id } = receipt.row
    return { ...entry, actor: { ...actor, id: actor_id }, ...(on_behalf_id !== null && { onBehalfId: on_behalf_id }) }
  })
}

async function page<E>(db: ReceiptsDb, asked: Asked, entry: (receipt: StoredReceipt, checkpoint: KeptCheckpoint | undefined) => E): Promise<JournalPage<E>> {
  const limit = Math.min(asked.limit ?? 50, mostAtOnce)
  const below = readCursor(asked)
  const checkpoint = await latestCheckpoint(db)
  const perCustomer = await Promise.all(
    asked.customers.map((customer, i) => readReceipts(db, { customer, ...(below[i] !== undefined && { below: below[i] }), limit: limit + 1 })),
  )
  const { taken, left } = newest(perCustomer, limit)
  const next = left ? asked.customers.map((customer, i) => lastTaken(taken, customer) ?? below[i] ?? 0).join('.') : undefined
  return { entries: taken.map((r) => entry(r, checkpoint)), ...(next !== undefined && { next }) }
}

// Chains are in order by themselves; among chains the time decides, and the number where times are equal.
function newest(chains: readonly StoredReceipt[][], limit: number): { taken: StoredReceipt[]; left: boolean } {
  const ends = chains.map((chain) => ({ chain, at: 0 }))
  const taken: StoredReceipt[] = []
  while (taken.length < limit) {
    const next = ends.filter(({ chain, at }) => at < chain.length).sort((a, b) => timeAt(b) - timeAt(a))[0]
    const receipt = next?.chain[next.at]
    if (!next || !receipt) break
    taken.push(receipt)
    next.at += 1
  }
  return { taken, left: ends.some(({ chain, at }) => at < chain.length) }
}

const timeAt = ({ chain, at }: { chain: readonly StoredReceipt[]; at: number }) => chain[at]?.row.at.getTime() ?? 0

function lastTaken(taken: readonly StoredReceipt[], customer: number): number | undefined {
  return taken.findLast((r) => r.row.customer_id === customer)?.row.seq
}

/** The cursor holds, for each chain, the number its next page stays below; 0 where nothing was taken yet. */
function readCursor({ customers, cursor }: Asked): (number | undefined)[] {
  if (cursor === undefined) return customers.map(() => undefined)
  const parts = cursor.split('.')
  if (parts.length !== customers.length || parts.some((p) => !/^\d{1,10}$/.test(p))) throw badInput('This cursor belongs to another list.', 'cursor')
  return parts.map((p) => Number(p) || undefined)
}

function entryOf({ row, codes, position }: StoredReceipt, checkpoint: KeptCheckpoint | undefined): JournalEntry {
  return {
    customer: row.customer_id,
    seq: row.seq,
    at: row.at,
    actor: { kind: codes.actor, role: codes.role },
    ...(codes.on_behalf !== undefined && { onBehalf: { kind: codes.on_behalf } }),
    activity: { kind: codes.activity, ...(row.activity_id !== null && { id: row.activity_id }) },
    purpose: codes.purpose,
    operation: codes.operation,
    ...(codes.basis !== undefined && { basis: codes.basis }),
    ...(row.consent !== null && { consent: row.consent }),
    categories: codes.categories ?? [],
    fields: codes.fields ?? [],
    recipients: codes.recipients ?? [],
    decision: codes.decision,
    reasons: codes.reasons ?? [],
    ...(codes.channel !== undefined && { channel: codes.channel }),
    ...(row.content !== null && { content: row.content }),
    place: placeOf(position, checkpoint),
  }
}
