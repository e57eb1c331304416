import { useAgreementNames } from '../../ui/agreements.ts'
import { codeName } from '../../ui/formats.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { policyWords } from './policy.words.ts'
import type { Beside } from './queries.ts'

type Told = { about: string; where: string | undefined; before: string; after: string }

/** What a draft would change beside the verdicts of the gate, in words. */
export function useBeside(): (beside: Beside) => Told {
  const say = useWords(policyWords)
  const word = useCodeWords(policyWords)
  const called = useAgreementNames()
  const language = useLanguage()
  const answer = (said: string) => {
    const [is = '', id = ''] = said.split(' ')
    return word(`answer_${is}`, { name: called(id) })
  }
  return ({ what, of, count, before, after }) => {
    if (what === 'offers') return { about: say('offers', { count }), where: undefined, before: answer(before), after: answer(after) }
    const where = of === null ? say('country_unknown') : codeName(of, 'region', language)
    return { about: say('wards', { count }), where, before: word(`speaks_${before}`), after: word(`speaks_${after}`) }
  }
}
