import type { CardSearch } from '../card/search.ts'
import { cardSearch } from '../card/search.ts'

const roles = ['customer', 'lead', 'supplier', 'partner'] as const
const kinds = ['person', 'organisation'] as const
const valueClasses = ['first', 'second', 'third'] as const
const sorts = ['name', 'recent', 'spent'] as const

/** The list's whole state: what is sought, how it is narrowed and sorted, who stands open beside it. */
export type CustomersSearch = CardSearch & {
  q?: string
  role?: (typeof roles)[number]
  kind?: (typeof kinds)[number]
  class?: (typeof valueClasses)[number]
  sort?: (typeof sorts)[number]
  open?: string
  new?: boolean
}

export function customersSearch(search: Record<string, unknown>): CustomersSearch {
  const one = <T extends string>(value: unknown, of: readonly T[]): T | undefined => of.find((each) => each === value)
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined)
  const read: CustomersSearch = {
    ...cardSearch(search),
    q: text(search.q),
    role: one(search.role, roles),
    kind: one(search.kind, kinds),
    class: one(search.class, valueClasses),
    sort: one(search.sort, sorts),
    open: text(search.open),
    new: search.new === true || search.new === 'true' ? true : undefined,
  }
  return read
}
