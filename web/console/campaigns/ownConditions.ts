import type { Condition as Asked } from '../../../src/office/lists/shapes.ts'
import { firstOperator, firstValue, isReady } from '../filters/conditions.ts'
import type { ListColumn } from '../list/queries.ts'
import type { AudienceConditions, Rule } from './queries.ts'

// Conditions about what the company declared, while they are written: one may still lack its value.

type Condition = Rule['all'][number]
export type OwnCondition = Extract<Condition, { own: unknown }>
export type EventCondition = Extract<Condition, { event: unknown }>
export type Written = OwnCondition | EventCondition

export const isWritten = (condition: Condition): condition is Written => 'own' in condition || 'event' in condition

/** A field as a column of filters, for the same inputs and words. */
export const columnOfField = (field: AudienceConditions['fields'][number]): ListColumn => ({ ...field, sort: false, sum: false })

export const columnsOf = (offered: AudienceConditions | undefined): ReadonlyMap<string, ListColumn> =>
  new Map(offered?.fields.map((field) => [field.column, columnOfField(field)]))

export const askedOf = ({ own: { field, is, value } }: OwnCondition): Asked => ({ column: field, is, ...(value === undefined ? {} : { value }) })

export const ownOf = ({ column, is, value }: Asked): OwnCondition => ({ own: { field: column, is, ...(value === undefined ? {} : { value }) } })

/** What is asked first of a field, or of a kind of events. */
export function beginning(offered: AudienceConditions, chosen: string): Written | undefined {
  const field = offered.fields.find(({ column }) => `field ${column}` === chosen)
  const kind = offered.kinds.find((each) => `kind ${each.kind}` === chosen)
  if (kind) return { event: { kind: kind.kind, at_least: 1, within_days: 90 } }
  const column = field && columnOfField(field)
  const is = column && firstOperator(column)
  if (!column || !is) return undefined
  const value = firstValue(column, is)
  return ownOf({ column: column.column, is, ...(value === undefined ? {} : { value }) })
}

/** Whether nothing is lacking: a field that is gone is sent all the same, so that the server says what is wrong with it. */
export function isWhole(condition: Written, columns: ReadonlyMap<string, ListColumn>): boolean {
  if ('own' in condition) return !columns.has(condition.own.field) || isReady(askedOf(condition), columns)
  const { sum } = condition.event
  return sum === undefined || sum.at_least !== undefined || sum.at_most !== undefined
}
