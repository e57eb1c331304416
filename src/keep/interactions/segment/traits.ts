import { badInput } from '../../../platform/errors.ts'

// Traits of an identify call (https://segment.com/docs/connections/spec/identify/#traits): what we have a field for goes to
// the vault, e-mail and phone are identifiers, the rest is kept as content.

type Traits = { [name: string]: unknown }
export type Described = { fields: { [field: string]: string }; contacts: { kind: 'email' | 'phone'; value: string; place: string }[]; rest: Traits }

const fieldOf: { [trait: string]: string } = {
  firstName: 'name',
  first_name: 'name',
  lastName: 'surname',
  last_name: 'surname',
  middleName: 'patronymic',
  middle_name: 'patronymic',
  patronymic: 'patronymic',
  surname: 'surname',
  gender: 'gender',
  title: 'job_title',
  website: 'site',
  description: 'about',
}

const longest = 10_000

export function describe(traits: Traits, place: string): Described {
  const out: Described = { fields: {}, contacts: [], rest: {} }
  for (const [name, value] of Object.entries(traits)) {
    if (value === null || value === undefined || value === '') continue
    if (name === 'email' || name === 'phone') out.contacts.push({ kind: name, value: words(value, `${place}.${name}`), place: `${place}.${name}` })
    else if (name === 'birthday') birthday(out, value)
    else if (name === 'address') Object.assign(out.fields, addressOf(value, `${place}.address`))
    else if (name === 'name') continue
    else if (fieldOf[name] !== undefined && typeof value === 'string') out.fields[fieldOf[name]] = words(value, `${place}.${name}`)
    else out.rest[name] = value
  }
  const whole = traits['name']
  if (typeof whole === 'string' && !out.fields['name'] && !out.fields['surname']) Object.assign(out.fields, nameParts(words(whole, `${place}.name`)))
  return out
}

function words(value: unknown, place: string): string {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') throw badInput(`${place}: must be a text`, place)
  if (text.includes('\0')) throw badInput(`${place}: must not hold a NUL character`, place)
  if (text.length > longest) throw badInput(`${place}: must have at most ${longest} characters`, place)
  return text.trim()
}

function birthday(out: Described, value: unknown): void {
  const day = typeof value === 'string' ? /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T|$)/.exec(value)?.[1] : undefined
  if (day === undefined) out.rest['birthday'] = value
  else out.fields['birth_date'] = day
}

function addressOf(value: unknown, place: string): { address?: string } {
  if (typeof value === 'string') return { address: words(value, place) }
  if (typeof value !== 'object' || value === null) return {}
  const parts: Traits = { ...value }
  const ordered = [parts['postalCode'] ?? parts['postal_code'], parts['country'], parts['state'], parts['city'], parts['street']]
  const written = ordered.filter((p) => (typeof p === 'string' && p !== '') || typeof p === 'number').map((p) => words(p, place))
  return written.length > 0 ? { address: written.join(', ') } : {}
}

/** One trait for the whole name: Russian names begin with the surname when a patronymic follows, others end with it. */
function nameParts(whole: string): { [field: string]: string } {
  const parts = whole.split(/\s+/).filter(Boolean)
  const [a = '', b = '', c = ''] = parts
  if (parts.length === 3 && /(вич|вна|ична|оглы|кызы)$/i.test(c)) return { surname: a, name: b, patronymic: c }
  if (parts.length === 3 && /(вич|вна|ична|оглы|кызы)$/i.test(b)) return { name: a, patronymic: b, surname: c }
  if (parts.length === 1) return { name: a }
  return { name: parts.slice(0, -1).join(' '), surname: parts.at(-1) ?? '' }
}
