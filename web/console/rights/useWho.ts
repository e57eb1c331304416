import { useWords } from '../../ui/words.ts'
import { useRoleName } from '../shell/roles.ts'
import type { CaseView } from './queries.ts'
import { rightsWords } from './rights.words.ts'

/** Who did a thing in a request, as it is said to colleagues. */
export function useWho(): (by: CaseView['events'][number]['by']) => string {
  const say = useWords(rightsWords)
  const roleName = useRoleName()
  return ({ kind, name, role }) => {
    if (kind === 'customer') return say('by_customer')
    if (kind === 'staff') return name ?? `${say('by_nobody')}, ${roleName(role)}`
    return say('by_house')
  }
}
