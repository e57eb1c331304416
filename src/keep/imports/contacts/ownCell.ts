import { amountText, type Mark, readAmount } from '../../../platform/amounts.ts'
import { fitOwn, type OwnField } from '../../customers/index.ts'
import type { Reason } from '../shapes.ts'
import type { Moments } from '../values/moment.ts'
import { answerOf } from '../values/words.ts'

// Cells of a company's own fields, as files write them: a day in the order of the file, yes and no in many words, a value of a
// list in any letters, money with the marks the file has.

/** How a file writes days, moments and decimals. */
type Habits = Pick<Moments, 'at' | 'day'> & { decimal: Mark }
export type OwnCell = { value: string } | { reason: Reason }

/** A cell as its field keeps it, or why it cannot. A field that nobody declared takes any text. */
export function ownCell(field: OwnField | undefined, text: string, habits: Habits): OwnCell {
  const fit = fitOwn(field, field ? asField(field, text, habits) : text)
  return 'value' in fit ? fit : { reason: field ? reasons[field.type] : 'bad_value' }
}

const reasons = {
  number: 'bad_number',
  money: 'bad_amount',
  time: 'bad_date',
  boolean: 'no_answer',
  code: 'not_listed',
  text: 'bad_value',
} as const satisfies Record<OwnField['type'], Reason>

function asField(field: OwnField, text: string, habits: Habits): string {
  switch (field.type) {
    case 'time':
      return asTime(text, habits)
    case 'money':
      return asMoney(field, text, habits)
    case 'boolean':
      return { yes: 'true', no: 'false', none: text }[answerOf(text) ?? 'none']
    case 'code':
      return field.codes?.find((code) => folded(code) === folded(text)) ?? text
    case 'number':
    case 'text':
      return text
  }
}

/** A day stays a day; only what names an hour is a moment. */
function asTime(text: string, moments: Pick<Moments, 'at' | 'day'>): string {
  const at = /\d:\d\d/.test(text) ? moments.at(text) : undefined
  return at === undefined ? (moments.day(text) ?? text) : new Date(at).toISOString()
}

function asMoney({ currency }: OwnField, text: string, { decimal }: Habits): string {
  const read = readAmount(text, currency ?? '', decimal)
  return 'minor' in read ? amountText(read) : text
}

const folded = (text: string) => text.trim().toLocaleLowerCase().replaceAll('ё', 'е')
