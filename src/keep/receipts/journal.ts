import { badInput } from '../../platform/errors.ts'
import { type Deed, type DeedGroup, deedOf, groupOf, isConfided, isTold } from './deeds.ts'
import { type Place, placeOf } from './list.ts'
import { type KeptCheckpoint, latestCheckpoint } from './log/checkpoints.ts'
import { type ReceiptsDb, type StoredReceipt, seekReceipts } from './read.ts'
import { dayIn, type Keys, told } from './told.ts'

/**
 * One line of "who used what": codes that a screen puts into words. A customer sees the role and the unit, not the colleague; the numbers of
 * colleagues and activities are our own, to be shown opaque or not at all.
 */
export type JournalEntry = {
  customer: number
  seq: number
  at: Date
  /** `unit`: the code of the one they belong to. */
  actor: { kind: StoredReceipt['codes']['actor']; role: string; id: number; unit: string | null }
  /** Through whose eyes they looked. */
  onBehalfId?: number
  activity: { kind: string; id?: number }
  purpose: string
  operation: StoredReceipt['codes']['operation']
  deed: Deed
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

/** Entries that are told as one line, the newest first: never none. */
export type JournalLine = readonly [JournalEntry, ...JournalEntry[]]
export type JournalPage = { lines: JournalLine[]; next?: string }

/** What is asked for; what is left out is not asked for. `message`: of this message only. */
export type JournalWish = {
  /** `allow` for uses, `deny` for what was refused, put off or had to be asked first. */
  decision?: 'allow' | 'deny' | undefined
  deeds?: DeedGroup | undefined
  purpose?: string | undefined
  by?: StoredReceipt['codes']['actor'] | undefined
  role?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  message?: number | undefined
  /** For colleagues: without what only the customer is told of. */
  colleagues?: boolean | undefined
  /** For a guardian: without what the child looks for, wishes and worries about. */
  guardian?: boolean | undefined
  /** Tells what one did again and again on one day of this time zone as one line. */
  zone?: string | undefined
}
type Asked = JournalWish & { customers: readonly number[]; cursor?: string | undefined; limit?: number | undefined }

const mostAtOnce = 200
/** How many receipts the lines of one page tell at most. */
const mostTold = 600

/**
 * Uses and refusals of one person's data, newest first. `customers` are the ids the person came in by (the root and those merged into
 * it), always in the same order: the cursor counts on it. The work of a call is bounded, so a page may be shorter than `limit`, and
 * empty too, with more to come: only without `next` it is the last.
 */
export async function journal(db: ReceiptsDb, asked: Asked): Promise<JournalPage> {
  const limit = Math.min(asked.limit ?? 50, mostAtOnce)
  const below = readCursor(asked)
  const checkpoint = await latestCheckpoint(db)
  const wanted = asked.zone === undefined ? limit : mostTold
  const sought = { says: saying(asked), from: asked.from, to: asked.to, message: asked.message }
  const chains = await Promise.all(
    asked.customers.map(async (customer, i): Promise<Chain> => {
      const from = below[i]
      if (from === 'end') return { customer, from, found: [], below: undefined }
      return { customer, from, ...(await seekReceipts(db, { ...sought, customer, below: from, limit: wanted + 1 })) }
    }),
  )
  const { taken, left } = newest(chains, wanted)
  const { lines, taken: shown } = asked.zone === undefined ? oneByOne(taken) : told(taken, { keysOf: keysIn(asked.zone), limit, more: left })
  const rest = left || shown < taken.length
  const next = rest ? chains.map((chain) => placeAfter(chain, taken.slice(0, shown), shown === taken.length)).join('.') : undefined
  return {
    lines: lines.flatMap((line) => {
      const [first, ...others] = line.map((receipt) => entryOf(receipt, checkpoint))
      return first ? [[first, ...others] as const] : []
    }),
    ...(next !== undefined && { next }),
  }
}

/** By what a receipt's codes say; undefined when nothing is asked of them. */
function saying({ decision, deeds, purpose, by, role, message, colleagues, guardian }: JournalWish): ((codes: StoredReceipt['codes']) => boolean) | undefined {
  if ([decision, deeds, purpose, by, role, message, colleagues, guardian].every((wish) => wish === undefined)) return undefined
  return (codes) =>
    (decision === undefined || (codes.decision === 'allow') === (decision === 'allow')) &&
    (deeds === undefined || groupOf(deedIn(codes)) === deeds) &&
    (!colleagues || isTold(deedIn(codes), codes.actor)) &&
    (!guardian || !isConfided(deedIn(codes))) &&
    (purpose === undefined || codes.purpose === purpose) &&
    (by === undefined || codes.actor === by) &&
    (role === undefined || codes.role === role) &&
    (message === undefined || codes.activity === 'message')
}

const deedIn = ({ operation, fields, activity }: StoredReceipt['codes']) => deedOf({ operation, fields: fields ?? [], activity })

const oneByOne = (taken: StoredReceipt[]) => ({ lines: taken.map((receipt) => [receipt]), taken: taken.length })

function keysIn(zone: string): (receipt: StoredReceipt) => Keys {
  const day = dayIn(zone)
  return ({ row, codes }) => ({
    run: [codes.actor, row.actor_id, row.on_behalf_id, day(row.at)].join(' '),
    line: [row.codes_id, row.activity_id].join(' '),
  })
}

/** A chain as far as it was looked at; `from`: what this page stays below, `below`: what is left to look at. */
type Chain = { customer: number; from: ChainPlace; found: StoredReceipt[]; below: number | undefined }
type ChainPlace = number | undefined | 'end'

// Chains are in order by themselves; among chains the time decides, and the number where times are equal. Where one was not looked
// at to its end, nothing of the others is taken that may be older than what is left of it.
function newest(chains: readonly Chain[], limit: number): { taken: StoredReceipt[]; left: boolean } {
  const ends = chains.map((chain) => ({ chain, at: 0 }))
  const taken: StoredReceipt[] = []
  const spent = () => ends.some(({ chain, at }) => at >= chain.found.length && chain.below !== undefined)
  while (taken.length < limit && !spent()) {
    const next = ends.filter(({ chain, at }) => at < chain.found.length).sort((a, b) => timeAt(b) - timeAt(a))[0]
    const receipt = next?.chain.found[next.at]
    if (!next || !receipt) break
    taken.push(receipt)
    next.at += 1
  }
  return { taken, left: ends.some(({ chain, at }) => at < chain.found.length || chain.below !== undefined) }
}

const timeAt = ({ chain, at }: { chain: Chain; at: number }) => chain.found[at]?.row.at.getTime() ?? 0

/** Where a chain's next page begins: below what was shown of it; when all that was found was shown, below all that was looked at. */
function placeAfter(chain: Chain, shown: readonly StoredReceipt[], all: boolean): string {
  const theirs = shown.filter((r) => r.row.customer_id === chain.customer)
  if (all && theirs.length === chain.found.length) return chain.below === undefined ? 'end' : String(chain.below)
  const place = theirs.at(-1)?.row.seq ?? chain.from
  return place === undefined ? '0' : String(place)
}

/** The cursor holds, for each chain, the number its next page stays below; 0 where nothing was taken yet, `end` where nothing is left. */
function readCursor({ customers, cursor }: Asked): ChainPlace[] {
  if (cursor === undefined) return customers.map(() => undefined)
  const parts = cursor.split('.')
  if (parts.length !== customers.length || parts.some((p) => !/^(\d{1,10}|end)$/.test(p))) throw badInput('This cursor belongs to another list.', 'cursor')
  return parts.map((p) => (p === 'end' ? p : Number(p) || undefined))
}

function entryOf({ row, codes, position }: StoredReceipt, checkpoint: KeptCheckpoint | undefined): JournalEntry {
  return {
    customer: row.customer_id,
    seq: row.seq,
    at: row.at,
    actor: { kind: codes.actor, role: codes.role, id: row.actor_id, unit: codes.unit ?? null },
    ...(row.on_behalf_id !== null && { onBehalfId: row.on_behalf_id }),
    activity: { kind: codes.activity, ...(row.activity_id !== null && { id: row.activity_id }) },
    purpose: codes.purpose,
    operation: codes.operation,
    deed: deedIn(codes),
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
