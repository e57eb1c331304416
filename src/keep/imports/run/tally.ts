import { z } from 'zod'
import { type Counts, type Reason, reasons } from '../shapes.ts'

// Counting. One tally for a whole import, kept with its cursor; each batch brings a tally of its own that is added to it.

const sums = z.record(z.string(), z.object({ orders: z.int(), lines: z.int(), quantity: z.number(), minor: z.number(), exact: z.number() }))

export const tallyShape = z.object({
  rows: z.int(),
  recorded: z.int(),
  repeated: z.int(),
  updated: z.int(),
  without_customer: z.int(),
  lines_without_customer: z.int(),
  consent_requests: z.int(),
  consent_refusals: z.int(),
  customers_new: z.int(),
  customers_known: z.int(),
  rejected: z.partialRecord(z.enum(reasons), z.int()),
  remarks: z.record(z.string(), z.int()),
  /** Row by row as the file has it, and order by order as it was dealt with. */
  sums: z.object({ file: sums, recorded: sums, repeated: sums, rejected: sums }),
})
export type Tally = z.output<typeof tallyShape>
export type Sums = z.output<typeof sums>
export type Sum = Sums[string]

export const emptyTally = (): Tally => ({
  rows: 0,
  recorded: 0,
  repeated: 0,
  updated: 0,
  without_customer: 0,
  lines_without_customer: 0,
  consent_requests: 0,
  consent_refusals: 0,
  customers_new: 0,
  customers_known: 0,
  rejected: {},
  remarks: {},
  sums: { file: {}, recorded: {}, repeated: {}, rejected: {} },
})

const plain = [
  'rows',
  'recorded',
  'repeated',
  'updated',
  'without_customer',
  'lines_without_customer',
  'consent_requests',
  'consent_refusals',
  'customers_new',
  'customers_known',
] as const

/** Both together, as a tally of its own. */
export function added(a: Tally, b: Tally): Tally {
  const out = emptyTally()
  for (const one of [a, b]) {
    for (const name of plain) out[name] += one[name]
    for (const reason of reasons) if (one.rejected[reason]) countReject(out, reason, one.rejected[reason])
    for (const word in one.remarks) remark(out, word, one.remarks[word])
    for (const part of ['file', 'recorded', 'repeated', 'rejected'] as const) addSums(out.sums[part], one.sums[part])
  }
  return out
}

export function countReject(tally: Tally, reason: Reason, n = 1): void {
  tally.rejected[reason] = (tally.rejected[reason] ?? 0) + n
}

export function remark(tally: Tally, word: string, n = 1): void {
  tally.remarks[word] = (tally.remarks[word] ?? 0) + n
}

export const noSum = (): NonNullable<Sum> => ({ orders: 0, lines: 0, quantity: 0, minor: 0, exact: 0 })

export function addSums(to: Sums, more: Sums): void {
  for (const kind in more) {
    const from = more[kind]
    if (from) addSum(to, kind, from)
  }
}

export function addSum(to: Sums, kind: string, more: NonNullable<Sum>): void {
  const into = to[kind] ?? noSum()
  to[kind] = into
  into.orders += more.orders
  into.lines += more.lines
  into.quantity += more.quantity
  into.minor += more.minor
  into.exact += more.exact
}

/** For a person and the API: whole units, one list. `orders` of the file are not known row by row and stay 0 there. */
export function countsOf(tally: Tally, digits: number): Counts {
  const dealtWith: Sums = {}
  for (const part of ['recorded', 'repeated', 'rejected'] as const) addSums(dealtWith, tally.sums[part])
  return {
    rows: tally.rows,
    lines: Object.values(tally.sums.file).reduce((n, s) => n + s.lines, 0) || tally.rows,
    recorded: tally.recorded,
    repeated: tally.repeated,
    updated: tally.updated,
    customers_new: tally.customers_new,
    customers_known: tally.customers_known,
    without_customer: tally.without_customer,
    lines_without_customer: tally.lines_without_customer,
    consent_requests: tally.consent_requests,
    consent_refusals: tally.consent_refusals,
    rejected: Object.values(tally.rejected).reduce((n, r) => n + r, 0),
    rejected_by: tally.rejected,
    remarks: tally.remarks,
    sums: shownSums(dealtWith, digits),
  }
}

export function shownSums(of: Sums, digits: number): Counts['sums'] {
  return Object.entries(of)
    .map(([kind, s]) => ({ kind, orders: s.orders, lines: s.lines, quantity: s.quantity / 1_000_000, amount: s.minor / 10 ** digits }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1))
}
