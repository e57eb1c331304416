import { type Amount, amountText, readAmount } from '../../../../src/platform/amounts.ts'
import type { ListColumn } from '../../list/queries.ts'

/** What can be changed in the cell: role, language, who is responsible, tags, units, and the company's own fields. All else is computed, or has a form of its own on the card. */
export const isEditable = ({ column, type }: ListColumn): boolean =>
  ['role', 'language', 'owner', 'tags', 'units'].includes(column) || (column.startsWith('x_') && type !== 'name')

/** Everybody has one. */
export const isNeverEmpty = ({ column }: Pick<ListColumn, 'column'>): boolean => column === 'role'

type Typed = { value: string | number | Amount | null } | { wrong: 'not_number' | 'not_money' | 'not_day' | 'too_long' }

/** What a typed value is, or why it is none; null for nothing. */
export function readTyped(column: ListColumn, text: string): Typed {
  const typed = text.trim()
  if (typed === '') return { value: null }
  if (column.type === 'number') {
    const plain = typed.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.')
    return /^-?\d+(\.\d+)?$/.test(plain) ? { value: Number(plain) } : { wrong: 'not_number' }
  }
  if (column.type === 'money') {
    const amount = readAmount(typed, column.one_currency ?? '')
    if ('problem' in amount) return { wrong: 'not_money' }
    return { value: column.sealed ? amountText(amount) : amount }
  }
  if (column.type === 'time') return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? { value: typed } : { wrong: 'not_day' }
  return typed.length > 2000 ? { wrong: 'too_long' } : { value: typed }
}
