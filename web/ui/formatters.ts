import type { Language } from './words.ts'

// Intl's formatters are slow to make and quick to use, and a list asks for the same few in every row.

const locale = (language: Language): string => (language === 'ru' ? 'ru-RU' : 'en-GB')

function keeping<O extends object, F>(make: (locale: string, options: O) => F): (language: Language, options: O) => F {
  const made = new Map<string, F>()
  return (language, options) => {
    const key = language + JSON.stringify(options)
    const formatter = made.get(key) ?? make(locale(language), options)
    made.set(key, formatter)
    return formatter
  }
}

export const numbers = keeping((of, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(of, options))
export const days = keeping((of, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(of, options))
export const relatively = keeping((of, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(of, options))
export const names = keeping((of, options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(of, options))
