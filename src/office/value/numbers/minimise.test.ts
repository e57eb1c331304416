import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cholesky, hessian, laplaceDraws } from './laplace.ts'
import { lbfgs, minimise, type Objective } from './minimise.ts'
import { nelderMead } from './nelder-mead.ts'
import { randomFrom } from './random.ts'

const rosenbrock: Objective = (at, gradient) => {
  const [x = 0, y = 0] = at
  gradient.set([-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x)])
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2
}

test('both ways find the bottom of Rosenbrock’s valley', () => {
  for (const found of [lbfgs(rosenbrock, Float64Array.of(-1.2, 1), 1e-8), nelderMead((at) => rosenbrock(at, new Float64Array(2)), Float64Array.of(-1.2, 1))]) {
    assert.ok(found.converged)
    for (const v of found.at) assert.ok(Math.abs(v - 1) < 1e-6, `${found.at}`)
  }
})

test('where the gradient lies, the other way is taken', () => {
  const lying: Objective = (at, gradient) => {
    const value = rosenbrock(at, gradient)
    gradient.fill(1)
    return value
  }
  const found = minimise(lying, Float64Array.of(-1.2, 1))
  assert.equal(found.by, 'nelder-mead')
  for (const v of found.at) assert.ok(Math.abs(v - 1) < 1e-4, `${found.at}`)
})

test('what has no bottom does not converge, and is never a NaN', () => {
  const falling: Objective = (at, gradient) => {
    gradient.fill(-1)
    return -at.reduce((a, b) => a + b, 0)
  }
  const nothing: Objective = (_, gradient) => {
    gradient.fill(Number.NaN)
    return Number.NaN
  }
  assert.equal(minimise(falling, Float64Array.of(0, 0)).converged, false)
  assert.equal(minimise(nothing, Float64Array.of(0, 0)).converged, false)
})

test('draws have the spread that the curvature says', () => {
  // Precision [[4, 1], [1, 2]] times 25: covariance is its inverse.
  const bowl: Objective = (at, gradient) => {
    const [x = 0, y = 0] = at
    gradient.set([4 * x + y, x + 2 * y])
    return 2 * x * x + x * y + y * y
  }
  const at = Float64Array.of(0, 0)
  const curved = hessian(bowl, at)
  assert.deepEqual(
    Array.from(curved, (v) => Math.round(v * 1e6) / 1e6),
    [4, 1, 1, 2],
  )
  const draws = laplaceDraws({ objective: bowl, at, weight: 25, draws: 40_000 }, randomFrom(1)) ?? []
  const mean = (f: (d: Float64Array) => number) => draws.reduce((sum, d) => sum + f(d), 0) / draws.length
  assert.ok(Math.abs(mean(([x = 0]) => x * x) * 25 - 2 / 7) < 0.01)
  assert.ok(Math.abs(mean(([, y = 0]) => y * y) * 25 - 4 / 7) < 0.02)
  assert.ok(Math.abs(mean(([x = 0, y = 0]) => x * y) * 25 + 1 / 7) < 0.01)
})

test('a saddle has no factor', () => {
  assert.equal(cholesky(Float64Array.of(1, 2, 2, 1), 2), null)
  assert.deepEqual([...(cholesky(Float64Array.of(4, 2, 2, 5), 2) ?? [])], [2, 0, 1, 2])
})
