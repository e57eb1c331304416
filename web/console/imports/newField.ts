import { latinOf } from '../../../src/platform/latin.ts'
import type { FieldBeginning } from '../fields/FieldForm.tsx'

// What a column that nothing answers to would be as a field of the company's own: its name, a code, and a type by its first values.

/** "Размер обуви (EU)" → "x_razmer_obuvi_eu". */
export function codeOf(header: string): string {
  const latin = [...header.toLowerCase().normalize('NFC')].map((letter) => latinOf[letter] ?? letter).join('')
  const plain = latin
    .normalize('NFD')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
  return `x_${plain.replaceAll(' ', '_').slice(0, 40)}`
}

const fewValues = 12

/** By its first values: numbers, days, yes or no, one of a few words; else text. */
export function beginningOf(header: string, samples: readonly string[]): FieldBeginning {
  const title = header.trim().slice(0, 100)
  const held = samples.map((each) => each.trim()).filter(Boolean)
  const all = (pattern: RegExp) => held.length > 0 && held.every((each) => pattern.test(each))
  const type = all(/^(yes|no|да|нет|true|false|y|n|д|н|\+|-)$/i)
    ? 'boolean'
    : all(/^-?\d{1,3}([\s\u00a0]?\d{3})*([.,]\d{1,4})?$/)
      ? 'number'
      : all(/^(\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})/)
        ? 'time'
        : 'text'
  const words = [...new Set(held)]
  return { code: codeOf(header), title, type, codes: type === 'text' && words.length <= fewValues ? words : [] }
}
