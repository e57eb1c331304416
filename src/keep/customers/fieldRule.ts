import { isBik, isInn, isKpp, isOgrn } from './russianNumbers.ts'

// What a personal field may hold, whichever way it comes in.

const longest: { [field: string]: number } = { org_name: 300, job_title: 200, address: 500, site: 300, about: 2000 }
const longestName = 100
const names = new Set(['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'address_as'])
const longestOther = 2000

const isoDay = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
/** Nobody who lives was born before. */
const firstBirth = '1900-01-01'

/** Forms of business, as people say them in Russia. */
export const legalForms = ['ooo', 'ao', 'pao', 'ip', 'self_employed', 'nonprofit', 'state', 'foreign'] as const

const numbers: { [field: string]: { is(text: string): boolean; sentence: string } } = {
  inn: { is: isInn, sentence: 'must be an INN: 10 digits of a company or 12 of a person; one digit here is wrong' },
  ogrn: { is: isOgrn, sentence: 'must be an OGRN: 13 digits of a company or 15 of a sole trader; one digit here is wrong' },
  kpp: { is: isKpp, sentence: 'must be a KPP: 9 characters like 770801001' },
  bik: { is: isBik, sentence: 'must be a BIK: 9 digits like 044525225' },
}

/** Numbers are read aloud in groups, and typed so. */
export const keptAs = (field: string, value: string): string => (Object.hasOwn(numbers, field) ? value.replaceAll(/[\s\u00a0-]/g, '').toUpperCase() : value)

/**
 * The same for what a person types in a Russian company: these numbers carry digits by which a slip of the pen is found. What other
 * systems send is kept as they have it.
 */
export function whyNotTyped(field: string, value: string, today: Date, country: string | undefined): string | undefined {
  if (field === 'legal_form' && !legalForms.some((form) => form === value)) return `must be one of: ${legalForms.join(', ')}`
  const number = country === 'RU' && Object.hasOwn(numbers, field) ? numbers[field] : undefined
  return whyNotField(field, value, today) ?? (number === undefined || number.is(value) ? undefined : number.sentence)
}

/** The most letters a field takes. */
export const longestOf = (field: string): number => longest[field] ?? (names.has(field) ? longestName : longestOther)

/** Why this value cannot stand in the field, as the end of a sentence that begins with its place; undefined when it can. `today` bounds a birth. */
export function whyNotField(field: string, value: string, today: Date): string | undefined {
  const most = longestOf(field)
  if ([...value].length > most) return `must have at most ${most} characters`
  if (field === 'form' && value !== 'formal' && value !== 'informal') return 'must be formal or informal'
  if (field !== 'birth_date') return undefined
  if (!isoDay.test(value) || !isOnCalendar(value)) return 'must be a date like 1984-05-31'
  if (value < firstBirth || value > today.toISOString().slice(0, 10)) return `must lie between ${firstBirth.slice(0, 4)} and today`
  return undefined
}

/** 31 June is written like a date and is none. */
function isOnCalendar(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}
