import type { Condition, Once, Step } from '../../../../src/office/audiences/rule.ts'
import type { Condition as Asked } from '../../../../src/office/lists/shapes.ts'
import { isReady } from '../../filters/conditions.ts'
import type { ListColumn } from '../../list/queries.ts'
import { factColumn } from '../facts.ts'

// A condition while it is written may lack something: what it asks then nobody knows, so it is not asked.

export type Of<K extends string> = Extract<Condition, { [key in K]: unknown }>
type Known = ReadonlyMap<string, ListColumn>

/** The condition without what was begun and left empty; undefined while it says nothing yet. */
export function whole(condition: Condition, columns: Known): Condition | undefined {
  if ('bought' in condition) return { bought: said(condition.bought) }
  if ('spent' in condition) {
    const { at_least_minor: least, at_most_minor: most, currency } = condition.spent
    return (least === undefined && most === undefined) || currency.length !== 3 ? undefined : { spent: said(condition.spent) }
  }
  if ('last_purchase' in condition) {
    const { within_days: within, before_days: before } = condition.last_purchase
    return within === undefined && before === undefined ? undefined : { last_purchase: said(condition.last_purchase) }
  }
  if ('event' in condition) return wholeEvent(condition)
  if ('sequence' in condition) {
    const steps = condition.sequence.flatMap((step) => wholeStep(step) ?? [])
    return steps.length === condition.sequence.length && steps.length > 1 ? { sequence: steps } : undefined
  }
  return wholeKnown(condition, columns)
}

function wholeKnown(condition: Condition, columns: Known): Condition | undefined {
  if ('value_class' in condition) return condition.value_class.length > 0 ? condition : undefined
  if ('role' in condition) return condition.role.length > 0 ? condition : undefined
  if ('language' in condition) return condition.language.length > 0 ? condition : undefined
  if ('reach' in condition) return condition.reach.purpose && condition.reach.channel && condition.reach.topic !== '' ? condition : undefined
  if ('audience' in condition) return condition.audience ? condition : undefined
  if ('list' in condition) return condition.list ? condition : undefined
  if ('trait' in condition) return wholeTrait(condition)
  if ('about' in condition) {
    const { fact, is, value } = condition.about
    return isReady(asked(fact, is, value), new Map([[fact, factColumn(fact)]])) ? condition : undefined
  }
  if (!('own' in condition)) return condition
  const { field, is, value } = condition.own
  // A field that is gone is asked all the same, so that the server says what is wrong with it.
  return !columns.has(field) || isReady(asked(field, is, value), columns) ? condition : undefined
}

function wholeTrait(condition: Of<'trait'>): Condition | undefined {
  const { trait, is, value } = condition.trait
  if (!trait) return undefined
  if (is === 'empty' || is === 'not_empty') return { trait: { trait, is } }
  return value === undefined || (Array.isArray(value) && value.length === 0) ? undefined : condition
}

function wholeEvent({ event }: Of<'event'>): Condition | undefined {
  const { sum } = event
  if (!event.kind || (sum && sum.at_least === undefined && sum.at_most === undefined)) return undefined
  const { channel: _, where: __, ...rest } = event
  return { event: { ...said(rest), ...happened(event), ...(sum ? { sum: said(sum) } : {}) } }
}

type Happens = Extract<Once, { event: unknown }>['event']

/** By which channels and with which attributes, as far as any are named. */
function happened({ kind, channel, where = [] }: Happens): Happens {
  const named = where.filter(({ attribute, one_of }) => attribute !== '' && one_of.length > 0)
  return said({ kind, channel, where: named.length > 0 ? named : undefined })
}

function wholeOnce(once: Once): Once | undefined {
  if ('bought' in once) return { bought: said(once.bought) }
  return once.event.kind ? { event: happened(once.event) } : undefined
}

function wholeStep(step: Step): Step | undefined {
  if ('not' in step) {
    const once = wholeOnce(step.not)
    return once && { not: once, within_days: step.within_days }
  }
  const once = wholeOnce(step)
  return once && { ...once, ...(step.within_days === undefined ? {} : { within_days: step.within_days }) }
}

/** Without what is not said: what is undefined, and lists with nothing in them. */
function said<T extends object>(of: T): T {
  const empty = Object.entries(of).filter(([, value]) => value === undefined || (Array.isArray(value) && value.length === 0))
  const left = { ...of }
  for (const [key] of empty) Reflect.deleteProperty(left, key)
  return left
}

export const asked = (column: string, is: Asked['is'], value: Asked['value']): Asked => ({ column, is, ...(value === undefined ? {} : { value }) })
