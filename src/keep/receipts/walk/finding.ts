/**
 * What a walk finds wrong. The place is given as far as it is known: the customer's pseudonym (hexadecimal) and the receipt's
 * number, the position in the log, the size of a checkpoint; `count` where several stand side by side.
 */
export type FindingCode =
  | 'receipt_missing'
  | 'receipt_changed'
  | 'receipt_moved'
  | 'receipt_added'
  | 'codes_changed'
  | 'head_changed'
  | 'head_missing'
  | 'customer_missing'
  | 'heads_changed'
  | 'heads_denied'
  | 'leaf_changed'
  | 'leaves_missing'
  | 'leaves_unaccounted'
  | 'node_changed'
  | 'statement_changed'
  | 'log_changed'
  | 'log_short'
  | 'checkpoint_forged'

export type Finding = { what: FindingCode; customer?: string; seq?: number; position?: number; count?: number }
export type Found = (finding: Finding) => void

/** What a walk went over. `waiting` has no place in the log yet; `proven` leaves are under a sound checkpoint. */
export type Walked = {
  customers: number
  receipts: number
  leaves: number
  waiting: number
  checkpoints: number
  proven: number
  erased: number
  expired: number
  findings: number
}
