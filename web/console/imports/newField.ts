import { isCurrency } from '../../../src/platform/amounts.ts'
import type { FieldBeginning } from '../fields/FieldForm.tsx'

// What a column that nothing answers to would be as a field of the company's own: its name, and a type by its first values.

const fewValues = 12

const money = /^(?:(₽|[$€£¥])\s?)?-?\d[\d\s\u00a0\u202f.,]*(?:\s?(₽|руб\.?|р\.|[$€£¥]|[A-Z]{3}))?$/u
const signed: Readonly<Record<string, string>> = { '₽': 'RUB', руб: 'RUB', р: 'RUB', $: 'USD', '€': 'EUR', '£': 'GBP' }

/** By its first values: money with its sign, numbers, days, yes or no, one of a few words; else text. */
export function beginningOf(header: string, samples: readonly string[]): FieldBeginning {
  const title = header.trim().slice(0, 100)
  const held = samples.map((each) => each.trim()).filter(Boolean)
  const all = (pattern: RegExp) => held.length > 0 && held.every((each) => pattern.test(each))
  const signs = [...new Set(held.map(signIn))]
  const type = all(/^(yes|no|да|нет|true|false|y|n|д|н|\+|-)$/i)
    ? 'boolean'
    : signs.length === 1 && held.length > 0 && signs[0] !== ''
      ? 'money'
      : all(/^-?\d{1,3}([\s\u00a0]?\d{3})*([.,]\d{1,4})?$/)
        ? 'number'
        : all(/^(\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})/)
          ? 'time'
          : 'text'
  const words = [...new Set(held)]
  return { title, type, codes: type === 'text' && words.length <= fewValues ? words : [], currency: type === 'money' ? currencyOf(signs[0] ?? '') : null }
}

/** The sign or code that stands beside an amount; '' where there is none, or it is no amount. */
function signIn(text: string): string {
  const [, before, after] = money.exec(text) ?? []
  const sign = (before ?? after ?? '').replace(/\.$/, '')
  return sign in signed || sign === '¥' || isCurrency(sign) ? sign : ''
}

/** null: the company's own. A yen and a yuan have one sign. */
const currencyOf = (sign: string): string | null => signed[sign] ?? (isCurrency(sign) ? sign : null)
