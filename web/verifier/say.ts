import type { Values } from '../ui/words.ts'
import { verifierWords } from './verifier.words.ts'

export const languages = ['en', 'ru'] as const
export type Language = (typeof languages)[number]
export type Say = (key: string, values?: Values) => string

/** What the reader's browser asks for. */
export const preferred = (): Language =>
  languages.find((language) =>
    navigator.languages
      .find((tag) => /^(en|ru)/i.test(tag))
      ?.toLowerCase()
      .startsWith(language),
  ) ?? 'en'

/** The words of a language; with a `count` the form that its grammar wants. */
export function sayIn(language: Language): Say {
  const words: Record<string, string> = verifierWords[language]
  const forms = new Intl.PluralRules(language)
  return (key, values = {}) => {
    const count = values['count']
    const counted = typeof count === 'number' ? words[`${key}_${forms.select(count)}`] : undefined
    return (counted ?? words[key] ?? key).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))
  }
}

export const isWord = (key: string): boolean => key in verifierWords.en
