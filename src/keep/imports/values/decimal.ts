// Numbers as people and systems write them, kept exact: millionths as whole numbers, so that 2.55 × 3 is 7.65 and the sums
// of a million lines agree to the last digit.

export const million = 1_000_000
const largest = 9_007_199_254

const simple = /^-?\d{1,9}(?:\.\d{1,6})?$/

/**
 * Millionths of the number in `text`, or undefined when it is none or needs more than six decimals. Spaces, thousands'
 * separators, a currency sign and accounting's parentheses are taken as what they mean; `decimal` decides what "1,234" is.
 */
export function millionthsOf(text: string, decimal: '.' | ','): number | undefined {
  if (decimal === '.' && simple.test(text)) return Math.round(Number(text) * million)
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^(?:[A-Z]{3}|[$€£₽¥])|(?:[A-Z]{3}|[$€£₽¥]|руб\.?|р\.)$/giu, '')
  const inBrackets = /^\((.*)\)$/.exec(bare)
  const signed = (inBrackets?.[1] ?? bare).replace(/^[−–]/, '-')
  const plain = plainDecimal(signed, decimal)
  if (plain === undefined) return undefined
  const value = (inBrackets ? -1 : 1) * Number(plain)
  return Math.abs(value) <= largest ? Math.round(value * million) : undefined
}

const grouped = { '.': /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/, ',': /^-?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/ }

function plainDecimal(text: string, decimal: '.' | ','): string | undefined {
  const other = decimal === '.' ? ',' : '.'
  let plain = text
  if (grouped[decimal].test(text)) plain = text.replaceAll(other, '')
  // A lone point or comma that cannot separate thousands is a decimal mark whatever the file's habit.
  else if (!text.includes(decimal) && /^-?\d+[.,]\d{1,2}$/.test(text)) plain = text.replace(other, decimal)
  plain = plain.replace(decimal, '.')
  return /^-?\d{1,12}(?:\.\d{1,6}0*)?$/.test(plain) ? plain : undefined
}

/** Minor units of quantity × price, both in millionths, rounded half away from zero; `digits` is of the currency. */
export function minorOf(quantity: number, price: number, digits: number): { minor: number; millionths: number } {
  const step = 10 ** (6 - digits)
  const product = (quantity / million) * price
  if (quantity % million === 0 && Number.isSafeInteger(product)) return { minor: roundAway(product / step), millionths: product }
  const exact = (BigInt(quantity) * BigInt(price)) / BigInt(million)
  return { minor: roundAway(Number(exact) / step), millionths: Number(exact) }
}

/** Minor units of an amount in millionths. */
export const minorOfAmount = (millionths: number, digits: number): number => roundAway(millionths / 10 ** (6 - digits))

function roundAway(value: number): number {
  const rounded = Math.round(Math.abs(value))
  return value < 0 && rounded !== 0 ? -rounded : rounded
}
