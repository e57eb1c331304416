import { useQuery } from '@tanstack/react-query'
import { abilities, abilityCodes } from '../../../src/platform/http/abilities.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { allPurposesQuery } from '../purposes/queries.ts'
import type { Preview } from './draft.ts'
import { rolesWords } from './roles.words.ts'

/** What a role has beyond another, in sentences. */
export function useListed(): (of: Preview['gained']) => string[] {
  const say = useWords(rolesWords)
  const word = useCodeWords(rolesWords)
  const language = useLanguage()
  const { data } = useQuery(allPurposesQuery)
  const purpose = (code: string) => pick(data?.items.find((one) => one.code === code)?.title ?? null, language) ?? code
  return (of) => [
    ...abilityCodes.filter((one) => of.abilities.includes(one)).map((one) => abilities[one][language]),
    ...of.sees.map((one) => say('sees_named', { category: word(one) })),
    ...of.changes.map((one) => say('changes_named', { category: word(one) })),
    ...of.purposes.map((one) => say('purpose_named', { purpose: purpose(one) })),
    ...(of.all_units ? [say('all_units')] : []),
    ...(of.customers ? [say('more_customers')] : []),
  ]
}
