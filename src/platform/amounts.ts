// Amounts of money as people and systems write them, read exactly and without guessing. An amount as a text is its major units and
// its currency, `1234.50 RUB`; what is counted is whole minor units.

export type Amount = { minor: number; currency: string }
export type Mark = '.' | ','

/** So many digits stand before the point at most: sums of millions of them stay exact enough to be read. */
const mostWhole = 12

const known = new Map<string, number>()

/** How many decimals a currency has (ISO 4217); 2 of one that nobody knows. */
export function digitsOf(currency: string): number {
  const found = known.get(currency)
  if (found !== undefined) return found
  const digits = /^[A-Z]{3}$/.test(currency) ? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2) : 2
  known.set(currency, digits)
  return digits
}

export const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code)

/** The amount as it is kept and read again: `1234.50 RUB`. */
export function amountText({ minor, currency }: Amount): string {
  const digits = digitsOf(currency)
  const all = String(Math.abs(minor)).padStart(digits + 1, '0')
  const whole = all.slice(0, all.length - digits)
  return `${minor < 0 ? '-' : ''}${whole}${digits > 0 ? `.${all.slice(-digits)}` : ''} ${currency}`
}

/** The amount that `amountText` wrote; undefined of any other text. */
export function amountIn(text: string): Amount | undefined {
  const currency = /^-?\d+(?:\.\d+)? ([A-Z]{3})$/.exec(text)?.[1]
  const read = currency === undefined ? undefined : readAmount(text, currency, '.')
  return read && 'minor' in read ? read : undefined
}

/**
 * An amount of this currency as somebody wrote it: "1 234,50", "1,234.50", "1234.5 ₽", "(12)"; or one sentence on what it must be.
 * `mark` is the habit of a file, where there is one: without it, "1,234" is asked back about instead of guessed.
 */
export function readAmount(text: string, currency: string, mark?: Mark): Amount | { problem: string } {
  const digits = digitsOf(currency)
  const like = digits > 0 ? `1234.${'50'.padEnd(digits, '0')}` : '1234'
  const trimmed = text.trim().replace(/[−–]/g, '-')
  const inBrackets = /^\((.*)\)$/.exec(trimmed)?.[1]
  const parts = /^(-?)([^\d\s.,-]*)\s*(-?)(\d[\d\s.,'’]*?)\s*([^\d\s,'’-]*)$/u.exec(inBrackets ?? trimmed)
  const [, first = '', before = '', second = '', body = '', after = ''] = parts ?? []
  if (!parts || (first && second) || (inBrackets !== undefined && (first || second)) || (before && after)) return { problem: `must be an amount like ${like}` }
  const sign = before || after
  if (sign && !signsOf(currency).has(sign.toLowerCase().replace(/\.$/, '')))
    return { problem: isOtherMoney(sign) ? `must be in ${currency}, as all amounts of this field are` : `must be an amount like ${like}` }
  const plain = plainOf(body, { mark, digits })
  if (plain === 'unclear') return { problem: `may be thousands or decimals: write it like ${like}` }
  const [whole = '', decimals = ''] = plain?.split('.') ?? []
  const exact = decimals.replace(/0+$/, '')
  if (plain === undefined || exact.length > digits) return { problem: `must be an amount like ${like}` }
  const bare = whole.replace(/^0+(?=\d)/, '')
  if (bare.length > mostWhole) return { problem: `must have at most ${mostWhole} digits before the point` }
  const minor = Number(`${bare}${exact.padEnd(digits, '0')}`)
  return { minor: minor !== 0 && (first || second || inBrackets !== undefined) ? -minor : minor, currency }
}

const spaced = /^\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d+)?$/u
const bothMarks = /^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:\.\d{3})+,\d+$/
const thousandsOnly = /^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:\.\d{3}){2,}$/

/** Digits with a point before the decimals; undefined when it is no number. */
function plainOf(text: string, { mark, digits }: { mark: Mark | undefined; digits: number }): string | undefined {
  if (/^\d+$/.test(text)) return text
  if (thousandsOnly.test(text)) return text.replace(/[.,]/g, '')
  if (spaced.test(text)) return text.replace(/[\s'’]/gu, '').replace(',', '.')
  if (bothMarks.test(text))
    return text.includes(',') && text.lastIndexOf(',') > text.lastIndexOf('.') ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '')
  const [, whole = '', found = '', decimals = ''] = /^(\d+)([.,])(\d+)$/.exec(text) ?? []
  if (found === '') return undefined
  const maybeThousands = decimals.length === 3 && /^[1-9]\d{0,2}$/.test(whole)
  if (maybeThousands && mark !== undefined && found !== mark) return whole + decimals
  if (maybeThousands && mark === undefined && !(digits === 3 && found === '.')) return 'unclear'
  return `${whole}.${decimals}`
}

/** How people write this currency beside a number. */
function signsOf(currency: string): ReadonlySet<string> {
  const written = (['symbol', 'narrowSymbol'] as const).flatMap((currencyDisplay) =>
    new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay })
      .formatToParts(0)
      .flatMap(({ type, value }) => (type === 'currency' ? [value.toLowerCase()] : [])),
  )
  return new Set([currency.toLowerCase(), ...written, ...(currency === 'RUB' ? ['руб', 'р'] : [])])
}

const isOtherMoney = (sign: string): boolean => /\p{Sc}/u.test(sign) || isCurrency(sign.toUpperCase()) || /^(?:руб|р)\.?$/iu.test(sign)
