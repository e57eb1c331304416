import { eightPoints } from '../numbers/eight-points.ts'
import { hypergeometric, hypergeometricOfMinus } from '../numbers/hypergeometric.ts'
import { beta, gamma, geometric, poisson, type Random } from '../numbers/random.ts'
import type { Rhythm } from './likelihood.ts'

/** The history of one customer or cell: `x` repeat purchases, the last `tx` days after the first, watched for `T` days. */
export type History = { x: number; tx: number; T: number }

/** Where the closed form divides by nearly nothing (a = 1), or its series has no third parameter above nothing, the rate of buying is added up instead. */
const fromOne = 1e-4
const fromNothing = 0.05

/**
 * The chance that this customer still buys at the end of the watch (BG: Fader, Hardie and Lee 2008, "Computing P(alive) using
 * the BG/NBD model", eq. 1; MBG: Batislam et al. 2007, eq. 7).
 */
export function alive(rhythm: Rhythm, { x, tx, T }: History): number {
  const { r, alpha, a } = rhythm
  if (rhythm.model === 'bg' && x === 0) return 1
  return 1 / (1 + (a / (staying(rhythm, x) - 1)) * ((alpha + T) / (alpha + tx)) ** (r + x))
}

/** The second parameter of the beta of lapsing of somebody alive after `x` repeats: its first is a. */
function staying(rhythm: Rhythm, x: number): number {
  return rhythm.b + x + (rhythm.model === 'mbg' ? 1 : 0)
}

/** Purchases expected within `days` after the end of the watch (Fader, Hardie and Lee 2005, eq. 10; Batislam et al. 2007, eq. 9). */
export function purchasesExpected(rhythm: Rhythm, history: History, days: number): number {
  return alive(rhythm, history) * purchasesOfTheLiving(rhythm, history, days)
}

function purchasesOfTheLiving(rhythm: Rhythm, history: History, days: number): number {
  const { r, alpha, a } = rhythm
  const shape = r + history.x
  const rate = alpha + history.T
  const b = staying(rhythm, history.x)
  if (Math.abs(a - 1) < fromOne || a + b - 1 < fromNothing) return addedUp(rhythm, history, days, 0)
  // By Euler's transform (Abramowitz and Stegun 15.3.3): as it is printed the power underflows where the series overflows.
  const left = (rate / (rate + days)) ** (a - 1) * hypergeometric(a + b - 1 - shape, a - 1, a + b - 1, days / (rate + days))
  const closed = ((a + b - 1) / (a - 1)) * (1 - left)
  return closed >= 0 && Math.abs(1 - left) > 1e-9 ? closed : addedUp(rhythm, history, days, 0)
}

/** The chance of no purchase within `days`: whoever lives buys at a gamma(r + x, α + T) rate until the next purchase. */
export function chanceOfNone(rhythm: Rhythm, history: History, days: number): number {
  const rate = rhythm.alpha + history.T
  return 1 - alive(rhythm, history) * (1 - (rate / (rate + days)) ** (rhythm.r + history.x))
}

/** Within how many days the next purchase comes with this chance; null where it never gets so likely. Inverts `chanceOfNone`. */
export function daysUntilLikely(rhythm: Rhythm, history: History, chance = 0.5): number | null {
  const living = alive(rhythm, history)
  if (!(living > chance)) return null
  const days = (rhythm.alpha + history.T) * Math.expm1(-Math.log1p(-chance / living) / (rhythm.r + history.x))
  return Number.isFinite(days) ? days : null
}

/**
 * Purchases expected within `days` (Infinity for all that will ever come), each worth e^(−rate · day) of one today: the discounted expected
 * transactions (Fader, Hardie and Lee 2005, "RFM and CLV", eq. 5, for a rate above 0). One alive with rate λ and chance of
 * lapsing p buys at the rate λ e^(−pλs) after s days; its mean over both is (r+x)/(α+T) 2F1(r+x+1, a; a+b+x; −s/(α+T)).
 */
export function discountedPurchases(rhythm: Rhythm, history: History, days: number, ratePerDay: number): number {
  return alive(rhythm, history) * addedUp(rhythm, history, days, ratePerDay)
}

function addedUp(rhythm: Rhythm, history: History, days: number, ratePerDay: number): number {
  const shape = rhythm.r + history.x
  const scale = rhythm.alpha + history.T
  const b = staying(rhythm, history.x)
  const until = Math.min(days, ratePerDay > 0 ? 40 / ratePerDay : Number.MAX_VALUE)
  let sum = 0
  // The rate falls on the scale of (α+T)/(r+x): short stretches first, then longer ones, none longer than the discount's own scale.
  for (let from = 0, length = scale / (shape + 1); from < until; from += length, length = Math.min(2 * length, 4 / ratePerDay)) {
    const half = Math.min(length, until - from) / 2
    for (const [place, weight] of eightPoints) {
      for (const at of [from + half * (1 + place), from + half * (1 - place)]) {
        sum += weight * half * Math.exp(-ratePerDay * at) * hypergeometricOfMinus(shape + 1, rhythm.a, rhythm.a + b, at / scale)
      }
    }
  }
  return (sum * shape) / scale
}

/** One possible future: how many purchases within `days`. Poisson arrivals, cut off at the first after which one stays away. */
export function purchasesDrawn(rhythm: Rhythm, history: History, days: number, random: Random): number {
  if (random() > alive(rhythm, history)) return 0
  const rate = gamma(random, rhythm.r + history.x, rhythm.alpha + history.T)
  const arrivals = poisson(random, rate * days)
  return arrivals === 0 ? 0 : Math.min(arrivals, geometric(random, beta(random, rhythm.a, staying(rhythm, history.x))))
}
