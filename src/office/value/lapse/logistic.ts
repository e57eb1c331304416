import { minimise, type Objective } from '../numbers/minimise.ts'
import { type Features, rowsOf } from './features.ts'

export type Logistic = { score(features: Features): Float64Array; converged: boolean }

/** A row of plain numbers for each customer: an intercept, numbers in standard deviations with a flag for what is missing, categories each alone. */
type Design = { columns: Float64Array[] }
type Recipe = (features: Features) => Design

const rarest = 10

/** Logistic regression with an L2 ridge on all but the intercept, by L-BFGS; scores are log-odds. */
export function fitLogistic(features: Features, truth: ArrayLike<number>, ridge = 1): Logistic {
  const recipe = recipeFor(features)
  const { columns } = recipe(features)
  const n = rowsOf(features)
  const objective: Objective = (at, gradient) => {
    const scores = multiplied(columns, at, n)
    const off = new Float64Array(n)
    let loss = 0
    for (let i = 0; i < n; i++) {
      const score = scores[i] ?? 0
      const one = truth[i] ?? 0
      loss += Math.max(score, 0) - score * one + Math.log1p(Math.exp(-Math.abs(score)))
      off[i] = 1 / (1 + Math.exp(-score)) - one
    }
    columns.forEach((column, k) => {
      const weight = k === 0 ? 0 : ridge * (at[k] ?? 0)
      loss += (weight * (at[k] ?? 0)) / 2
      let sum = weight
      for (let i = 0; i < n; i++) sum += (off[i] ?? 0) * (column[i] ?? 0)
      gradient[k] = sum / n
    })
    return loss / n
  }
  const found = minimise(objective, new Float64Array(columns.length), 1e-6)
  return { score: (others) => multiplied(recipe(others).columns, found.at, rowsOf(others)), converged: found.converged }
}

function multiplied(columns: readonly Float64Array[], at: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n)
  columns.forEach((column, k) => {
    const weight = at[k] ?? 0
    for (let i = 0; i < n; i++) out[i] = (out[i] ?? 0) + weight * (column[i] ?? 0)
  })
  return out
}

/** How to make a design of these and of other customers: means, spreads and the categories worth a column come from these. */
function recipeFor(features: Features): Recipe {
  const parts = features.map((feature): ((others: Features, k: number) => Float64Array[]) => {
    if (feature.kind === 'category') {
      const counts = new Map<number, number>()
      for (const code of feature.values) counts.set(code, (counts.get(code) ?? 0) + 1)
      const codes = [...counts].filter(([, n]) => n >= rarest).map(([code]) => code)
      return (others, k) => codes.map((code) => Float64Array.from(others[k]?.values ?? [], (v) => (v === code ? 1 : 0)))
    }
    const known = feature.values.filter(Number.isFinite)
    const mean = known.reduce((a, b) => a + b, 0) / Math.max(1, known.length)
    const spread = Math.sqrt(known.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, known.length)) || 1
    const missing = known.length < feature.values.length
    return (others, k) => {
      const values = others[k]?.values ?? new Float64Array(0)
      const scaled = Float64Array.from(values, (v) => (Number.isFinite(v) ? (v - mean) / spread : 0))
      return missing ? [scaled, Float64Array.from(values, (v) => (Number.isFinite(v) ? 0 : 1))] : [scaled]
    }
  })
  return (others) => ({ columns: [new Float64Array(rowsOf(others)).fill(1), ...parts.flatMap((part, k) => part(others, k))] })
}
