type Node = { code: string; parent: string | null }

/** Units as they hang together, each under the one it belongs to; what hangs on one that is not here stands at the top. */
export function treeOf<U extends Node>(units: readonly U[]): { unit: U; depth: number }[] {
  const known = new Set(units.map(({ code }) => code))
  const below = Map.groupBy(units, ({ parent }) => (parent !== null && known.has(parent) ? parent : null))
  const walk = (of: string | null, depth: number): { unit: U; depth: number }[] =>
    (below.get(of) ?? []).flatMap((unit) => [{ unit, depth }, ...walk(unit.code, depth + 1)])
  return walk(null, 0)
}
