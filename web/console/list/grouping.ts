import { type Condition, type Filter, groupable } from '../../../src/office/lists/shapes.ts'
import type { Part } from './parts.ts'
import type { Asked, Groups, ListColumn } from './queries.ts'

// A list in groups: a head for each, and under those that stand open their rows.

export type Group = Groups['groups'][number]
/** `row`: where its head stands. */
export type Head = { key: string; group: Group; row: number; open: boolean }
export type Sections = { heads: ReadonlyMap<number, Head>; parts: readonly Part[]; count: number }

export const isGroupable = ({ type }: ListColumn): boolean => groupable(type)

export const keyOf = ({ value }: Pick<Group, 'value'>): string => JSON.stringify(value)

/** Codes in the order they were declared in, so that the first class stands before the second; others by how many, as they come. Who has none stands last. */
export function inTheirOrder(groups: readonly Group[], codes: readonly string[] | null): Group[] {
  const place = ({ value }: Group) => (value === null ? 2 : codes && typeof value === 'string' && codes.includes(value) ? 0 : 1)
  const nth = ({ value }: Group) => (typeof value === 'string' ? (codes?.indexOf(value) ?? -1) : -1)
  return groups.toSorted((a, b) => place(a) - place(b) || (place(a) === 0 ? nth(a) - nth(b) : 0))
}

/** Who stands in a group, as a condition. */
export function conditionOf({ column, type }: Pick<ListColumn, 'column' | 'type'>, value: Group['value']): Condition {
  if (value === null) return { column, is: 'empty' }
  if (typeof value === 'boolean') return { column, is: value ? 'true' : 'false' }
  return { column, is: type === 'tags' || type === 'units' ? 'has_any' : 'one_of', value: [value] }
}

export function sectionsOf(
  groups: readonly Group[],
  open: ReadonlySet<string>,
  of: { asked: Asked; filter: Filter | undefined; column: ListColumn },
): Sections {
  const heads = new Map<number, Head>()
  const parts: Part[] = []
  // Each group is read as it is now, and held still by itself.
  const { as_of: _, ...asked } = of.asked
  let row = 0
  for (const group of groups) {
    const key = keyOf(group)
    const isOpen = open.has(key)
    heads.set(row, { key, group, row, open: isOpen })
    row += 1
    if (!isOpen) continue
    const filter: Filter = { all: [...(of.filter ? [of.filter] : []), conditionOf(of.column, group.value)] }
    parts.push({ asked: { ...asked, filter: JSON.stringify(filter) }, start: row, count: group.count })
    row += group.count
  }
  return { heads, parts, count: row }
}
