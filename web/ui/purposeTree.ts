type Placed = { code: string; above: readonly string[] }

/** Each after the one it is part of, with how deep it stands among these; those side by side keep their order. */
export function inTree<P extends Placed>(purposes: readonly P[]): { purpose: P; depth: number }[] {
  const here = new Set(purposes.map(({ code }) => code))
  const partOf = ({ above }: P) => above.find((code) => here.has(code))
  const under = (wider: string | undefined, depth: number): { purpose: P; depth: number }[] =>
    purposes.filter((purpose) => partOf(purpose) === wider).flatMap((purpose) => [{ purpose, depth }, ...under(purpose.code, depth + 1)])
  return under(undefined, 0)
}
