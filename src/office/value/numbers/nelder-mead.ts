type Corner = { at: Float64Array; value: number }

const mostSteps = 2_000

/**
 * The lowest point near `start` without a gradient (Nelder and Mead 1965, with the coefficients 1, 2, ½, ½), until the
 * corners agree to 1e-12 of the value and 1e-9 in place. Infinity and NaN count as high.
 */
export function nelderMead(value: (at: Float64Array) => number, start: Float64Array): { at: Float64Array; value: number; converged: boolean; steps: number } {
  const corner = (at: Float64Array): Corner => {
    const found = value(at)
    return { at, value: Number.isNaN(found) ? Number.POSITIVE_INFINITY : found }
  }
  let simplex = [start, ...Array.from(start, (_, i) => start.map((v, k) => (k === i ? v + 0.5 : v)))].map(corner)
  for (let steps = 0; steps < mostSteps; steps++) {
    simplex.sort((a, b) => a.value - b.value)
    const [best, worst] = [simplex[0], simplex.at(-1)]
    if (best === undefined || worst === undefined) break
    if (agree(best, worst)) return { ...best, converged: true, steps }
    simplex = step(simplex, corner)
  }
  const best = simplex.reduce((a, b) => (b.value < a.value ? b : a))
  return { ...best, converged: false, steps: mostSteps }
}

function agree(best: Corner, worst: Corner): boolean {
  const far = Math.max(...Array.from(best.at, (v, i) => Math.abs(v - (worst.at[i] ?? 0))))
  return Math.abs(worst.value - best.value) <= 1e-12 * (1 + Math.abs(best.value)) && far < 1e-9
}

/** From corners in order of their value: the worst replaced, or all drawn to the best. */
function step(simplex: readonly Corner[], corner: (at: Float64Array) => Corner): Corner[] {
  const kept = simplex.slice(0, -1)
  const [best, second, worst] = [simplex[0], kept.at(-1), simplex.at(-1)]
  if (best === undefined || second === undefined || worst === undefined) return [...simplex]
  const centre = worst.at.map((_, i) => kept.reduce((sum, c) => sum + (c.at[i] ?? 0), 0) / kept.length)
  const beyond = (by: number) => corner(centre.map((v, i) => v + by * (v - (worst.at[i] ?? 0))))
  const reflected = beyond(1)
  if (reflected.value < best.value) {
    const expanded = beyond(2)
    return [...kept, expanded.value < reflected.value ? expanded : reflected]
  }
  if (reflected.value < second.value) return [...kept, reflected]
  const contracted = beyond(reflected.value < worst.value ? 0.5 : -0.5)
  if (contracted.value < Math.min(reflected.value, worst.value)) return [...kept, contracted]
  return [best, ...simplex.slice(1).map((c) => corner(c.at.map((v, i) => ((best.at[i] ?? 0) + v) / 2)))]
}
