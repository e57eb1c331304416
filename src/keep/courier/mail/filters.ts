import type { Liquid } from 'liquidjs'
import { inclineFirstname, inclineLastname, inclineMiddlename } from 'lvovich'

// The filters templates may use. Values are formatted for the language of the message and its reader's zone, which the render
// hands over as `language` and `time_zone`.

type Impl = { context: { getSync(path: string[]): unknown } }

const cases = ['genitive', 'dative', 'accusative', 'instrumental', 'prepositional'] as const
type Case = (typeof cases)[number]
const isCase = (text: string): text is Case => cases.some((c) => c === text)

/** Adds our filters, and takes away the one that would switch escaping off. */
export function addFilters(engine: Liquid): void {
  engine.registerFilter('raw', (value: unknown) => value)
  engine.registerFilter('money', function (this: Impl, value: unknown) {
    return isMoney(value) ? money(value, languageOf(this)) : text(value)
  })
  engine.registerFilter('day', function (this: Impl, value: unknown) {
    return day(text(value), languageOf(this))
  })
  engine.registerFilter('moment', function (this: Impl, value: unknown) {
    return moment(text(value), languageOf(this), text(this.context.getSync(['time_zone'])))
  })
  engine.registerFilter('number', function (this: Impl, value: unknown) {
    return typeof value === 'number' ? new Intl.NumberFormat(languageOf(this)).format(value) : text(value)
  })
  engine.registerFilter('plural', function (this: Impl, value: unknown, ...forms: unknown[]) {
    return plural(Number(value), languageOf(this), forms.map(text))
  })
  engine.registerFilter('in_case', function (this: Impl, value: unknown, grammatical: unknown, part: unknown = 'name') {
    const gender = genderOf(text(this.context.getSync(['person', 'gender'])))
    return inCase(text(value), text(grammatical), text(part), gender)
  })
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const languageOf = (impl: Impl) => (text(impl.context.getSync(['language'])) === 'ru' ? 'ru-RU' : 'en-GB')

function isMoney(value: unknown): value is { minor: number; currency: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'minor' in value &&
    typeof value.minor === 'number' &&
    'currency' in value &&
    typeof value.currency === 'string'
  )
}

/** «2 160 ₽», «2 160,50 ₽»: whole amounts without zeros. */
export function money(value: { minor: number; currency: string }, language: string): string {
  const digits = new Intl.NumberFormat(language, { style: 'currency', currency: value.currency }).resolvedOptions().maximumFractionDigits ?? 2
  const whole = value.minor % 10 ** digits === 0
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: value.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : digits,
  }).format(value.minor / 10 ** digits)
}

/** «21.11.2026», “21 November 2026”. Anything else comes back as it is. */
export function day(iso: string, language: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso)
  if (!parts) return iso
  const at = new Date(`${parts[0]}T00:00:00Z`)
  const style = language.startsWith('ru')
    ? ({ day: '2-digit', month: '2-digit', year: 'numeric' } as const)
    : ({ day: 'numeric', month: 'long', year: 'numeric' } as const)
  return new Intl.DateTimeFormat(language, { ...style, timeZone: 'UTC' }).format(at)
}

/** «22 ноября, 13:05 GMT+3», “22 November at 13:05 GMT+3”: an instant as the reader's own clock shows it. Anything else comes back as it is. */
export function moment(iso: string, language: string, timeZone: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const style = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const
  return new Intl.DateTimeFormat(language, { ...style, timeZone }).format(at)
}

/** The form for a number: one, few, many in Russian; one, other in English. */
export function plural(n: number, language: string, forms: readonly string[]): string {
  const rule = new Intl.PluralRules(language).select(n)
  const at = language.startsWith('ru') ? (rule === 'one' ? 0 : rule === 'few' ? 1 : 2) : rule === 'one' ? 0 : 1
  return forms[Math.min(at, forms.length - 1)] ?? ''
}

/** A Russian name in a grammatical case: part is surname, name or patronymic. What is not Russian stays as it is. */
export function inCase(value: string, grammatical: string, part: string, gender: 'male' | 'female' | undefined): string {
  if (!isCase(grammatical) || !/[а-яё]/i.test(value)) return value
  const incline = part === 'surname' ? inclineLastname : part === 'patronymic' ? inclineMiddlename : inclineFirstname
  return incline(value, grammatical, gender) || value
}

const genderOf = (code: string) => (code === 'f' ? 'female' : code === 'm' ? 'male' : undefined)
