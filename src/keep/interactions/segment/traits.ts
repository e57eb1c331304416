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

/** The company's own field for a trait: one that begins with x_, or one declared under the trait's name. */
export type OwnFieldOf = (trait: string) => string | undefined

/** `loyaltyTier` and `loyalty_tier` are `x_loyalty_tier`, when that is declared; x_… is itself, declared or not. */
export function ownFieldOf(declared: (code: string) => boolean): OwnFieldOf {
  return (trait) => {
    if (/^x_[a-z0-9_]{1,60}$/.test(trait)) return trait
    const code = `x_${trait.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()}`
    return /^x_[a-z0-9_]{1,60}$/.test(code) && declared(code) ? code : undefined
  }
}

const longest = 10_000

export function describe(traits: Traits, place: string, own: OwnFieldOf): Described {
  const out: Described = { fields: {}, contacts: [], rest: {} }
  for (const [name, value] of Object.entries(traits)) {
    if (value === null || value === undefined || value === '') continue
    if (name === 'email' || name === 'phone') out.contacts.push({ kind: name, value: words(value, `${place}.${name}`), place: `${place}.${name}` })
    else if (name === 'birthday') birthday(out, value)
    else if (name === 'address') Object.assign(out.fields, addressOf(value, `${place}.address`))
    else if (name === 'name') continue
    else if (fieldOf[name] !== undefined && typeof value === 'string') out.fields[fieldOf[name]] = words(value, `${place}.${name}`)
    else if (own(name) !== undefined && typeof value !== 'object')
      out.fields[own(name) ?? name] = words(typeof value === 'boolean' ? String(value) : value, `${place}.${name}`)
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
