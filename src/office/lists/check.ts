import { badInput } from '../../platform/errors.ts'
import type { Column, Columns, ReadsIds } from './columns.ts'
import { dayOfYear } from './days.ts'
import { type Broken, type Condition, type Filter, type FilterValue, filter, filterLimits, isWhen, operators } from './shapes.ts'

// What is wrong with a filter, part by part, each in one sentence with its place: a list that was saved before a field was retired
// can say which part of it means nothing any more.

const none = new Set(['empty', 'not_empty', 'true', 'false'])
const several = new Set(['one_of', 'none_of', 'has_any', 'has_all', 'has_none'])
const inDays = new Set(['within_days', 'older_than_days', 'next_days'])
const mostDays = 36_500
const example = '{"column":"spent","is":"more","value":100000}'

/** Reads a filter as a client wrote it. Throws bad_input when it is none, is too deep or has too many conditions. */
export function readFilter(said: unknown, place: string): Filter {
  mustBeBounded(said, place)
  const read = filter.safeParse(said)
  if (read.success) return read.data
  const wrong = notAFilter(said, place)
  throw badInput(wrong.sentence, wrong.place)
}

/** Throws bad_input for a filter that is too deep or has too many conditions. */
export function mustBeBounded(said: unknown, place: string): void {
  const { depth, conditions } = sizeOf(said)
  if (depth > filterLimits.depth) throw badInput(`groups stand in groups at most ${filterLimits.depth} deep`, place)
  if (conditions > filterLimits.conditions) throw badInput(`a filter has at most ${filterLimits.conditions} conditions`, place)
}

/** The same from the text of a query. */
export function parseFilter(text: string): Filter {
  let said: unknown
  try {
    said = JSON.parse(text)
  } catch {
    throw badInput(`a filter is JSON like ${example}`, 'filter')
  }
  return readFilter(said, 'filter')
}

/** How deep groups stand in groups, and how many conditions there are; without recursion, as anything may be sent. */
function sizeOf(said: unknown): { depth: number; conditions: number } {
  const rest = [{ node: said, depth: 0 }]
  let deepest = 0
  let conditions = 0
  for (let at = rest.pop(); at; at = rest.pop()) {
    const { node, depth } = at
    if (typeof node !== 'object' || node === null) continue
    const inside = groupOf(node)
    if (inside === undefined) conditions += 1
    else deepest = Math.max(deepest, depth + 1)
    for (const one of inside ?? []) rest.push({ node: one, depth: depth + 1 })
    if (deepest > filterLimits.depth || conditions > filterLimits.conditions) break
  }
  return { depth: deepest, conditions }
}

function groupOf(node: object): readonly unknown[] | undefined {
  if ('all' in node) return Array.isArray(node.all) ? node.all : []
  if ('any' in node) return Array.isArray(node.any) ? node.any : []
  return 'not' in node ? [node.not] : undefined
}

/** The first part that is neither a group nor a condition. */
function notAFilter(said: unknown, place: string): Broken {
  const wrong = (sentence: string): Broken => ({ place, column: null, sentence })
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return wrong('must be a condition, or a group of them: all, any or not')
  if ('column' in said || 'is' in said) {
    if (!('is' in said) || !operators.some((o) => o === said.is)) return { ...wrong(`"is" must be one of: ${operators.join(', ')}`), place: `${place}.is` }
    return wrong('a condition has a column, what it is, and a value that is text, a number, money or a list of at most 200')
  }
  const words = Object.keys(said)
  if (words.length !== 1) return wrong('must be a condition, or a group of them: all, any or not')
  for (const word of ['all', 'any'] as const) {
    const list: unknown = word in said ? Reflect.get(said, word) : undefined
    if (list === undefined) continue
    if (!Array.isArray(list)) return { ...wrong('must be a list of conditions'), place: `${place}.${word}` }
    const at = list.findIndex((one) => !filter.safeParse(one).success)
    if (at >= 0) return notAFilter(list[at], `${place}.${word}[${at}]`)
  }
  return 'not' in said ? notAFilter(said.not, `${place}.not`) : wrong('must be a condition, or a group of them: all, any or not')
}

/** Everything in a filter that means nothing here, with its place; empty when all of it can be asked. */
export function brokenIn(said: Filter, columns: Columns, ids: ReadsIds, place = 'filter'): Broken[] {
  if ('all' in said) return said.all.flatMap((one, i) => brokenIn(one, columns, ids, `${place}.all[${i}]`))
  if ('any' in said) return said.any.flatMap((one, i) => brokenIn(one, columns, ids, `${place}.any[${i}]`))
  if ('not' in said) return brokenIn(said.not, columns, ids, `${place}.not`)
  const column = columns.byName.get(said.column)
  if (!column) return [{ place: `${place}.column`, column: said.column, sentence: unknownColumn(said.column, columns) }]
  const sentence = column.filter.includes(said.is) ? wrongValue(column, said, ids) : wrongOperator(column, said)
  return sentence === undefined ? [] : [{ place: `${place}.${column.filter.includes(said.is) ? 'value' : 'is'}`, column: said.column, sentence }]
}

/** Why there is no such column, in one sentence. */
export function unknownColumn(name: string, columns: Columns): string {
  let sentence = `there is no column "${name}"`
  if (columns.retired.has(name)) sentence = `the field "${name}" was retired, so lists are made by it no more`
  if (columns.elsewhere.has(name)) sentence = `the field "${name}" is kept for other purposes than service, so no list is made by it`
  return sentence
}

function wrongOperator(column: Column, said: Condition): string {
  let sentence = `"${column.column}" cannot be asked "${said.is}"; it can be: ${column.filter.join(', ')}`
  if (column.filter.length === 0) sentence = `by "${column.column}" nothing is filtered: it is sealed; search for it instead`
  return sentence
}

function wrongValue(column: Column, { is, value }: Condition, ids: ReadsIds): string | undefined {
  let sentence: string | undefined
  if (none.has(is)) {
    if (value !== undefined) sentence = `"${is}" takes no value`
  } else if (inDays.has(is)) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > mostDays)
      sentence = `"${is}" takes a whole number of days up to ${mostDays}`
  } else if (several.has(is)) {
    if (!Array.isArray(value) || value.length === 0) sentence = `"${is}" takes a list of values`
    else sentence = value.map((one) => wrongOne(column, one, ids)).find((wrong) => wrong !== undefined)
  } else if (is === 'between') {
    if (!Array.isArray(value) || value.length !== 2) sentence = '"between" takes two values, the lower one first'
    else sentence = value.map((one) => wrongOne(column, one, ids)).find((wrong) => wrong !== undefined)
  } else sentence = wrongOne(column, value, ids)
  return sentence
}

function wrongOne(column: Column, value: FilterValue | undefined, ids: ReadsIds): string | undefined {
  let sentence: string | undefined
  switch (column.type) {
    case 'number':
      if (typeof value !== 'number') sentence = 'must be a number'
      break
    case 'money':
      if (!(typeof value === 'number' ? Number.isSafeInteger(value) : isMoney(value))) sentence = 'must be an amount in minor units, alone or with its currency'
      else if (column.one_currency && isMoney(value) && value.currency !== column.one_currency)
        sentence = `must be in ${column.one_currency}, as all amounts of this field are`
      break
    case 'time':
      if (!isWhen(value)) sentence = 'must be a day like 2026-11-28 or a time like 2026-11-28T12:00:00Z'
      break
    case 'day':
      if (typeof value !== 'string' || dayOfYear(value) === undefined) sentence = 'must be a month and a day like 11-28'
      break
    case 'staff':
      if (typeof value !== 'string' || (value !== 'me' && ids.read('staff', value) === undefined)) sentence = 'must be a colleague, or "me"'
      break
    case 'tags':
      if (typeof value !== 'string' || ids.read('tag', value) === undefined) sentence = 'must be a tag'
      break
    default:
      if (typeof value !== 'string') sentence = 'must be text'
      else if (column.title === null && column.codes !== null && !column.codes.includes(value)) sentence = `must be one of: ${column.codes.join(', ')}`
  }
  return sentence
}

const isMoney = (value: FilterValue | undefined): value is { minor: number; currency: string } =>
  typeof value === 'object' && value !== null && 'minor' in value
