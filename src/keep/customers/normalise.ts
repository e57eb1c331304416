import { domainToASCII } from 'node:url'
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

// One written form for each identifier, so that the same address always has the same digest.

export type Normal = { value: string } | { problem: string }

const longest = 320
const international = /^\+[1-9]\d{7,14}$/
/** Halves of a character too: written as UTF-8 all of them are one and the same. */
const controls = /[\p{Cc}\p{Cs}]/u

/**
 * The form in which an identifier is digested: e-mail in NFC and lower case with an ASCII domain, phone in E.164, anything
 * else trimmed NFC. A national phone number needs `country` (ISO 3166). Otherwise says what is wrong, as the end of a
 * sentence that begins with the place.
 */
export function normaliseIdentifier(kind: string, value: string, country?: string): Normal {
  const plain = value.normalize('NFC').trim()
  if (plain === '' || plain.length > longest) return { problem: `must have 1 to ${longest} characters` }
  if (controls.test(plain)) return { problem: 'must not hold control characters' }
  if (kind === 'email') return email(plain)
  if (kind === 'phone') return phone(plain, country)
  return { value: plain }
}

function email(plain: string): Normal {
  const at = plain.lastIndexOf('@')
  const local = plain.slice(0, at).toLowerCase()
  const given = plain.slice(at + 1).toLowerCase()
  const domain = /^[\x21-\x7e]+$/.test(given) ? given : domainToASCII(given)
  const whole = at > 0 && /^[^\s@]+$/.test(local) && /^[a-z0-9.-]+\.[a-z0-9-]{2,}$/.test(domain) && !domain.includes('..') && !domain.startsWith('.')
  return whole ? { value: `${local}@${domain}` } : { problem: 'must be an e-mail address like anna@example.org' }
}

function phone(plain: string, country: string | undefined): Normal {
  if (international.test(plain)) return { value: plain }
  const home: CountryCode | undefined = country && isSupportedCountry(country) ? country : undefined
  const parsed = /[0-9]/.test(plain) ? parsePhoneNumberFromString(plain, home ? { defaultCountry: home } : {}) : undefined
  return parsed?.isPossible() ? { value: parsed.number } : { problem: 'must be a phone number like +7 912 345-67-89' }
}
