import { badInput } from '../../platform/errors.ts'
import { type Broken, brokenIn, type Columns, columnOf } from '../lists/index.ts'
import { type Asking, type Field, isKeptFor, type Kind } from './asking.ts'
import type { Condition, EventCondition, OwnCondition, Rule } from './rule.ts'

// What in a rule means nothing here, each in one sentence with its place: a rule outlives the fields and kinds it was made of.

/** Fields of this category say what no audience is made by: health, beliefs and the like. */
const delicate = 'sensitive'

const parts = ['all', 'any', 'none'] as const
/** Each condition with its place, in the order they are read. */
const placed = (rule: Rule): { condition: Condition; place: string }[] =>
  parts.flatMap((part) => rule[part].map((condition, i) => ({ condition, place: `rule.${part}[${i}]` })))

/** Throws bad_input with the place of the first part that cannot be asked. */
export function checkRule(rule: Rule, asking: Asking): void {
  const [broken] = placed(rule).flatMap(({ condition, place }) => wrongIn(condition, asking, place))
  if (broken) throw badInput(`${broken.place}: ${broken.sentence}`, broken.place)
}

/** A part of a rule that is kept for other purposes than the audience's: it chooses nobody. */
export type Closed = { place: string; shape: 'field' | 'kind'; of: Pick<Field | Kind, 'code' | 'title' | 'purposes'> }

export function closedIn(rule: Rule, asking: Asking): Closed[] {
  return placed(rule).flatMap(({ condition, place }): Closed[] => {
    const [shape, of] =
      'own' in condition
        ? (['field', asking.fields.get(condition.own.field)] as const)
        : (['kind', 'event' in condition ? asking.kinds.get(condition.event.kind) : undefined] as const)
    return of && !isKeptFor(of, asking) ? [{ place, shape, of }] : []
  })
}

/** Whether the rule asks anything that the company declared. */
export const asksShapes = (rule: Rule): boolean => placed(rule).some(({ condition }) => 'own' in condition || 'event' in condition)

function wrongIn(condition: Condition, asking: Asking, place: string): Broken[] {
  if ('own' in condition) return wrongField(condition.own, asking, `${place}.own`)
  return 'event' in condition ? wrongEvent(condition.event, asking, `${place}.event`) : []
}

function wrongField({ field: code, is, value }: OwnCondition, asking: Asking, place: string): Broken[] {
  const field = asking.fields.get(code)
  const wrong = (sentence: string): Broken[] => [{ place: `${place}.field`, column: code, sentence }]
  if (!field) return wrong(`there is no field "${code}"`)
  if (field.retired) return wrong(`the field "${code}" was retired, so no audience is made by it any more`)
  if (field.category === delicate) return wrong(`the field "${code}" says something delicate about people, so no audience is made by it`)
  if (field.type === 'text') return wrong(`the field "${code}" is text, which is sealed, so no audience is made by it`)
  return brokenIn({ column: code, is, ...(value === undefined ? {} : { value }) }, columnsOf(asking), noIds, place)
}

function wrongEvent({ kind: code, at_least, at_most, sum }: EventCondition, { kinds }: Asking, place: string): Broken[] {
  const kind = kinds.get(code)
  const wrong = (at: string, sentence: string): Broken[] => [{ place: `${place}.${at}`, column: code, sentence }]
  if (!kind) return wrong('kind', `there is no kind of events "${code}"`)
  if (kind.retired) return wrong('kind', `the kind of events "${code}" was retired, so no audience is made by it any more`)
  if (kind.sensitive) return wrong('kind', `the kind of events "${code}" says something delicate about people, so no audience is made by it`)
  if (at_most !== undefined && at_most < at_least) return wrong('at_most', 'must not be less than "at_least"')
  if (!sum) return []
  const attribute = Object.hasOwn(kind.attributes, sum.attribute) ? kind.attributes[sum.attribute] : undefined
  if (!attribute) return wrong('sum.attribute', `the kind of events "${code}" has no attribute "${sum.attribute}" any more`)
  if (attribute.type !== 'number') return wrong('sum.attribute', `the attribute "${sum.attribute}" is no number, so it has no sum`)
  if (sum.at_least === undefined && sum.at_most === undefined) return wrong('sum', 'must say "at_least", "at_most" or both')
  return sum.at_least !== undefined && sum.at_most !== undefined && sum.at_most < sum.at_least ? wrong('sum.at_most', 'must not be less than "at_least"') : []
}

/** What can be asked of fields: those in use that are no text and say nothing delicate. */
export const askable = ({ fields }: Pick<Asking, 'fields'>): Field[] =>
  [...fields.values()].filter((field) => !field.retired && field.type !== 'text' && field.category !== delicate)

/** No field of a company's own holds an id of ours. */
export const noIds = { read: () => undefined }

export const columnsOf = (asking: Pick<Asking, 'fields'>): Columns => ({
  byName: new Map(askable(asking).map((field) => [field.code, columnOf(field)])),
  retired: new Set(),
  elsewhere: new Set(),
})
