import { useQuery } from '@tanstack/react-query'
import type { Right } from '../../../src/keep/rights/cases/shapes.ts'
import { guesses } from '../../../src/keep/rights/shapes.ts'
import { fieldWords, identifierWords } from '../../ui/field.words.ts'
import { guessWords } from '../../ui/guess.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { cardQuery } from '../card/queries.ts'
import { decisionsOfQuery, type Holding } from './ofQueries.ts'
import { rightsWords } from './rights.words.ts'

type Subject = { value: string; label: string }

/** Of a card that is closed nobody knows what stands there: these are on most. */
const usual = ['surname', 'name', 'patronymic', 'birth_date'] as const

/** What a right can be about, as `kind.name`; nothing for a right that is about everything. */
export function useSubjects(customerId: string, right: Right, holding: Holding): Subject[] {
  const say = useWords(rightsWords)
  const sayGuess = useWords(guessWords)
  const field = useCodeWords(fieldWords)
  const address = useCodeWords(identifierWords)
  const language = useLanguage()
  const { data: card } = useQuery(cardQuery(customerId))
  const { data: decisions } = useQuery({ ...decisionsOfQuery(customerId), enabled: right === 'review' })
  const purposes = holding.purposes.map(({ code, title }) => ({ value: `purpose.${code}`, label: pick(title, language) ?? code }))
  if (right === 'object') return purposes
  if (right === 'restrict') return [{ value: 'purpose.', label: say('about_everything') }, ...purposes]
  if (right === 'review')
    return [
      ...(decisions?.items ?? []).map(({ id, what }) => ({ value: `decision.${id}`, label: what })),
      ...guesses.map((guess) => ({ value: `guess.${guess}`, label: sayGuess(guess) })),
      ...(card?.insight?.traits ?? []).map(({ trait, title }) => ({ value: `guess.trait:${trait}`, label: pick(title, language) ?? trait })),
    ]
  if (right !== 'rectify') return []
  const named = new Set<string>([...usual, ...(card?.fields ?? []).map((one) => one.field)])
  const own = new Map(holding.fields.map(({ name, title }) => [name, pick(title, language) ?? name]))
  for (const name of own.keys()) named.add(name)
  const kinds = [...new Set((card?.identifiers ?? []).map((one) => one.kind))]
  return [
    ...[...named].map((name) => ({ value: `field.${name}`, label: own.get(name) ?? field(name) })),
    ...kinds.map((kind) => ({ value: `identifier.${kind}`, label: address(kind) })),
  ]
}
