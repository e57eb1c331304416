/** Who is chosen: some by name, or all that match but a few. */
export type Selection = { all: false; ids: ReadonlySet<string> } | { all: true; except: ReadonlySet<string> }

export const nobody: Selection = { all: false, ids: new Set() }
export const everybody: Selection = { all: true, except: new Set() }

export const isChosen = (of: Selection, id: string): boolean => (of.all ? !of.except.has(id) : of.ids.has(id))

/** How many, when so many match. */
export const howMany = (of: Selection, matching: number): number => (of.all ? Math.max(0, matching - of.except.size) : of.ids.size)

/** Chooses these, or takes them out; the others stay as they are. */
export function choose(of: Selection, ids: readonly string[], chosen: boolean): Selection {
  const set = new Set(of.all ? of.except : of.ids)
  for (const id of ids) {
    if (chosen === of.all) set.delete(id)
    else set.add(id)
  }
  return of.all ? { all: true, except: set } : { all: false, ids: set }
}

/** The rows from one to the other, whichever stands above. */
export function between(one: number, other: number): { from: number; to: number } {
  return { from: Math.min(one, other), to: Math.max(one, other) + 1 }
}

/** For the box at the head: whether all of these are chosen, some, or none. */
export function shareChosen(of: Selection, ids: readonly string[]): 'all' | 'some' | 'none' {
  const chosen = ids.filter((id) => isChosen(of, id)).length
  return chosen === 0 ? 'none' : chosen === ids.length ? 'all' : 'some'
}
