// Random numbers that are the same for the same seed: sfc32 (Chris Doty-Humphrey, PractRand) and what is drawn from it.

/** Draws from (0, 1), evenly, 32 bits. */
export type Random = () => number

/** A generator of its own for each seed. */
export function randomFrom(seed: number): Random {
  let a = 0x9e3779b9 | 0
  let b = seed | 0
  let c = Math.floor(seed / 2 ** 32) ^ 0x243f6a88
  let count = 1
  const next = (): number => {
    const t = (((a + b) | 0) + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return ((t >>> 0) + 0.5) / 2 ** 32
  }
  for (let i = 0; i < 15; i++) next()
  return next
}

/** A standard normal (Marsaglia's polar method, one of the pair). */
export function normal(random: Random): number {
  for (;;) {
    const u = 2 * random() - 1
    const v = 2 * random() - 1
    const s = u * u + v * v
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s)
  }
}

/** Mean 1 / rate. */
export function exponential(random: Random, rate: number): number {
  return -Math.log(random()) / rate
}

/** Mean shape / rate (Marsaglia and Tsang 2000; below shape 1 by their boost). */
export function gamma(random: Random, shape: number, rate: number): number {
  if (shape < 1) return gamma(random, shape + 1, rate) * Math.exp(Math.log(random()) / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = random()
    const square = x * x
    if (u < 1 - 0.0331 * square * square || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return (d * v) / rate
  }
}

/** Mean a / (a + b). Where both gammas vanish (tiny a and b) it is 0 or 1 by their odds. */
export function beta(random: Random, a: number, b: number): number {
  const u = gamma(random, a, 1)
  const v = gamma(random, b, 1)
  return u + v > 0 ? u / (u + v) : random() < a / (a + b) ? 1 : 0
}

/** Counts with this mean: by multiplication below 12, by Hörmann's transformed rejection (PTRS, 1993) above. */
export function poisson(random: Random, mean: number): number {
  return mean < 12 ? poissonByProduct(random, mean) : poissonByRejection(random, mean)
}

function poissonByProduct(random: Random, mean: number): number {
  const least = Math.exp(-mean)
  let k = 0
  for (let product = random(); product > least; product *= random()) k++
  return k
}

function poissonByRejection(random: Random, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean)
  const a = -0.059 + 0.024_83 * b
  const inverse = 1.1239 + 1.1328 / (b - 3.4)
  const lnMean = Math.log(mean)
  for (;;) {
    const u = random() - 0.5
    const v = random()
    const us = 0.5 - Math.abs(u)
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= 0.9277 - 3.6224 / (b - 2)) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    if (Math.log((v * inverse) / (a / (us * us) + b)) <= k * lnMean - mean - lnFactorial(k)) return k
  }
}

function lnFactorial(k: number): number {
  const y = k + 1
  if (y >= 10) return (y - 0.5) * Math.log(y) - y + 0.918_938_533_204_672_8 + (1 / 12 - 1 / (360 * y * y)) / y
  let product = 1
  for (let i = 2; i <= k; i++) product *= i
  return Math.log(product)
}

/** How many tries until the first success, at least 1; Infinity when success is impossible. */
export function geometric(random: Random, p: number): number {
  if (p <= 0) return Number.POSITIVE_INFINITY
  return p >= 1 ? 1 : Math.ceil(Math.log(random()) / Math.log1p(-p))
}
