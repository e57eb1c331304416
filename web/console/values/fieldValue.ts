import { fieldWords } from '../../ui/field.words.ts'
import { codeName, dayOf, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useOwnValue } from '../../ui/ownValue.ts'
import { pick, useCodeWords, useLanguage } from '../../ui/words.ts'
import type { Card } from '../card/queries.ts'
import { columnsWords } from '../list/columns.words.ts'

export type Field = Card['fields'][number]

export function useFieldTitle(): (field: Pick<Field, 'field' | 'title'>) => string {
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  return (field) => pick(field.title, language) ?? word(field.field)
}

/** A value as it is read: dates as dates, codes as words, the rest as it was given. */
export function useFieldValue(): (field: Pick<Field, 'field' | 'value' | 'own'>) => string | null {
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  const now = useNow()
  const ownValue = useOwnValue()
  const column = useCodeWords(columnsWords)
  return ({ field, value, own }) => {
    if (value === null || value === '') return null
    if (own) return ownValue(own.type, value)
    if (field === 'role') return column(`role_${value}`)
    if (field === 'language') return codeName(value, 'language', language)
    if (field === 'form' || field === 'gender' || field === 'legal_form') return word(`${field}_${value}`)
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayOf(plainDay(value), now, language)
    return value
  }
}
