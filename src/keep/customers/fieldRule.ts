// What a personal field may hold, whichever way it comes in.

const longest: { [field: string]: number } = { org_name: 300, job_title: 200, address: 500, site: 300, about: 2000 }
const longestName = 100
const names = new Set(['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'address_as'])
const longestOther = 2000

const isoDay = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
/** Nobody who lives was born before. */
const firstBirth = '1900-01-01'

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
