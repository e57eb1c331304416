import type { HeadRow } from '../tables.ts'
import { noPrevious } from '../verify/receipt.ts'
import { type KnownCodes, leafOf, type WalkedChain, type WalkedRow } from './chains.ts'
import type { Found } from './finding.ts'
import type { Ledger, Place } from './ledger.ts'

export type ChainLeaves = ReadonlyMap<number, readonly string[]>
type Link = { row: WalkedRow; leaf: string | undefined; place: Place | undefined }

/**
 * Holds one customer's chain against itself, its head and the log. Gives the leaves by number, for the tree of heads: the
 * receipt's own and the log's, should they differ. Each receipt is judged by two witnesses, the one after it (or the head) and the log; where they differ, the log is believed
 * as far as a sound checkpoint covers it.
 */
export function walkChain(chain: WalkedChain, o: { codes: KnownCodes; ledger: Ledger; proven: number; found: Found }): ChainLeaves {
  const { head, rows } = chain
  const customer = head?.pseudonym.toString('hex') ?? `#${chain.customer}`
  if (!head) {
    o.found({ what: 'head_missing', customer, count: rows.length })
    for (const row of rows) o.ledger.claim(row)
    return new Map()
  }
  const links = rows.map((row): Link => ({ row, leaf: leafOf(row, head, o.codes), place: o.ledger.claim(row) }))
  findGaps(head, rows, (seq, count) => o.found({ what: 'receipt_missing', customer, seq, count }))
  links.forEach((link, i) => {
    const at = { customer, seq: link.row.seq, ...(link.place?.position !== undefined && { position: link.place.position }) }
    const what = judge(link, { head, links, i, proven: o.proven })
    if (what) o.found({ what, ...at })
  })
  const end = links.at(-1)
  if (end && end.row.seq === head.seq && isSound(end) && end.leaf !== head.hash.toString('hex')) o.found({ what: 'head_changed', customer, seq: head.seq })
  const leaves = links.map(({ row, leaf, place }) => [row.seq, [leaf, place?.leaf].filter((l) => l !== undefined)] as const)
  return new Map([[head.first - 1, [before(head)]], ...leaves])
}

function judge(link: Link, o: { head: HeadRow; links: readonly Link[]; i: number; proven: number }) {
  const { row, leaf, place } = link
  if (!place?.first || row.seq > o.head.seq || row.seq < o.head.first) return 'receipt_added'
  if (place.leaf === leaf) return prevHolds(link, o) ? undefined : 'receipt_changed'
  if (isOutOfOrder(o.links, o.i)) return 'receipt_moved'
  const witness = successorSays(o)
  const isProven = place.position !== undefined && place.position < o.proven
  return !isProven && leaf !== undefined && witness === leaf ? 'leaf_changed' : 'receipt_changed'
}

// The first receipt's own word about what came before it has only the head to hold it against.
function prevHolds({ row }: Link, { head, i }: { head: HeadRow; i: number }): boolean {
  return i > 0 || row.seq !== head.first || row.prev.toString('hex') === before(head)
}

/** What the next receipt, or the head, says this one's leaf is. */
function successorSays({ head, links, i }: { head: HeadRow; links: readonly Link[]; i: number }): string | undefined {
  const seq = links[i]?.row.seq
  const next = links[i + 1]
  if (next) return next.row.seq === (seq ?? 0) + 1 ? next.row.prev.toString('hex') : undefined
  return seq === head.seq ? head.hash.toString('hex') : undefined
}

function isOutOfOrder(links: readonly Link[], i: number): boolean {
  const here = links[i]?.place?.position
  const earlier = links[i - 1]?.place?.position
  const later = links[i + 1]?.place?.position
  return here !== undefined && ((earlier !== undefined && earlier > here) || (later !== undefined && later < here))
}

function findGaps(head: HeadRow, rows: readonly WalkedRow[], missing: (seq: number, count: number) => void): void {
  let expected = head.first
  for (const { seq } of rows) {
    if (seq > expected && seq <= head.seq) missing(expected, seq - expected)
    expected = Math.max(expected, seq + 1)
  }
  if (expected <= head.seq) missing(expected, head.seq - expected + 1)
}

const before = (head: HeadRow) => head.before?.toString('hex') ?? noPrevious
const isSound = (link: Link) => link.place?.leaf === link.leaf
