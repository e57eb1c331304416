import { useAgreementNames } from '../../ui/agreements.ts'
import { codeName, count as counted } from '../../ui/formats.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { policyWords } from './policy.words.ts'
import type { Beside, Draft } from './queries.ts'

type Told = { about: string; where: string | undefined; before: string; after: string }

/** What a draft would change beside the verdicts of the gate, in words. */
export function useBeside(draft: Draft): (beside: Beside) => Told {
  const say = useWords(policyWords)
  const word = useCodeWords(policyWords)
  const called = useAgreementNames()
  const language = useLanguage()
  const answer = (said: string) => {
    const [is = '', id = ''] = said.split(' ')
    return word(`answer_${is}`, { name: called(id) })
  }
  const titles = new Map(draft.purposes.map(({ purpose, title }) => [purpose, pick(title, language) ?? purpose]))
  return ({ what, of, count, data, before, after }) => {
    if (what === 'offers') return { about: say('offers', { count }), where: undefined, before: answer(before), after: answer(after) }
    if (what === 'kept') {
      const purpose = of === null ? say('over_every') : (titles.get(of) ?? of)
      return { about: say('over', { count, data: counted(data ?? 0, language) }), where: purpose, before: word(`time_${before}`), after: word(`time_${after}`) }
    }
    const where = of === null ? say('country_unknown') : codeName(of, 'region', language)
    return { about: say('wards', { count }), where, before: word(`speaks_${before}`), after: word(`speaks_${after}`) }
  }
}
