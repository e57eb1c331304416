import { createHmac } from 'node:crypto'
import type { Keyring } from '../../keyring/index.ts'

// A short code in the foot of each message by which whoever got it can ask whether it came from us. It says nothing without the address.

/** No letter that is taken for another one (Crockford's base 32). */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Forty bits of the message's number under a key of the installation: "7F3K-92QD". */
export function checkCode(keyring: Pick<Keyring, 'own'>, message: number): string {
  const made = createHmac('sha256', keyring.own('links')).update(`check\0${message}`).digest()
  const code = Array.from({ length: 8 }, (_, i) => signs[(made[i] ?? 0) & 31]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

const mostCodes = 3

/** What may be a code in what somebody pasted: "7F3K-92QD" in the midst of a foot, or eight signs by themselves. */
export function codesIn(text: string): string[] {
  const alone = text.trim().replace(/^([0-9A-Za-z]{4})[ -]?([0-9A-Za-z]{4})$/, '$1-$2')
  const found = [...alone.matchAll(/(?<![\p{L}\p{N}-])([0-9A-Za-z]{4})-([0-9A-Za-z]{4})(?![\p{L}\p{N}-])/gu)]
  const codes = found.map(([code]) => code.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1'))
  return [...new Set(codes)].filter((code) => /^[0-9A-HJKMNP-TV-Z-]{9}$/.test(code)).slice(-mostCodes)
}
