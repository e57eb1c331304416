import { badInput } from '../../platform/errors.ts'
import { type Broken, brokenIn } from '../lists/index.ts'
import { type Asking, type Field, isKeptFor, type Kind } from './asking.ts'
import { aboutColumn, columnsOf, columnWith, delicate, noIds } from './columns.ts'
import { wrongKind } from './kinds.ts'
import { type Condition, type EventCondition, type Group, type OwnCondition, type Rule, ruleLimits, type Step, type TraitCondition } from './rule.ts'
import { wrongDefinition } from './traits/check.ts'
import { typeOf } from './traits/definition.ts'
import { eventsAsked, eventsIn, placed, placedDeep } from './walk.ts'

// What in a rule means nothing here, each in one sentence with its place: a rule outlives the fields, kinds and audiences it was made of.

/** Throws bad_input with the place of the first part that cannot be asked. `own`: the id of the audience whose rule it is to be; it cannot name itself. */
export function checkRule(rule: Rule, asking: Asking, own?: string): void {
  const [broken] = wrongInside(rule, asking, own === undefined ? [] : [own])
  if (broken) throw badInput(`${broken.place}: ${broken.sentence}`, broken.place)
  if (placedDeep(rule, asking.audiences).length > mostInAll)
    throw badInput(`rule: with the audiences it names it has more than ${mostInAll} conditions`, 'rule')
}

const mostInAll = 200

/** A part of a rule that is kept for other purposes than the audience's: it chooses nobody. */
export type Closed = { place: string; shape: 'field' | 'kind' | 'list'; of: Pick<Field | Kind, 'code' | 'title' | 'purposes'> }

export function closedIn(rule: Rule, asking: Asking): Closed[] {
  return placedDeep(rule, asking.audiences).flatMap(({ condition, place }): Closed[] => {
    const field = 'own' in condition ? asking.fields.get(condition.own.field) : undefined
    if (field) return isKeptFor(field, asking) ? [] : [{ place, shape: 'field', of: field }]
    const list = 'list' in condition ? asking.lists.get(condition.list) : undefined
    if ('list' in condition && list)
      return list.purpose === asking.use
        ? []
        : [{ place, shape: 'list', of: { code: condition.list, title: { en: list.title, ru: list.title }, purposes: [list.purpose] } }]
    return eventsAsked(condition, asking.traits).flatMap(({ event }): Closed[] => {
      const of = asking.kinds.get(event.kind)
      return of && !isKeptFor(of, asking) ? [{ place, shape: 'kind', of }] : []
    })
  })
}

/** Whether the rule asks anything that is kept for some purposes only. */
export const asksShapes = (rule: Rule, asking: Pick<Asking, 'audiences' | 'traits'>): boolean =>
  placedDeep(rule, asking.audiences).some(({ condition }) => 'own' in condition || 'list' in condition || eventsAsked(condition, asking.traits).length > 0)

/** `within`: the audiences that this rule is reached by. */
function wrongInside(group: Group, asking: Asking, within: readonly string[]): Broken[] {
  return placed(group).flatMap(({ condition, place }) =>
    'audience' in condition ? wrongAudience(condition.audience, asking, { place: `${place}.audience`, within }) : wrongIn(condition, asking, place),
  )
}

function wrongAudience(id: string, asking: Asking, { place, within }: { place: string; within: readonly string[] }): Broken[] {
  const other = asking.audiences.get(id)
  const wrong = (sentence: string): Broken[] => [{ place, column: id, sentence }]
  if (!other) return wrong('there is no such audience')
  if (other.deleted) return wrong(`the audience "${other.title}" was deleted`)
  if (within.includes(id))
    return wrong(`the audience "${other.title}" names itself, by way of other audiences or at once, so it would never be known who is in it`)
  if (within.length >= ruleLimits.depth) return wrong(`audiences name audiences at most ${ruleLimits.depth} deep`)
  const [inside] = wrongInside(other.rule, asking, [...within, id])
  if (!inside) return []
  return wrong(inside.place.endsWith('.audience') ? inside.sentence : `in the audience "${other.title}": ${inside.sentence}`)
}

function wrongIn(condition: Exclude<Condition, { audience: string }>, asking: Asking, place: string): Broken[] {
  if ('own' in condition) return wrongField(condition.own, asking, `${place}.own`)
  if ('event' in condition) return wrongEvent(condition.event, asking, `${place}.event`)
  if ('sequence' in condition) return wrongSequence(condition.sequence, condition, asking, place)
  if ('about' in condition) {
    const { fact, is, value } = condition.about
    const columns = { byName: new Map([[fact, aboutColumn(fact)]]), retired: new Set<string>(), elsewhere: new Set<string>() }
    return brokenIn({ column: fact, is, ...(value === undefined ? {} : { value }) }, columns, noIds, `${place}.about`)
  }
  if ('trait' in condition) return wrongTrait(condition.trait, asking, `${place}.trait`)
  if ('list' in condition) return wrongList(condition.list, asking, `${place}.list`)
  return []
}

function wrongList(id: string, { lists }: Asking, place: string): Broken[] {
  const list = lists.get(id)
  const wrong = (sentence: string): Broken[] => [{ place, column: id, sentence }]
  if (!list) return wrong('there is no such list of people')
  if (list.deleted) return wrong(`the list "${list.title}" was deleted`)
  return list.complete ? [] : wrong(`the list "${list.title}" is not matched yet`)
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

function wrongTrait({ trait: code, is, value }: TraitCondition, asking: Asking, place: string): Broken[] {
  const wrong = (at: string, sentence: string): Broken[] => [{ place: `${place}.${at}`, column: code, sentence }]
  const computed = asking.traits.get(code)
  if (computed?.deleted) return wrong('trait', `the trait "${code}" was deleted`)
  const [inside] = computed ? wrongDefinition(computed.definition, asking, code) : []
  if (inside) return wrong('trait', `in the trait "${code}": ${inside.sentence}`)
  const type = computed ? typeOf(computed.definition, asking.kinds) : 'code'
  const columns = { byName: new Map([[code, columnWith(code, type === 'code' ? 'code' : 'number')]]), retired: new Set<string>(), elsewhere: new Set<string>() }
  const broken = brokenIn({ column: code, is, ...(value === undefined ? {} : { value }) }, columns, noIds, place)
  if (broken.length > 0) return broken
  const days = type === 'days' && value !== undefined ? [value].flat() : []
  return days.every((one) => Number.isInteger(one) && Number(one) >= 0 && Number(one) <= ruleLimits.days)
    ? []
    : wrong('value', `"${code}" is whole days: a whole number up to ${ruleLimits.days}`)
}

function wrongEvent(said: EventCondition, asking: Asking, place: string): Broken[] {
  const { kind: code, sum } = said
  const [unknown] = wrongKind(said, asking, place)
  if (unknown) return [unknown]
  const kind = asking.kinds.get(code)
  if (!sum || !kind) return []
  const wrong = (at: string, sentence: string): Broken[] => [{ place: `${place}.${at}`, column: code, sentence }]
  const attribute = Object.hasOwn(kind.attributes, sum.attribute) ? kind.attributes[sum.attribute] : undefined
  if (!attribute) return wrong('sum.attribute', `the kind of events "${code}" has no attribute "${sum.attribute}" any more`)
  if (attribute.type !== 'number') return wrong('sum.attribute', `the attribute "${sum.attribute}" is no number, so it has no sum`)
  return sum.at_least === undefined && sum.at_most === undefined ? wrong('sum', 'must say "at_least", "at_most" or both') : []
}

function wrongSequence(steps: readonly Step[], condition: Condition, asking: Asking, place: string): Broken[] {
  const [first] = steps
  if (first && 'not' in first)
    return [{ place: `${place}.sequence[0]`, column: null, sentence: 'a sequence begins with something that happened; "not" can only come after it' }]
  return eventsIn(condition).flatMap(({ event, at }) => wrongKind(event, asking, `${place}.${at}`))
}
