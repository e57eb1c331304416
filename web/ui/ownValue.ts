import { amountIn } from '../../src/platform/amounts.ts'
import { count, dayOf, money, plainDay, timeOf } from './formats.ts'
import { useNow } from './now.ts'
import { ui } from './ui.words.ts'
import { useLanguage, useWords } from './words.ts'

/** A value of a company's own field as its type is read: a number, money, a day, yes or no; the rest as it was given. */
export function useOwnValue(): (type: string, value: string) => string {
  const say = useWords(ui)
  const language = useLanguage()
  const now = useNow()
  return (type, value) => {
    if (type === 'boolean') return say(value === 'true' ? 'yes' : 'no')
    if (type === 'number' && Number.isFinite(Number(value))) return count(Number(value), language)
    const amount = type === 'money' ? amountIn(value) : undefined
    if (amount) return money(amount, language)
    if (type !== 'time' || Number.isNaN(Date.parse(value))) return value
    const day = value.includes('T') ? new Date(value) : plainDay(value)
    return value.includes('T') ? `${dayOf(day, now, language)}, ${timeOf(day, language)}` : dayOf(day, now, language)
  }
}
