import { type Answer, type Estimate, notEnough, said } from '../answer.ts'

/** 95 % in the middle of the normal. */
const z = 1.959_963_984_540_054
const level = 0.95
/** A share of fewer says nothing. */
const fewest = 30

/** The share `count` of `n` with Wilson's interval of 95 % (Wilson 1927); nothing is said of fewer than 30. */
export function share(count: number, n: number): Answer<Estimate> {
  const method = 'Wilson'
  if (!(Number.isFinite(n) && count >= 0 && count <= n)) return notEnough(method, 0, 'impossible_figures')
  if (n < fewest) return notEnough(method, n, 'too_few')
  return said(method, n, { value: count / n, ...wilson(count, n), level })
}

function wilson(count: number, n: number): { low: number; high: number } {
  const p = count / n
  const middle = p + (z * z) / (2 * n)
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const whole = 1 + (z * z) / n
  return { low: count === 0 ? 0 : Math.max(0, (middle - half) / whole), high: count === n ? 1 : Math.min(1, (middle + half) / whole) }
}

/** How much larger the first share is than the second, with Newcombe's interval of 95 % (Newcombe 1998, method 10). */
export function shareDifference(first: { count: number; n: number }, second: { count: number; n: number }): Answer<Estimate> {
  const method = 'Newcombe'
  const [one, other] = [share(first.count, first.n), share(second.count, second.n)]
  if (!one.said) return notEnough(method, one.n, one.why)
  if (!other.said) return notEnough(method, other.n, other.why)
  const [a, b] = [one.value, other.value]
  const value = a.value - b.value
  return said(method, first.n + second.n, {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
    level,
  })
}
