import { useAgreementNames } from '../../ui/agreements.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { policyWords } from './policy.words.ts'
import type { Beside, Draft } from './queries.ts'

type Told = { about: string; where: string | undefined; before: string; after: string }

/** What a draft would change beside the verdicts of the gate, in words. */
export function useBeside(_: Draft): (beside: Beside) => Told {
  const say = useWords(policyWords)
  const word = useCodeWords(policyWords)
  const called = useAgreementNames()
  const answer = (said: string) => {
    const [is = '', id = ''] = said.split(' ')
    return word(`answer_${is}`, { name: called(id) })
  }
  return ({ what, count, before, after }) => ({ about: say(what, { count }), where: undefined, before: answer(before), after: answer(after) })
}
