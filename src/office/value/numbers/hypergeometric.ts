const mostTerms = 20_000

/**
 * The Gauss hypergeometric function 2F1(a, b; c; z) by its series (Abramowitz and Stegun 15.1.1), for 0 ≤ z < 1 and c > 0. The
 * terms are small where a and b are, or fall below nothing: transform first, since a count of purchases in both overflows.
 * NaN when it has not converged.
 */
export function hypergeometric(a: number, b: number, c: number, z: number): number {
  let term = 1
  let sum = 1
  for (let k = 0; k < mostTerms; k++) {
    const ratio = ((a + k) * (b + k) * z) / ((c + k) * (k + 1))
    term *= ratio
    sum += term
    if (Math.abs(term) <= Math.abs(sum) * 1e-15 && Math.abs(ratio) < 1) return sum
  }
  // What is left of a series that creeps is bounded by a power: good enough when small, said as NaN when not.
  return Math.abs(term) * mostTerms < Math.abs(sum) * 1e-6 ? sum : Number.NaN
}

/** 2F1(a, b; c; −u) for u ≥ 0 and a, b, c > 0 by that of Pfaff's transforms whose series ends (Abramowitz and Stegun 15.3.4 and 15.3.5). */
export function hypergeometricOfMinus(a: number, b: number, c: number, u: number): number {
  const z = u / (1 + u)
  return a >= b ? (1 + u) ** -b * hypergeometric(c - a, b, c, z) : (1 + u) ** -a * hypergeometric(a, c - b, c, z)
}
