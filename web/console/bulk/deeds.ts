import type { Ability } from '../../../src/platform/http/abilities.ts'
import type { Deed } from './queries.ts'

/** What the list offers to do with the chosen; bringing back is the trash's. */
export const deedNames = ['tag', 'untag', 'assign', 'set_field', 'add_task', 'trash'] as const
export type DeedName = (typeof deedNames)[number]

export const ableTo: Record<DeedName, Ability> = {
  tag: 'customers.tag',
  untag: 'customers.tag',
  assign: 'customers.tag',
  set_field: 'customers.change',
  add_task: 'work.do',
  trash: 'customers.change',
}

/** What it is done for: one of these has to be for the role. Tags tell people apart, which who analyses may do too. */
export const purposesOf = (name: DeedName): readonly string[] => (name === 'tag' || name === 'untag' ? ['service', 'analysis'] : ['service'])

export const taskKinds = ['task', 'promise', 'call_back'] as const

/** What stands in the form. `chosen`: a tag, a colleague or a field; 'nobody' for no colleague. */
export type Draft = {
  chosen: string | null
  value: string
  kind: (typeof taskKinds)[number]
  dueAt: string | null
  /** Undefined while nobody chose one: then it is that of whoever does it. */
  unit?: string | null
}
export const blank: Draft = { chosen: null, value: '', kind: 'task', dueAt: null }

/** The deed of a form; undefined while something is missing. */
export function deedOf(name: DeedName, { chosen, value, kind, dueAt, unit }: Draft): Deed | undefined {
  const written = value.trim()
  switch (name) {
    case 'trash':
      return { deed: 'trash' }
    case 'add_task':
      return written === '' ? undefined : { deed: 'add_task', kind, what: written, assignee_id: chosen, due_at: dueAt, ...(unit === undefined ? {} : { unit }) }
    case 'assign':
      return chosen === null ? undefined : { deed: 'assign', staff_id: chosen === 'nobody' ? null : chosen }
    case 'set_field':
      if (chosen === null || (chosen === 'role' && written === '')) return undefined
      return { deed: 'set_field', field: chosen, value: written === '' ? null : written }
    case 'tag':
    case 'untag':
      return chosen === null ? undefined : { deed: name, tag_id: chosen }
  }
}

/** Whom it would touch does not hang on what is written: not asked again at every key. On whom it is given to and on units it does. */
export function withoutWords(made: Deed): Deed {
  if (made.deed === 'set_field' && made.field !== 'units') return { deed: 'set_field', field: made.field }
  return made.deed === 'add_task' ? { deed: 'add_task', kind: 'task', assignee_id: made.assignee_id ?? null } : made
}
