import { describeCustomer } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import type { Card } from '../card/queries.ts'
import type { Field } from './fieldValue.ts'

// Role and language stand with the customer and not among the fields, and carry no version: they are written upon the value that was seen.

export const roles = ['customer', 'lead', 'supplier', 'partner'] as const
export type RowField = 'role' | 'language'

export const isRowField = (field: string): field is RowField => field === 'role' || field === 'language'

type Write = { field: RowField; value: string | null; was: string | null }

export async function writeRowField(customer_id: string, { field, value, was }: Write): Promise<void> {
  if (field === 'language') {
    await call(describeCustomer, { params: { customer_id }, body: { language: value, was: { language: was } } })
    return
  }
  const [role, before] = [roleOf(value), roleOf(was)]
  if (role) await call(describeCustomer, { params: { customer_id }, body: { role, was: before ? { role: before } : {} } })
}

const roleOf = (code: string | null) => roles.find((each) => each === code)

/** Role and language of a card as its fields are. Each may have a history. */
export const rowFieldsOf = (card: Card, editable: boolean): Field[] =>
  (['role', 'language'] as const).map((field) => ({
    field,
    category: 'record',
    title: null,
    value: card[field],
    source: 'console',
    changed_at: '',
    versions: 2,
    etag: '',
    editable,
    own: null,
  }))

/** The card with another value in it. */
export function withField(card: Card, { field }: Pick<Field, 'field'>, to: Partial<Field>): Card {
  if (!isRowField(field)) return { ...card, fields: card.fields.map((each) => (each.field === field ? { ...each, ...to } : each)) }
  if (to.value === undefined) return card
  return field === 'language' ? { ...card, language: to.value } : { ...card, role: roleOf(to.value) ?? card.role }
}
