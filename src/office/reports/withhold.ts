import { fewest } from './shapes.ts'

export type Cell = { key: readonly (string | null)[]; people: number }

/**
 * Which cells may be shown. A cell about fewer than 20 people is hidden; and since a sum over a line (a row, a column, all of it) can be asked for by itself,
 * what is hidden of a line must not be about fewer than 20 either, or it could be taken from the sum: then the smallest cell that is left of
 * the line is hidden too, and so on. `once`: nobody stands in two cells, so people of hidden cells add up; else the largest of them counts.
 */
export function shownOf<C extends Cell>(cells: readonly C[], once: boolean): C[] {
  const lines = linesOf(cells)
  const hidden = new Set<C>(cells.filter((cell) => cell.people < fewest))
  for (let again = true; again; ) {
    again = false
    for (const line of lines) {
      const rest = line.filter((cell) => !hidden.has(cell))
      if (rest.length === 0 || rest.length === line.length || isMany(line, hidden, once)) continue
      const least = rest.reduce((a, b) => (b.people < a.people ? b : a))
      hidden.add(least)
      again = true
    }
  }
  return cells.filter((cell) => !hidden.has(cell))
}

function isMany<C extends Cell>(line: readonly C[], hidden: ReadonlySet<C>, once: boolean): boolean {
  const people = line.filter((cell) => hidden.has(cell)).map((cell) => cell.people)
  return (once ? people.reduce((sum, n) => sum + n, 0) : Math.max(...people)) >= fewest
}

/** All of it; and where there are two breakdowns, each row and each column. */
function linesOf<C extends Cell>(cells: readonly C[]): C[][] {
  const deep = cells[0]?.key.length ?? 0
  const lines = deep < 2 ? [] : [0, 1].flatMap((at) => [...Map.groupBy(cells, (cell) => cell.key[at] ?? null).values()])
  return [[...cells], ...lines]
}
