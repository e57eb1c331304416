import type { Condition } from '../../../../src/office/audiences/rule.ts'

type Plain = 'bought' | 'spent' | 'last' | 'sequence' | 'class' | 'reach' | 'trait' | 'role' | 'language' | 'audience' | 'list'

/** The word for what has no name of the company's own. */
export function kindsOf(condition: Exclude<Condition, { own: unknown } | { event: unknown } | { about: unknown }>): Plain {
  if ('last_purchase' in condition) return 'last'
  if ('value_class' in condition) return 'class'
  const words = ['bought', 'spent', 'sequence', 'reach', 'trait', 'role', 'language', 'audience', 'list'] as const
  return words.find((word) => word in condition) ?? 'audience'
}
