import type { z } from 'zod'
import { type CustomersSeen, customersSeen, openedCategories, type previewRole, type saveRole } from '../../../src/keep/access/contract.ts'
import { type Ability, abilityCodes } from '../../../src/platform/http/abilities.ts'
import { inBoth, isSaid } from '../../ui/titles.ts'
import type { Role } from './queries.ts'

export const categories = openedCategories
export type Category = (typeof categories)[number]
export type Level = 'nothing' | 'see' | 'change'

/** A role as somebody writes it. */
export type Draft = {
  code: string
  en: string
  ru: string
  abilities: readonly Ability[]
  levels: { readonly [category in Category]: Level }
  purposes: readonly string[]
  scope: 'all' | 'own'
  customers: CustomersSeen
  from: number
}

export const levelOf = (role: Pick<Role, 'sees' | 'changes'>, category: Category): Level =>
  role.changes.includes(category) ? 'change' : role.sees.includes(category) ? 'see' : 'nothing'

const levelsOf = (role: Pick<Role, 'sees' | 'changes'>) => ({
  contact: levelOf(role, 'contact'),
  profile: levelOf(role, 'profile'),
  content: levelOf(role, 'content'),
  sensitive: levelOf(role, 'sensitive'),
})

/** Where somebody begins: with nothing, with a role to change, or with a copy of one under other names. */
export function draftOf(role: Role | undefined, names?: { en: string; ru: string }): Draft {
  const copied = role === undefined || names !== undefined
  return {
    code: copied ? '' : role.code,
    en: names?.en ?? role?.title?.['en'] ?? '',
    ru: names?.ru ?? role?.title?.['ru'] ?? '',
    abilities: abilityCodes.filter((one) => role?.abilities.includes(one)),
    levels: levelsOf(role ?? { sees: [], changes: [] }),
    purposes: role?.purposes ?? [],
    scope: role?.scope ?? 'all',
    customers: role?.customers ?? 'all',
    from: copied ? 0 : role.version,
  }
}

type Body = z.input<NonNullable<typeof saveRole.body>>

export function bodyOf(draft: Draft, purposes: boolean): Body {
  return {
    title: inBoth(draft),
    abilities: [...draft.abilities],
    sees: categories.filter((one) => draft.levels[one] !== 'nothing'),
    changes: categories.filter((one) => draft.levels[one] === 'change'),
    scope: draft.scope,
    customers: draft.customers,
    from: draft.from,
    ...(purposes ? { purposes: [...draft.purposes] } : {}),
  }
}

export const isWhole = (draft: Draft): boolean => /^[a-z][a-z0-9_-]{0,39}$/.test(draft.code) && isSaid(draft)

export type Preview = z.output<typeof previewRole.output>

const heavy: readonly string[] = ['staff.manage', 'roles.manage', 'keys.manage', 'registers.keep', 'exports.run', 'mailbox.read', 'budgets.approve']

/** Whether a mistake here would open a lot: then the name of the role is typed before it is saved. */
export const isHeavy = ({ gained }: Preview): boolean =>
  gained.abilities.some((one) => heavy.includes(one)) || gained.sees.includes('sensitive') || gained.purposes.length > 0

type Version = Pick<Role, 'abilities' | 'sees' | 'changes' | 'scope' | 'customers'>

/** What one version has that another has not. */
export function difference(one: Version | undefined, other: Version | undefined): Preview['gained'] {
  const beyond = (part: 'abilities' | 'sees' | 'changes') =>
    (one?.[part] ?? []).filter((each: string) => !(other?.[part] ?? []).some((has: string) => has === each))
  return {
    abilities: beyond('abilities'),
    sees: beyond('sees'),
    changes: beyond('changes'),
    purposes: [],
    all_units: one?.scope === 'all' && other?.scope === 'own',
    customers: one !== undefined && other !== undefined && customersSeen.indexOf(one.customers) < customersSeen.indexOf(other.customers),
  }
}
