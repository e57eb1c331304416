import { fieldWords, sourceWords } from '../../ui/field.words.ts'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useOwnValue } from '../../ui/ownValue.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { pageWords } from './page.words.ts'
import type { MyPage } from './queries.ts'

type KnownField = MyPage['known'][number]['fields'][number]

/** What a field is called and how its value is read. */
export function useValue() {
  const ownValue = useOwnValue()
  const word = useCodeWords(fieldWords)
  const language = useLanguage()
  const now = useNow()
  return {
    title: (field: Pick<KnownField, 'field' | 'title'>) => pick(field.title, language) ?? word(field.field),
    text: ({ field, value, type }: Pick<KnownField, 'field' | 'value' | 'type'>) => {
      if (type !== null) return ownValue(type, value)
      if (`${field}_${value}` in fieldWords.en) return word(`${field}_${value}`)
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayOf(plainDay(value), now, language) : value
    },
  }
}

/** Where something came from and since when. A source we have no word for is named as it is. */
export function useOrigin(): (source: string | null, at: string) => string {
  const say = useWords(pageWords)
  const saySource = useWords(sourceWords)
  const word = useCodeWords(sourceWords)
  const language = useLanguage()
  const now = useNow()
  return (source, at) => {
    const since = say('since', { day: dayOf(new Date(at), now, language) })
    if (source?.startsWith('copy:')) return `${saySource('source_copy', { site: source.slice(5) })}, ${since}`
    return source ? `${saySource('source_of', { source: lower(word(source)) })}, ${since}` : since
  }
}
