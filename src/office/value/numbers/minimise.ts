import { nelderMead } from './nelder-mead.ts'

/** The value at `at`; writes the gradient into `gradient`, of the same length. May answer Infinity or NaN: such points are avoided. */
export type Objective = (at: Float64Array, gradient: Float64Array) => number

export type Minimum = { at: Float64Array; value: number; converged: boolean; steps: number; by: 'l-bfgs' | 'nelder-mead' }

const remembered = 8
const mostSteps = 400
const mostHalvings = 40

/**
 * The lowest point near `start`: L-BFGS (Nocedal and Wright 2006, algorithms 7.4 and 7.5, weak Wolfe conditions by
 * bisection) until the largest part of the gradient is below `tolerance`; where that fails, Nelder-Mead, and L-BFGS once more.
 */
export function minimise(objective: Objective, start: Float64Array, tolerance = 1e-7): Minimum {
  const first = lbfgs(objective, start, tolerance)
  if (first.converged) return first
  const unused = new Float64Array(start.length)
  const second = nelderMead((at) => objective(at, unused), Number.isFinite(first.value) ? first.at : start)
  const third = lbfgs(objective, second.at, tolerance)
  return third.converged || third.value < second.value ? third : { ...second, by: 'nelder-mead' }
}

export function lbfgs(objective: Objective, start: Float64Array, tolerance: number): Minimum {
  const gradient = new Float64Array(start.length)
  let here: Place = { at: Float64Array.from(start), value: objective(start, gradient), gradient }
  const past: Pair[] = []
  for (let steps = 0; steps < mostSteps; steps++) {
    if (!Number.isFinite(here.value)) return { at: here.at, value: here.value, converged: false, steps, by: 'l-bfgs' }
    if (largest(here.gradient) < tolerance) return { at: here.at, value: here.value, converged: true, steps, by: 'l-bfgs' }
    const next = lineSearch(objective, here, direction(here.gradient, past))
    if (next === null) {
      if (past.length === 0) return { at: here.at, value: here.value, converged: false, steps, by: 'l-bfgs' }
      past.length = 0 // a direction that leads nowhere: begin again with the steepest
      continue
    }
    remember(past, here, next)
    here = next
  }
  return { at: here.at, value: here.value, converged: false, steps: mostSteps, by: 'l-bfgs' }
}

type Place = { at: Float64Array; value: number; gradient: Float64Array }
type Pair = { step: Float64Array; turn: Float64Array; rho: number }

function remember(past: Pair[], from: Place, to: Place): void {
  const step = to.at.map((v, i) => v - (from.at[i] ?? 0))
  const turn = to.gradient.map((v, i) => v - (from.gradient[i] ?? 0))
  const curvature = dot(step, turn)
  if (curvature <= 1e-16 * dot(turn, turn)) return
  past.push({ step, turn, rho: 1 / curvature })
  if (past.length > remembered) past.shift()
}

/** Minus the inverse Hessian's guess times the gradient. */
function direction(gradient: Float64Array, past: readonly Pair[]): Float64Array {
  const q = Float64Array.from(gradient)
  const weights: number[] = []
  for (const { step, turn, rho } of [...past].reverse()) {
    const weight = rho * dot(step, q)
    weights.push(weight)
    addTo(q, -weight, turn)
  }
  const last = past.at(-1)
  const scale = last === undefined ? 1 / Math.max(1, norm(gradient)) : 1 / (last.rho * dot(last.turn, last.turn))
  for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) * scale
  for (const { step, turn, rho } of past) addTo(q, (weights.pop() ?? 0) - rho * dot(turn, q), step)
  return q.map((v) => -v)
}

/** A step down that is neither too long nor too short; null when there is none. */
function lineSearch(objective: Objective, from: Place, along: Float64Array): Place | null {
  const slope = dot(from.gradient, along)
  if (!(slope < 0)) return null
  let low = 0
  let high = Number.POSITIVE_INFINITY
  let length = 1
  let best: Place | null = null
  for (let i = 0; i < mostHalvings; i++) {
    const at = from.at.map((v, k) => v + length * (along[k] ?? 0))
    const gradient = new Float64Array(at.length)
    const value = objective(at, gradient)
    // Near the bottom the value no longer shows a fall that the gradient still does: rounding is allowed for.
    const fell = value <= from.value + 1e-4 * length * slope + 4e-16 * Math.abs(from.value)
    if (!(Number.isFinite(value) && fell)) high = length
    else if (dot(gradient, along) < 0.9 * slope) {
      best = { at, value, gradient }
      low = length
    } else return { at, value, gradient }
    length = high === Number.POSITIVE_INFINITY ? 2 * low : (low + high) / 2
  }
  return best
}

function dot(u: Float64Array, v: Float64Array): number {
  let sum = 0
  for (let i = 0; i < u.length; i++) sum += (u[i] ?? 0) * (v[i] ?? 0)
  return sum
}

function norm(u: Float64Array): number {
  return Math.sqrt(dot(u, u))
}

function largest(u: Float64Array): number {
  let most = 0
  for (const v of u) if (!(Math.abs(v) <= most)) most = Math.abs(v)
  return most
}

function addTo(u: Float64Array, weight: number, v: Float64Array): void {
  for (let i = 0; i < u.length; i++) u[i] = (u[i] ?? 0) + weight * (v[i] ?? 0)
}
