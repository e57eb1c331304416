import { type Breakdown, type Measure, ofEvents, ofGoods, ofPeople, times } from '../../../src/office/reports/shapes.ts'
import type { Choices } from './queries.ts'

// What can be chosen, in the order it is offered, and what goes together. The server says so too, in a sentence.

const isOneOf = (by: Breakdown, some: readonly string[]) => some.includes(by)

/** Whether a measure can be split by this, besides what it is split by already. */
export function fits(measure: Measure, by: Breakdown, taken?: Breakdown): boolean {
  if (taken === by || (taken !== undefined && isOneOf(taken, times) && isOneOf(by, times))) return false
  const ofOthers = isOneOf(by, ofEvents) || isOneOf(by, ofGoods)
  if (measure === 'customers') return !ofOthers && !isOneOf(by, times)
  if (measure === 'new_customers') return !ofOthers
  return !(typeof measure === 'object' && 'sum' in measure && isOneOf(by, ofGoods))
}

export function measuresOf(choices: Choices): { group: 'people' | 'money' | 'events' | 'sums'; items: Measure[] }[] {
  const sums = choices.kinds.flatMap(({ kind, numbers }) => numbers.map(({ attribute }) => ({ sum: kind, attribute })))
  return [
    { group: 'money', items: ['revenue', 'purchases', 'average_basket'] },
    { group: 'people', items: ['buyers', 'new_customers', 'customers'] },
    { group: 'events', items: choices.kinds.map(({ kind }) => ({ events: kind })) },
    ...(sums.length > 0 ? [{ group: 'sums' as const, items: sums }] : []),
  ]
}

export function bysOf(choices: Choices): { group: 'time' | 'events' | 'people' | 'own'; items: Breakdown[] }[] {
  const own = choices.fields.map(({ field }): Breakdown => `field:${field}`)
  return [
    { group: 'time', items: [...times] },
    { group: 'events', items: [...ofEvents, ...ofGoods] },
    { group: 'people', items: [...ofPeople] },
    ...(own.length > 0 ? [{ group: 'own' as const, items: own }] : []),
  ]
}
