import type { Say } from '../../ui/words.ts'
import type { shell } from './shell.words.ts'

export const roles = ['admin', 'privacy', 'marketer', 'clerk', 'analyst'] as const

/** The word for a role; a role that we do not know stays as it is. */
export function pickRole(role: string, say: Say<typeof shell.en>): string {
  const known = roles.find((each) => each === role)
  return known ? say(`role_${known}`) : role
}
