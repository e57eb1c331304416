import { type Deed, deedOf, deeds } from '../receipts/index.ts'

// What the codes of a receipt say of a person, as bits: a million receipts become one number for each person by `bit_or`, in one pass.

const categories = ['contact', 'profile', 'content', 'sensitive', 'record', 'pseudonym'] as const
/** Ways by which something leaves the house; they stand above the categories. */
const ways = ['file', 'program', 'message'] as const
const names: readonly string[] = [...categories, ...ways]

export type Said = {
  actor: string
  operation: string
  activity: string
  fields: readonly string[]
  categories: readonly string[]
  recipients: readonly string[]
}

/** Categories, and by which ways it left. */
export function marksOf({ operation, categories: of, recipients }: Said): number {
  const left = [...(operation === 'export' ? ['file'] : []), ...(operation === 'send' ? ['message'] : []), ...(recipients.length > 0 ? ['program'] : [])]
  return bitsOf(names, [...of, ...left])
}

/** What was done: one bit of many. */
export const deedBit = (said: Said): number => 2 ** deeds.indexOf(deedOf(said))

export const categoriesIn = (marks: number): string[] => categories.filter((category) => has(marks, names.indexOf(category)))
export const leftBy = (marks: number, way: (typeof ways)[number]): boolean => has(marks, names.indexOf(way))
export const deedsIn = (bits: number): Deed[] => deeds.filter((_, i) => has(bits, i))

const bitsOf = (of: readonly string[], set: readonly string[]) => of.reduce((bits, name, i) => (set.includes(name) ? bits + 2 ** i : bits), 0)
/** Beyond 32 bits, where `&` would cut. */
const has = (bits: number, i: number) => Math.floor(bits / 2 ** i) % 2 === 1
