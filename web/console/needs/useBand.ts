import { money } from '../../ui/formats.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { needsWords } from './needs.words.ts'

/** A band of budgets in words. */
export function useBand(currency: string): (band: { code: string; from: number; to: number | null }) => string {
  const say = useWords(needsWords)
  const language = useLanguage()
  const sum = (minor: number) => money({ minor, currency }, language)
  return ({ code, from, to }) => {
    if (code === 'none') return say('band_none')
    if (to === null) return say('band_over', { from: sum(from) })
    return from === 0 ? say('band_to', { sum: sum(to) }) : say('band_between', { from: sum(from), sum: sum(to) })
  }
}
