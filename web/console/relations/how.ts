import { positionWords } from '../../ui/position.words.ts'
import { useCodeWords, useHasWord } from '../../ui/words.ts'
import type { Relation } from './queries.ts'
import { relationsWords } from './relations.words.ts'

const twoSided = new Set(['employer', 'contact_person', 'referred_by', 'guardian', 'part_of'])

/** How another stands to the customer whose card it is, in words: what they do there where that is known. */
export function useHow(): (relation: Pick<Relation, 'kind' | 'direction' | 'role' | 'position'>) => string {
  const word = useCodeWords(relationsWords)
  const known = useHasWord(positionWords)
  return ({ kind, direction, role, position }) => {
    const said = word(direction === 'from' && twoSided.has(kind) ? `how_${kind}_from` : `how_${kind}`)
    // Who heads it is said beside any position; another code says no more than the position does.
    const title = role === null || (position && role !== 'head') ? '' : (known(role) ?? role)
    return [said, title, position ?? ''].filter(Boolean).join(', ')
  }
}

export const isOver = ({ until }: Pick<Relation, 'until'>, today: string): boolean => until !== null && until <= today
