import { type Bundle, bundle, type Problem } from './bundle.ts'
import { toHex } from './bytes.ts'
import { readCheckpoint } from './note.ts'
import { receiptLeaf } from './receipt.ts'

// Two receipts files of one person, of two days. Each may hold by itself and still one of them lack what the other shows: rows taken away with their
// head, an end cut off before it was signed, a log that was begun anew. Whoever kept the earlier file sees it.

type Chain = Bundle['chains'][number]

/** Receipts are kept at least so long; what is younger and gone was taken away. */
const keptMs = 3 * 365 * 24 * 3600 * 1000
const mostFaults = 50

/** What of one file is missing in the other or is told otherwise there: nothing under a checkpoint may be. Both were verified before. */
export function faultsBetween(one: unknown, two: unknown): Problem[] {
  const [a, b] = [bundle.safeParse(one), bundle.safeParse(two)]
  if (!a.success || !b.success) return [{ what: 'file' }]
  const [from, to] = [logOf(a.data), logOf(b.data)]
  if (from.origin !== to.origin) return [{ what: 'other_log' }]
  if (from.size === to.size && from.root !== to.root) return [{ what: 'forked' }]
  const faults = [...(from.size <= to.size ? lacking(a.data, b.data) : []), ...(to.size <= from.size ? lacking(b.data, a.data) : [])]
  return faults.slice(0, mostFaults)
}

/** Receipts under the earlier file's checkpoint that the later one lacks, and any that both have and tell otherwise. */
function lacking(earlier: Bundle, later: Bundle): Problem[] {
  const until = later.heads ? Date.parse(later.heads.statement.at) : 0
  return earlier.chains.flatMap((chain) => {
    const other = later.chains.find(({ customer }) => customer === chain.customer)
    const leaves = new Map((other?.receipts ?? []).map((receipt) => [receipt.seq, toHex(receiptLeaf(receipt))]))
    return chain.receipts.flatMap((receipt, i): Problem[] => {
      const leaf = leaves.get(receipt.seq)
      if (leaf !== undefined) return leaf === toHex(receiptLeaf(receipt)) ? [] : [{ what: 'retold', customer: chain.customer, seq: receipt.seq }]
      const signed = i < chain.positions.length
      return signed && !hasExpired(receipt, other, until) ? [{ what: 'gone', customer: chain.customer, seq: receipt.seq }] : []
    })
  })
}

const hasExpired = (receipt: Chain['receipts'][number], later: Chain | undefined, until: number): boolean =>
  later !== undefined && receipt.seq < later.first && until - Date.parse(receipt.at) > keptMs

function logOf(file: Bundle): { origin: string; size: number; root: string } {
  const checkpoint = readCheckpoint(file.checkpoint)
  return { origin: checkpoint?.origin ?? '', size: checkpoint?.size ?? 0, root: checkpoint ? toHex(checkpoint.root) : '' }
}
