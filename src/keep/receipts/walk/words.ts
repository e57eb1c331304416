import type { Finding, FindingCode, Walked } from './finding.ts'

// What a walk found, in the words of an operator at night.

type Said = (finding: Required<Finding>) => string

const many = (n: number, one: string, more = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : more}`
const receiptAt = (f: Required<Finding>) => `receipt ${f.seq} of customer ${f.customer}${f.position < 0 ? '' : ` (position ${f.position} of the log)`}`

const said: { [code in FindingCode]: Said } = {
  receipt_missing: (f) => `${many(f.count, 'receipt')} of customer ${f.customer} missing, from number ${f.seq} on.`,
  receipt_changed: (f) => `Changed: ${receiptAt(f)} is not what was signed.`,
  receipt_moved: (f) => `Moved: ${receiptAt(f)} does not stand where it was written.`,
  receipt_added: (f) => `Added: ${receiptAt(f)} has no place of its own in the log, or none in its chain.`,
  codes_changed: (f) => `Changed: the codes ${f.count} (keep.receipt_codes), and with them every receipt that has them.`,
  head_changed: (f) => `Changed: the end of the chain of customer ${f.customer} is not its receipt ${f.seq}.`,
  head_missing: (f) => `The head of the chain of customer ${f.customer} is missing, with ${many(f.count, 'receipt')} left; they cannot be checked.`,
  customer_missing: (f) => `All receipts of customer ${f.customer} are missing, and no erasure says so.`,
  heads_changed: () => 'Changed: the tree of heads (keep.head_bucket) is not the one stated in the log.',
  heads_denied: (f) => `The tree of heads knows another chain of customer ${f.customer}: receipts at its end were removed or replaced.`,
  leaf_changed: (f) => `Changed: position ${f.position} of the log is not receipt ${f.seq} of customer ${f.customer}; the receipt itself is whole.`,
  leaves_missing: (f) => `The log is broken at position ${f.position}: ${many(f.count, 'leaf', 'leaves')} missing or doubled.`,
  leaves_unaccounted: (f) =>
    f.count > 0
      ? `${many(f.count, 'leaf', 'leaves')} of the log without a receipt, and no erasure says so.`
      : `${many(-f.count, 'more receipt')} removed by the statements of the log than are missing.`,
  node_changed: (f) => `Changed: the hash of the tile that begins at position ${f.position} (keep.log_node).`,
  statement_changed: (f) => `Changed: a statement of the log${f.position < 0 ? '' : ` at position ${f.position}`} is not what was signed.`,
  log_changed: (f) => `Changed: between positions ${f.position} and ${f.position + f.count - 1} the log is not what was signed.`,
  log_short: (f) => `The log was cut: it ends at ${f.position}, and a checkpoint signed ${many(f.count, 'leaf', 'leaves')} more.`,
  checkpoint_forged: (f) => `Forged: the checkpoint of ${many(f.position, 'leaf', 'leaves')} is not signed by this house, or says other than its row.`,
}

/** One sentence with the place in it. */
export function sentenceOf(finding: Finding): string {
  return said[finding.what]({ customer: '?', seq: 0, position: -1, count: 0, ...finding })
}

/** What was walked, line by line; what holds is said only when nothing was found. */
export function summaryOf(walked: Walked): string[] {
  const removed = walked.erased + walked.expired
  const lines = [
    `${many(walked.receipts, 'receipt')} of ${many(walked.customers, 'customer')}, ${many(walked.leaves, 'leaf', 'leaves')} in the log, ${many(walked.checkpoints, 'checkpoint')}.`,
    ...(removed > 0
      ? [
          `${many(removed, 'receipt')} removed since the log began: ${walked.erased.toLocaleString('en')} erased, ${walked.expired.toLocaleString('en')} past their time.`,
        ]
      : []),
    ...(walked.waiting > 0 ? [`${many(walked.waiting, 'receipt')} waiting for a place in the log.`] : []),
    ...(walked.leaves > walked.proven ? [`${many(walked.leaves - walked.proven, 'leaf', 'leaves')} not yet under a checkpoint.`] : []),
  ]
  return walked.findings === 0
    ? [...lines, 'Everything holds: every chain is whole, every receipt stands in the log, every checkpoint is ours.']
    : [...lines, `${many(walked.findings, 'thing')} found that must not be.`]
}
