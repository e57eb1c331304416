import type { Objective } from './minimise.ts'
import { normal, type Random } from './random.ts'

/**
 * The lower Cholesky factor of a symmetric matrix (row by row, size × size), or null when it is not positive definite.
 */
export function cholesky(matrix: Float64Array, size: number): Float64Array | null {
  const factor = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j] ?? Number.NaN
      for (let k = 0; k < j; k++) sum -= (factor[i * size + k] ?? 0) * (factor[j * size + k] ?? 0)
      if (i === j && !(sum > 0)) return null
      factor[i * size + j] = i === j ? Math.sqrt(sum) : sum / (factor[j * size + j] ?? 1)
    }
  }
  return factor
}

/** The matrix of second derivatives by central differences of the gradient, made symmetric. */
export function hessian(objective: Objective, at: Float64Array): Float64Array {
  const size = at.length
  const rows = Array.from(at, (v, i) => {
    const step = 1e-4 * Math.max(1, Math.abs(v))
    const [up, down] = [new Float64Array(size), new Float64Array(size)]
    objective(
      at.map((w, k) => (k === i ? w + step : w)),
      up,
    )
    objective(
      at.map((w, k) => (k === i ? w - step : w)),
      down,
    )
    return up.map((g, k) => (g - (down[k] ?? 0)) / (2 * step))
  })
  const found = new Float64Array(size * size)
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) found[i * size + j] = ((rows[i]?.[j] ?? 0) + (rows[j]?.[i] ?? 0)) / 2
  return found
}

/**
 * Draws from the normal whose precision is `weight` times the Hessian of `objective` at its minimum (Laplace's
 * approximation of the posterior of parameters). Null when the minimum is no minimum in every direction.
 */
export function laplaceDraws(of: { objective: Objective; at: Float64Array; weight: number; draws: number }, random: Random): Float64Array[] | null {
  const size = of.at.length
  const factor = cholesky(
    hessian(of.objective, of.at).map((v) => v * of.weight),
    size,
  )
  if (factor === null) return null
  return Array.from({ length: of.draws }, () => {
    const z = Float64Array.from(of.at, () => normal(random))
    return of.at.map((v, i) => v + (solveTransposed(factor, z)[i] ?? 0))
  })
}

/** u with Lᵀu = z. */
function solveTransposed(factor: Float64Array, z: Float64Array): Float64Array {
  const size = z.length
  const u = Float64Array.from(z)
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) u[i] = (u[i] ?? 0) - (factor[k * size + i] ?? 0) * (u[k] ?? 0)
    u[i] = (u[i] ?? 0) / (factor[i * size + i] ?? 1)
  }
  return u
}
