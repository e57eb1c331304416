import type { z } from 'zod'
import type { readBuyer } from '../../../src/office/till/contract.ts'

export type Mark = NonNullable<z.input<NonNullable<typeof readBuyer.body>>['mark']>

/**
 * What somebody showed, as it may be meant, the likeliest first. Digits in the length of a telephone number are one or a card; other digits are a card;
 * anything else is what a reader says of a bank’s card, which names nobody.
 */
export function marksOf(typed: string): Mark[] {
  const value = typed.trim()
  const digits = value.replaceAll(/[\s()-]/g, '')
  if (value === '') return []
  if (!/^\+?\d+$/.test(digits)) return [{ kind: 'anonymous', value }]
  if (digits.startsWith('+')) return [{ kind: 'phone', value: digits }]
  const card: Mark = { kind: 'card', value: digits }
  if (digits.length === 10 || (digits.length === 11 && /^[78]/.test(digits))) return [{ kind: 'phone', value: digits }, card]
  return [card]
}
