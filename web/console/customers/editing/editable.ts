import type { ListColumn } from '../../list/queries.ts'

/** What can be changed in the cell: role, language, who is responsible, tags, and the company's own fields. All else is computed, or has a form of its own on the card. */
export const isEditable = ({ column, type }: ListColumn): boolean =>
  ['role', 'language', 'owner', 'tags'].includes(column) || (column.startsWith('x_') && type !== 'name')

/** Everybody has one. */
export const isNeverEmpty = ({ column }: Pick<ListColumn, 'column'>): boolean => column === 'role'

/** What a typed value is, or why it is none; null for nothing. */
export function readTyped(column: ListColumn, text: string): { value: string | null } | { wrong: 'not_number' | 'not_day' | 'too_long' } {
  const typed = text.trim()
  if (typed === '') return { value: null }
  if (column.type === 'number') {
    const plain = typed.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.')
    return /^-?\d+(\.\d+)?$/.test(plain) ? { value: plain } : { wrong: 'not_number' }
  }
  if (column.type === 'time') return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? { value: typed } : { wrong: 'not_day' }
  return typed.length > 2000 ? { wrong: 'too_long' } : { value: typed }
}
