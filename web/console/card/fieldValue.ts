import { fieldWords } from '../../ui/field.words.ts'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { pick, useCodeWords, useLanguage } from '../../ui/words.ts'
import type { Card } from './queries.ts'

export type Field = Card['fields'][number]

export function useFieldTitle(): (field: Pick<Field, 'field' | 'title'>) => string {
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  return (field) => pick(field.title, language) ?? word(field.field)
}

/** A value as it is read: dates as dates, codes as words, the rest as it was given. */
export function useFieldValue(): (field: Pick<Field, 'field' | 'value'>) => string | null {
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  const now = useNow()
  return ({ field, value }) => {
    if (value === null || value === '') return null
    if (field === 'form' || field === 'gender') return word(`${field}_${value}`)
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dayOf(plainDay(value), now, language)
    return value
  }
}
