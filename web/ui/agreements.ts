import { usesWords } from './uses.words.ts'
import { useHasWord, useWords } from './words.ts'

/** What an agreement of IEEE 7012 is called, by its id in the registry; one that is not of it by its address. */
export function useAgreementNames(): (id: string) => string {
  const say = useWords(usesWords)
  const named = useHasWord(usesWords)
  return (id) => {
    const plain = named(id.replace(/-DP$/, ''))
    if (plain === undefined) return id
    return id.endsWith('-DP') ? `${plain}, ${say('portable')}` : plain
  }
}
