import { type Column, type Columns, columnOf, operatorsOf } from '../lists/index.ts'
import type { ColumnType } from '../lists/shapes.ts'
import type { Asking, Field } from './asking.ts'
import type { aboutFacts } from './rule.ts'

// What rules ask as lists ask it: the same comparisons, the same words.

/** Fields of this category say what no audience is made by: health, beliefs and the like. */
export const delicate = 'sensitive'

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

export const columnWith = (column: string, type: ColumnType, codes: string[] | null = null): Column => ({
  column,
  title: null,
  type,
  codes,
  filter: [...operatorsOf[type]],
  sort: false,
  sum: false,
})

type Fact = (typeof aboutFacts)[number]

const aboutTypes: { readonly [F in Fact]: readonly [ColumnType, string[]?] } = {
  kind: ['code', ['person', 'organisation']],
  role: ['code', ['customer', 'lead', 'supplier', 'partner']],
  language: ['code'],
  time_zone: ['code'],
  country: ['code'],
  region: ['code'],
  age_band: ['code'],
  gender: ['code'],
  birthday: ['day'],
  mail_domain_class: ['code'],
  has_email: ['boolean'],
  has_phone: ['boolean'],
  has_address: ['boolean'],
  since: ['time'],
}

export function aboutColumn(fact: Fact): Column {
  const [type, codes] = aboutTypes[fact]
  return columnWith(fact, type, codes ?? null)
}
