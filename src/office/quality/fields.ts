import type { Outputs } from '../../keep/door/contract.ts'

// Which fields one would know of whom.

export const kinds = ['person', 'organisation'] as const
export type Kind = (typeof kinds)[number]
type Words = { [language: string]: string }

const ofAll = ['email', 'phone', 'address', 'language', 'country', 'time_zone'] as const
const builtIn: { readonly [K in Kind]: readonly string[] } = {
  person: ['name', 'birth_date', 'gender', ...ofAll],
  organisation: ['org_name', 'inn', 'site', ...ofAll],
}

export type Declared = Pick<Outputs['ownFields'][number], 'code' | 'title' | 'category' | 'retired'>

/** What a kind of customer has, ours first; of the company's own what is in use and not delicate. Titles are those the company gave. */
export const fieldsOf = (kind: Kind, own: readonly Declared[]): { field: string; title: Words | null }[] => [
  ...builtIn[kind].map((field) => ({ field, title: null })),
  ...own.filter(({ retired, category }) => !retired && category !== 'sensitive').map(({ code, title }) => ({ field: code, title })),
]
