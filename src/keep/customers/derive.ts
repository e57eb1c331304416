import { temporalAge } from './age.ts'

// What may be known of a customer in the office without knowing who it is: bounded codes, never the values.

export type Derived = {
  region: string | null
  age_band: string | null
  gender: string | null
  birth_month: number | null
  birth_day: number | null
  mail_domain_class: string | null
  has_email: boolean
  has_phone: boolean
  has_address: boolean
  form: string | null
}

const freeMail = new Set([
  'gmail.com',
  'yandex.ru',
  'ya.ru',
  'mail.ru',
  'bk.ru',
  'inbox.ru',
  'list.ru',
  'rambler.ru',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'proton.me',
  'gmx.de',
])

/** Codes from personal fields and contact points. `today` decides the age band. Unknown stays null; nothing is guessed but gender from a patronymic. */
export function derive(from: {
  fields: { [field: string]: string | null | undefined }
  emails: readonly string[]
  phones: readonly string[]
  today: Date
}): Derived {
  const birth = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(from.fields['birth_date'] ?? '')
  const email = from.emails[0]
  return {
    region: regionOf(from.fields['address']),
    age_band: birth ? bandOf(temporalAge(birth[0], from.today)) : null,
    gender: genderOf(from.fields),
    birth_month: birth ? Number(birth[2]) : null,
    birth_day: birth ? Number(birth[3]) : null,
    mail_domain_class: email ? classOf(email) : null,
    has_email: email !== undefined,
    has_phone: from.phones.length > 0,
    has_address: Boolean(from.fields['address']),
    form: from.fields['form'] === 'informal' ? 'informal' : from.fields['form'] === 'formal' ? 'formal' : null,
  }
}

/** The first two digits of a Russian postal index: a region of millions, not a street. */
function regionOf(address: string | null | undefined): string | null {
  const index = /(?:^|\D)(\d{2})\d{4}(?:\D|$)/.exec(address ?? '')
  return index?.[1] ? `ru-${index[1]}` : null
}

function bandOf(age: number): string | null {
  if (age < 0 || age > 120) return null
  if (age < 18) return 'under-18'
  for (const [until, band] of [
    [25, '18-24'],
    [35, '25-34'],
    [45, '35-44'],
    [55, '45-54'],
    [65, '55-64'],
  ] as const)
    if (age < until) return band
  return '65-plus'
}

/** As said, or as the patronymic shows it; m, f or unknown. */
export function genderOf(fields: { [field: string]: string | null | undefined }): string | null {
  const { gender: said, patronymic } = fields
  if (said) return /^[mм]/i.test(said) ? 'm' : /^[fжw]/i.test(said) ? 'f' : null
  const last = patronymic?.trim() ?? ''
  if (/(ич|оглы|оглу|уулу)$/i.test(last)) return 'm'
  return /(вна|чна|кызы|гызы)$/i.test(last) ? 'f' : null
}

function classOf(email: string): string {
  const domain = email.slice(email.lastIndexOf('@') + 1)
  return freeMail.has(domain) ? 'free' : 'own'
}
