import type { Condition, Filter, FilterValue, ListColumn, Operator } from '../../../src/office/lists/shapes.ts'
import { conditionsOf, draftOf, type Path } from './tree.ts'

type Input = 'none' | 'codes' | 'code' | 'tags' | 'staff' | 'number' | 'range' | 'money' | 'money_range' | 'days' | 'day' | 'year_day'

/** How the value of a condition is entered. */
export function inputOf({ type }: Pick<ListColumn, 'type'>, is: Operator): Input {
  if (['empty', 'not_empty', 'true', 'false'].includes(is)) return 'none'
  if (['within_days', 'older_than_days', 'next_days'].includes(is)) return 'days'
  if (type === 'tags' || type === 'units') return 'tags'
  if (type === 'staff') return 'staff'
  if (type === 'code') return 'codes'
  if (type === 'money') return is === 'between' ? 'money_range' : 'money'
  if (type === 'day') return 'year_day'
  if (type === 'time') return 'day'
  return is === 'between' ? 'range' : 'number'
}

/** What one usually wants to ask of a column of this type. */
export function firstOperator({ filter, type }: ListColumn): Operator | undefined {
  const wanted: Partial<Record<ListColumn['type'], Operator>> = {
    code: 'one_of',
    staff: 'one_of',
    time: 'within_days',
    money: 'more',
    number: 'more',
    tags: 'has_any',
    units: 'has_any',
    day: 'next_days',
  }
  const first = wanted[type]
  return first && filter.includes(first) ? first : filter[0]
}

export function firstValue(column: ListColumn, is: Operator): FilterValue | undefined {
  const input = inputOf(column, is)
  if (input === 'days') return 30
  return input === 'codes' || input === 'tags' || input === 'staff' ? [] : undefined
}

/** Another operator: the value is kept where it still means the same. */
export function withOperator(condition: Condition, column: ListColumn, is: Operator): Condition {
  const kept = inputOf(column, is) === inputOf(column, condition.is) && condition.value !== undefined
  const value = kept ? condition.value : firstValue(column, is)
  return { column: condition.column, is, ...(value === undefined ? {} : { value }) }
}

/** Whether nothing is lacking any more. */
export function isReady(condition: Condition, known: ReadonlyMap<string, ListColumn>): boolean {
  const column = known.get(condition.column)
  if (!column?.filter.includes(condition.is)) return false
  const input = inputOf(column, condition.is)
  const { value } = condition
  if (input === 'none') return true
  if (value === undefined || value === '') return false
  return Array.isArray(value) ? value.length > 0 && (!input.endsWith('range') || value.length === 2) : true
}

export type Broken = { condition: Condition; path: Path; why: 'gone' | 'operator' | 'value' }

/** Why a condition means nothing any more: its field is gone, is of another type now, or none of its values is left. */
export function whyBroken(condition: Condition, known: ReadonlyMap<string, ListColumn>): Broken['why'] | undefined {
  const column = known.get(condition.column)
  if (!column || column.filter.length === 0) return 'gone'
  if (!column.filter.includes(condition.is)) return 'operator'
  return isReady(condition, known) ? undefined : 'value'
}

export function brokenIn(filter: Filter | undefined, known: ReadonlyMap<string, ListColumn>): Broken[] {
  return conditionsOf(draftOf(filter)).flatMap(({ condition, path }) => {
    const why = whyBroken(condition, known)
    return why ? [{ condition, path, why }] : []
  })
}
