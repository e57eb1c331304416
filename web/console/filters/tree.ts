import type { Condition, Filter } from '../../../src/office/lists/shapes.ts'

// A filter while it is built. Groups say how they join; `not` is a kind of joining, so that every box on the screen is a group
// or a condition; and a condition may still lack its value.

export type Join = 'all' | 'any' | 'none' | 'not_all'
export type Group = { join: Join; of: readonly Draft[] }
export type Draft = Group | Condition
/** Which child of which child. */
export type Path = readonly number[]

export const mostConditions = 50

export const noFilter: Group = { join: 'all', of: [] }

export const isGroup = (draft: Draft): draft is Group => 'join' in draft

/** The filter as boxes; one condition alone stands in a group of its own. */
export function draftOf(filter: Filter | undefined): Group {
  if (!filter) return noFilter
  const draft = nodeOf(filter)
  return isGroup(draft) ? draft : { join: 'all', of: [draft] }
}

function nodeOf(filter: Filter): Draft {
  if ('all' in filter) return { join: 'all', of: filter.all.map(nodeOf) }
  if ('any' in filter) return { join: 'any', of: filter.any.map(nodeOf) }
  if (!('not' in filter)) return filter
  const inner = nodeOf(filter.not)
  if (!isGroup(inner)) return { join: 'none', of: [inner] }
  const opposite: Record<Join, Join> = { all: 'not_all', any: 'none', none: 'any', not_all: 'all' }
  return { join: opposite[inner.join], of: inner.of }
}

/** The filter to ask by: without what is still lacking and without empty groups; undefined when nothing is left. */
export function filterOf(draft: Draft, ready: (condition: Condition) => boolean): Filter | undefined {
  if (!isGroup(draft)) return ready(draft) ? draft : undefined
  const of = draft.of.map((each) => filterOf(each, ready)).filter((each) => each !== undefined)
  const [only] = of
  if (only === undefined) return undefined
  if (draft.join === 'none') return { not: of.length === 1 ? only : { any: of } }
  if (draft.join === 'not_all') return { not: of.length === 1 ? only : { all: of } }
  return draft.join === 'any' ? { any: of } : { all: of }
}

/** Changes what stands at a path; what `change` gives undefined for goes, and with it a group that is left empty. */
export function changeAt(root: Group, path: Path, change: (draft: Draft) => Draft | undefined): Group {
  const changed = changed1(root, path, change)
  return changed && isGroup(changed) ? changed : noFilter
}

function changed1(draft: Draft, [at, ...rest]: Path, change: (draft: Draft) => Draft | undefined): Draft | undefined {
  if (at === undefined) return change(draft)
  if (!isGroup(draft)) return draft
  const of = draft.of.flatMap((each, i) => {
    const next = i === at ? changed1(each, rest, change) : each
    return next === undefined || (i === at && rest.length > 0 && isGroup(next) && next.of.length === 0) ? [] : [next]
  })
  return { ...draft, of }
}

/** Puts one more at the end of the group at a path. */
export function addAt(root: Group, path: Path, added: Draft): Group {
  return changeAt(root, path, (draft) => (isGroup(draft) ? { ...draft, of: [...draft.of, added] } : draft))
}

export const removeAt = (root: Group, path: Path): Group => changeAt(root, path, () => undefined)

/** All conditions with where they stand, in the order they are read. */
export function conditionsOf(draft: Draft, path: Path = []): { condition: Condition; path: Path }[] {
  if (!isGroup(draft)) return [{ condition: draft, path }]
  return draft.of.flatMap((each, at) => conditionsOf(each, [...path, at]))
}

export function depthOf(draft: Draft): number {
  return isGroup(draft) ? 1 + Math.max(0, ...draft.of.map(depthOf)) : 0
}
