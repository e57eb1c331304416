import { periodIn } from '../../ui/period.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { purposesWords } from './purposes.words.ts'

/** Puts a retention such as `relationship|P3Y` into words: while the relationship lasts, then three years (ISO 8601 durations). */
export function useRetention(): (code: string) => string {
  const say = useWords(purposesWords)
  const language = useLanguage()
  const one = (part: string): string => {
    if (part === 'relationship') return say('relationship')
    if (part === 'consent') return say('consent_kept')
    return periodIn(language, part) ?? part
  }
  return (code) => {
    const [first = '', ...rest] = code.split(/[|+]/).map(one)
    return rest.length > 0 ? say('and_then', { first, rest: rest.join(', ') }) : first
  }
}
