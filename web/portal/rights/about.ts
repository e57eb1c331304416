import { useQuery } from '@tanstack/react-query'
import { type About, aboutKinds, type Right } from '../../../src/keep/rights/cases/shapes.ts'
import { fieldWords, identifierWords } from '../../ui/field.words.ts'
import { ownGuessWords } from '../../ui/guess.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { myPageQuery } from '../page/queries.ts'
import { decisionsQuery, type Now } from './queries.ts'
import { rightsWords } from './rights.words.ts'

/** What a right can be about, as `kind.name`; `named`: what the address names, where it is not among what is known by itself. */
export function useSubjects(right: Right, now: Now, named?: string): { value: string; label: string }[] {
  const say = useWords(rightsWords)
  const guess = useCodeWords(ownGuessWords)
  const field = useCodeWords(fieldWords)
  const address = useCodeWords(identifierWords)
  const language = useLanguage()
  const { data: mine } = useQuery(myPageQuery)
  const { data: decisions } = useQuery({ ...decisionsQuery, enabled: right === 'review' })
  if (right === 'object') return now.purposes.map(({ code, title }) => ({ value: `purpose.${code}`, label: pick(title, language) ?? code }))
  if (right === 'review')
    return [
      ...(decisions?.items ?? []).map(({ id, what }) => ({ value: `decision.${id}`, label: what })),
      ...(mine?.guesses ?? []).map(({ code, title }) => ({ value: `guess.${code}`, label: pick(title, language) ?? guess(code) })),
    ]
  if (right !== 'rectify') return []
  const own = new Map(now.fields.map(({ name, title }) => [name, pick(title, language) ?? name]))
  const known = (mine?.known ?? [])
    .flatMap((group) => group.fields)
    .map((one) => ({ value: `field.${one.field}`, label: own.get(one.field) ?? field(one.field) }))
  const kinds = [...new Set((mine?.identifiers ?? []).map((one) => one.kind))].map((kind) => ({ value: `identifier.${kind}`, label: address(kind) }))
  const moment = named?.startsWith('interaction.') ? [{ value: named, label: say('about_interaction') }] : []
  const all = [...moment, ...known, ...kinds]
  return all.length > 0 ? all : [{ value: 'field.surname', label: field('surname') }]
}

/** `kind.name`, as a choice stands in a form. */
export function aboutOf(subject: string): About {
  const [kind, ...name] = subject.split('.')
  return { kind: aboutKinds.find((one) => one === kind) ?? 'field', name: name.join('.') }
}
