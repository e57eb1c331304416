import type { CheckedInteraction } from '../../interactions/index.ts'
import { noSum, type Sum } from '../run/tally.ts'
import type { Mapping } from '../shapes.ts'
import { million } from '../values/decimal.ts'
import type { Problem } from './head.ts'
import type { BadLine, Line } from './line.ts'

/** All rows of one order number, once its last row was read. `lost`: a line of it that could not be read at all. */
export type Order = { id: string; kind: string; lines: Line[]; bad: BadLine[]; lost: number | undefined }

export type Made = { event: CheckedInteraction; anonymous: boolean; strange: boolean }

/** The interaction an order is, or why its lines contradict one another. */
export function eventOf(order: Order, mapping: Mapping): Made | Problem {
  const [first] = order.lines
  if (!first) return { reason: 'missing', detail: '' }
  let { at, identifiers, fields, country } = first.head
  let amount = 0
  let strange = first.head.strange
  for (const { head, amount: own } of order.lines) {
    amount += own
    if (head === first.head) continue
    if (head.at < at) at = head.at
    if (head.kind !== first.head.kind || head.unit !== first.head.unit) return { reason: 'bad_value', detail: 'kind' }
    if (identifiers.length === 0) identifiers = head.identifiers
    else if (head.identifiers.length > 0 && !samePerson(head, { identifiers })) return { reason: 'bad_value', detail: 'customer' }
    fields ??= head.fields
    country ??= head.country
    strange ||= head.strange
  }
  const anonymous = identifiers.length === 0
  const event: CheckedInteraction = {
    place: `line ${first.line}`,
    id: order.id,
    at,
    kind: first.head.kind,
    channel: mapping.channel,
    direction: 'in',
    // Nobody's order stands alone: two of them must never look like one person's.
    identifiers: anonymous ? [{ kind: 'anonymous', value: `${mapping.source}:${order.id}`, proven: true }] : identifiers,
    person: fields || country ? { fields, country } : undefined,
    amount: { minor: amount, currency: mapping.currency },
    unit: first.head.unit,
    facts: first.head.kind === 'order' ? { lines: order.lines.length } : undefined,
    items: order.lines.map((l) => ({
      sku: l.sku,
      title: l.title,
      category: l.category,
      quantity: l.quantity / million,
      price_minor: l.price,
      amount_minor: l.amount,
    })),
  }
  return { event, anonymous, strange }
}

function samePerson(a: Pick<Line['head'], 'identifiers'>, b: Pick<Line['head'], 'identifiers'>): boolean {
  return a.identifiers.every((i) => b.identifiers.every((o) => o.kind !== i.kind || o.value === i.value))
}

/** The sums of an order, its bad lines included as far as they were understood. */
export function sumOf(order: Pick<Order, 'lines' | 'bad'>): NonNullable<Sum> {
  const sum = { ...noSum(), orders: 1, lines: order.lines.length + order.bad.length }
  for (const money of [...order.lines, ...order.bad.map((b) => b.money)]) {
    if (!money) continue
    sum.quantity += money.quantity
    sum.minor += money.amount
    sum.exact += money.exact
  }
  return sum
}
