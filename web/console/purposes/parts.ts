import type { Titles } from '../../ui/titles.ts'

// What forms of the register choose from, and how a choice is written down.

/** The personal fields every installation has, by the kind of data they are (src/keep/customers/fields.ts). */
export const personalFields = {
  contact: ['surname', 'name', 'patronymic', 'former_surname', 'short_name', 'address_as', 'org_name', 'inn', 'kpp', 'ogrn', 'bik', 'address', 'site'],
  profile: ['form', 'gender', 'birth_date', 'job_title', 'about'],
} as const

export const units = ['Y', 'M', 'D'] as const
export type Retention = { from: 'relationship' | 'consent' | 'record'; amount: number; unit: (typeof units)[number] }

/** `relationship|P3Y` as its parts; what is not written so counts from the record. */
export function retentionParts(code: string | null): Retention {
  const [, first = '', amount = '', unit = ''] = /^(?:(relationship|consent)\|?)?(?:P(\d+)([YMD]))?$/.exec(code ?? '') ?? []
  return {
    from: first === 'relationship' || first === 'consent' ? first : 'record',
    amount: Number(amount || 0),
    unit: units.find((each) => each === unit) ?? 'Y',
  }
}

export type Period = { amount: number; unit: (typeof units)[number] }

/** `P180D` as its parts. */
export function periodParts(code: string): Period {
  const [, amount = '0', unit = ''] = /^P(\d+)([YMD])$/.exec(code) ?? []
  return { amount: Number(amount), unit: units.find((each) => each === unit) ?? 'D' }
}

/** Empty: none. */
export const periodCode = ({ amount, unit }: Period): string => (amount > 0 ? `P${amount}${unit}` : '')

export function retentionCode({ from, amount, unit }: Retention): string {
  const after = amount > 0 ? `P${amount}${unit}` : ''
  return from === 'record' ? after : [from, after].filter(Boolean).join('|')
}

/** Values one a line, as they are typed. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

export const noTitles: Titles = { en: '', ru: '' }
/** What customers read is said in both. */
export const bothSaid = ({ en, ru }: Titles): boolean => en.trim() !== '' && ru.trim() !== ''
