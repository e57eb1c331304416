import { digitsOf } from '../../../platform/amounts.ts'
import { badInput } from '../../../platform/errors.ts'
import type { Mapping, Target } from '../shapes.ts'
import { targets } from '../shapes.ts'
import { type Moments, momentsOf } from '../values/moment.ts'
import type { Header } from './header.ts'

/** A mapping laid over the columns of one file. */
export type Plan = {
  mapping: Mapping
  header: Header
  /** The columns that are brought in, by number in the file; rows come with these only, in this order. */
  columns: readonly number[]
  /** Names of those columns. */
  names: readonly string[]
  /** Where a target stands among them, or -1. */
  at(target: Target): number
  /** All places of a target that may have several columns. */
  all(target: Target): readonly number[]
  digits: number
  moments: Moments
}

const needed = {
  'order-lines': [['order_id'], ['at'], ['sku', 'title'], ['price', 'amount']],
  contacts: [['customer_number', 'email', 'phone', 'card', 'external', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'inn']],
  suppression: [['address', 'email', 'phone']],
  list: [['email', 'phone', 'customer_number', 'card', 'external', 'address', 'telegram', 'whatsapp', 'viber', 'vk', 'max']],
} as const

/** Throws bad_input when the mapping does not fit the file or lacks what its preset cannot do without. */
export function planOf(mapping: Mapping, header: Header): Plan {
  checkZone(mapping.time_zone)
  const allowed: ReadonlySet<string> = new Set(targets[mapping.preset])
  const chosen = header.names.flatMap((name, column) => {
    const target = mapping.columns[name]
    if (!target) return []
    if (!allowed.has(target) && !(mapping.preset === 'contacts' && target.startsWith('x_')))
      throw badInput(`columns: "${target}" is nothing that ${mapping.preset} have`, 'columns')
    return [{ column, name, target }]
  })
  for (const name in mapping.columns) {
    if (mapping.columns[name] && !header.names.includes(name)) throw badInput(`columns: the file has no column "${name}"`, 'columns')
  }
  for (const oneOf of needed[mapping.preset]) {
    if (!oneOf.some((t) => chosen.some((c) => c.target === t))) throw badInput(`columns: say which column is ${oneOf.slice(0, 3).join(' or ')}`, 'columns')
  }
  const order = chosen.map((c) => c.target)
  return {
    mapping,
    header,
    columns: chosen.map((c) => c.column),
    names: chosen.map((c) => c.name),
    at: (target) => order.indexOf(target),
    all: (target) => order.flatMap((t, i) => (t === target ? [i] : [])),
    digits: digitsOf(mapping.currency),
    moments: momentsOf(mapping.time_zone, mapping.date_order),
  }
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw badInput('time_zone: must be an IANA time zone like Europe/Moscow', 'time_zone')
  }
}
