// Numbers that Russian law gives to companies and people, with the digits by which a slip of the pen is found. Sources: the order of
// the tax service ЕД-7-14/559@ of 2020 (ИНН, КПП), the order of the finance ministry 165н of 2017 (ОГРН, ОГРНИП), the Bank of
// Russia's regulation 732-П (БИК).

const digits = (text: string) => [...text].map(Number)

/** The last digit that the others give: their weighted sum modulo 11, and that modulo 10. */
function control(weights: readonly number[], of: readonly number[]): number {
  return (weights.reduce((sum, weight, i) => sum + weight * (of[i] ?? 0), 0) % 11) % 10
}

const ofTen = [2, 4, 10, 3, 5, 9, 4, 6, 8]
const ofTwelve = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]

/** ИНН: ten digits of a company, twelve of a person. */
export function isInn(text: string): boolean {
  const d = digits(text)
  if (/^\d{10}$/.test(text)) return control(ofTen, d) === d[9]
  if (!/^\d{12}$/.test(text)) return false
  return control(ofTwelve, d) === d[10] && control([3, ...ofTwelve], d) === d[11]
}

/** ОГРН: thirteen digits of a company, fifteen of a sole trader; the last is what the others leave divided by 11, or by 13. */
export function isOgrn(text: string): boolean {
  if (!/^(\d{13}|\d{15})$/.test(text)) return false
  const divisor = text.length === 13 ? 11 : 13
  return (Number(text.slice(0, -1)) % divisor) % 10 === Number(text.at(-1))
}

/** КПП has no digit to check: four of the tax office, two signs of the reason, three in a row. */
export const isKpp = (text: string): boolean => /^\d{4}[\dA-Z]{2}\d{3}$/.test(text)

/** БИК has none either: nine digits, the first two of the Russian Federation's payment system. */
export const isBik = (text: string): boolean => /^0[0-4]\d{7}$/.test(text)
