import { badInput } from '../../platform/errors.ts'
import { type Asking, askable, isKeptFor } from '../audiences/index.ts'
import { isOfGoods, isOfPeople, isTime } from './figures.ts'
import type { Breakdown, FiguresAsked, Measure } from './shapes.ts'

// What of a question means nothing here, in one sentence with its place.

export const use = 'analysis'

export const kindsAsked = (asking: Asking) => [...asking.kinds.values()].filter((kind) => !kind.retired && !kind.sensitive && isKeptFor(kind, asking))
export const fieldsAsked = (asking: Asking) =>
  askable(asking).filter((field) => (field.type === 'code' || field.type === 'boolean') && isKeptFor(field, asking))

/** Throws bad_input for a kind of events that no report is made of. */
export function mustBeKind(code: string, asking: Asking, place: string): void {
  const kind = asking.kinds.get(code)
  let sentence: string | undefined
  if (!kind) sentence = `There is no kind of events "${code}".`
  else if (kind.retired) sentence = `The kind of events "${code}" was retired, so no report is made of it.`
  else if (kind.sensitive) sentence = `The kind of events "${code}" says something delicate about people, so no report is made of it.`
  else if (!isKeptFor(kind, asking)) sentence = `The kind of events "${code}" is not kept for analysis, so no report is made of it.`
  if (sentence) throw badInput(sentence, place)
}

export function checkFigures({ measure, by }: FiguresAsked, asking: Asking): void {
  checkMeasure(measure, asking)
  const [first, second] = by
  if (first !== undefined && first === second) throw badInput('It is split by the same thing twice.', 'question.by')
  if (by.filter(isTime).length > 1) throw badInput('It is split by time twice: choose days, weeks, months or quarters.', 'question.by')
  by.forEach((one, at) => {
    const sentence = one.startsWith('field:') ? wrongField(one.slice(6), asking) : wrongTogether(measure, one)
    if (sentence) throw badInput(sentence, `question.by[${at}]`)
  })
}

function checkMeasure(measure: Measure, asking: Asking): void {
  if (typeof measure === 'string') return
  if ('events' in measure) return mustBeKind(measure.events, asking, 'question.measure.events')
  mustBeKind(measure.sum, asking, 'question.measure.sum')
  const attributes = asking.kinds.get(measure.sum)?.attributes ?? {}
  const attribute = Object.hasOwn(attributes, measure.attribute) ? attributes[measure.attribute] : undefined
  if (attribute?.type !== 'number')
    throw badInput(`The kind of events "${measure.sum}" has no number "${measure.attribute}" to add up.`, 'question.measure.attribute')
}

function wrongField(code: string, asking: Asking): string | undefined {
  if (fieldsAsked(asking).some((field) => field.code === code)) return undefined
  return `There is no field "${code}" of a few values that is kept for analysis.`
}

function wrongTogether(measure: Measure, by: Breakdown): string | undefined {
  const people = measure === 'customers' || measure === 'new_customers'
  if (measure === 'customers' && isTime(by)) return 'How many customers there are is asked for now; by time, ask for new customers or buyers.'
  if (people && !isOfPeople(by) && !isTime(by)) return `Customers have no "${by}" of their own; ask for buyers, purchases or events.`
  if (typeof measure === 'object' && 'sum' in measure && isOfGoods(by)) return `A number of an event belongs to no single good, so it is not split by "${by}".`
  return undefined
}
