// The gamma function and its kin for positive arguments. Absolute error below 1e-13 from 1e-8 to 1e8 (gamma.test.ts).

const shiftTo = 10
const halfLogTwoPi = 0.918_938_533_204_672_8

/** ln Γ(x) for x > 0: the recurrence up to 10, then Stirling's series (Abramowitz and Stegun 6.1.41). */
export function lnGamma(x: number): number {
  let product = 1
  let y = x
  while (y < shiftTo) product *= y++
  const w = 1 / (y * y)
  const series = (1 / 12 + w * (-1 / 360 + w * (1 / 1260 + w * (-1 / 1680 + w * (1 / 1188 + w * (-691 / 360_360 + w / 156)))))) / y
  return (y - 0.5) * Math.log(y) - y + halfLogTwoPi + series - Math.log(product)
}

/** ψ(x) = d ln Γ(x)/dx for x > 0 (Abramowitz and Stegun 6.3.18). */
export function digamma(x: number): number {
  let sum = 0
  let y = x
  while (y < shiftTo) sum -= 1 / y++
  const w = 1 / (y * y)
  return sum + Math.log(y) - 0.5 / y - w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - w * (691 / 32_760 - w / 12))))))
}

/** ln B(a, b) for a, b > 0. */
export function lnBeta(a: number, b: number): number {
  return lnGamma(a) + lnGamma(b) - lnGamma(a + b)
}

/** ln(e^u + e^v) without overflow; either may be −∞. */
export function logSumExp(u: number, v: number): number {
  const top = Math.max(u, v)
  return top === Number.NEGATIVE_INFINITY ? top : top + Math.log1p(Math.exp(-Math.abs(u - v)))
}

/**
 * Q(k, x): the chance that a gamma variable of shape `k` and rate 1 is above `x`. A series below k + 1, Lentz's continued
 * fraction above (Abramowitz and Stegun 6.5.29 and 6.5.31).
 */
export function gammaTail(k: number, x: number): number {
  if (x <= 0) return 1
  const front = Math.exp(k * Math.log(x) - x - lnGamma(k))
  if (x < k + 1) {
    let term = 1 / k
    let sum = term
    for (let i = 1; i < 10_000 && term > sum * 1e-16; i++) sum += term *= x / (k + i)
    return Math.max(0, 1 - front * sum)
  }
  return front * tailFraction(k, x)
}

function tailFraction(k: number, x: number): number {
  let b = x + 1 - k
  let c = 1e300
  let d = 1 / b
  let h = d
  for (let i = 1; i < 10_000; i++) {
    const a = -i * (i - k)
    b += 2
    d = 1 / (a * d + b)
    c = b + a / c
    h *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return h
}
