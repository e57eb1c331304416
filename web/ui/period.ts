import { useLanguage } from './words.ts'

const unitOf: Record<string, string> = { Y: 'year', M: 'month', D: 'day' }

/** Puts a period such as `P2Y` into words: two years (one part of an ISO 8601 duration); undefined for what is none. */
export function periodIn(language: string, period: string): string | undefined {
  const [, amount, letter = ''] = /^P(\d+)([YMD])$/.exec(period) ?? []
  const unit = unitOf[letter]
  return amount && unit ? new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(amount)) : undefined
}

export function usePeriod(): (period: string) => string {
  const language = useLanguage()
  return (period) => periodIn(language, period) ?? period
}
