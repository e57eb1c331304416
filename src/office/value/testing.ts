import { beta, exponential, gamma, type Random, randomFrom } from './numbers/random.ts'
import type { Histories } from './rhythm/cells.ts'
import type { Rhythm } from './rhythm/likelihood.ts'
import type { Spend } from './spend.ts'

/** Customers who behave exactly as a rhythm says, first seen evenly within `arrive` days before a watch of `watched` days ends, and what each did in the `after` days that follow. */
export type Simulated = { before: Histories; after: Histories; made: Float64Array; mean: Float64Array; worth: Float64Array }

export type Simulation = { customers: number; watched: number; arrive: number; after: number; seed: number; spend?: Spend; wholeDays?: boolean }

/** Draws each customer's rate and chance of lapsing, then purchase by purchase; with a spend, the mean of the repeats before and the sum after. */
export function simulate(rhythm: Rhythm, of: Simulation): Simulated {
  const random = randomFrom(of.seed)
  const blank = () => new Float64Array(of.customers)
  const out: Simulated = {
    before: { x: blank(), tx: blank(), T: blank() },
    after: { x: blank(), tx: blank(), T: blank() },
    made: blank(),
    mean: blank(),
    worth: blank(),
  }
  const round = of.wholeDays === true ? Math.round : (days: number) => days
  for (let i = 0; i < of.customers; i++) {
    const T = Math.max(1, round(of.watched - of.arrive * random()))
    const purchases = purchasesOf(rhythm, T + of.after, random).map(round)
    const days = of.wholeDays === true ? [...new Set(purchases)].filter((day) => day > 0) : purchases
    const early = days.filter((day) => day <= T)
    fill(out.before, i, early, T)
    fill(out.after, i, days, T + of.after)
    out.made[i] = days.length - early.length
    if (of.spend !== undefined) spendOf(of.spend, out, i, random)
  }
  return out
}

function fill(histories: Histories, i: number, days: readonly number[], T: number): void {
  histories.x[i] = days.length
  histories.tx[i] = days.at(-1) ?? 0
  histories.T[i] = T
}

function purchasesOf(rhythm: Rhythm, until: number, random: Random): number[] {
  const rate = gamma(random, rhythm.r, rhythm.alpha)
  const lapse = beta(random, rhythm.a, rhythm.b)
  const days: number[] = []
  if (rhythm.model === 'mbg' && random() < lapse) return days
  for (let at = exponential(random, rate); at <= until; at += exponential(random, rate)) {
    days.push(at)
    if (random() < lapse) break
  }
  return days
}

function spendOf({ p, q, gamma: g }: Spend, out: Simulated, i: number, random: Random): void {
  const rate = gamma(random, q, g)
  const x = out.before.x[i] ?? 0
  const made = out.made[i] ?? 0
  out.mean[i] = x === 0 ? 0 : gamma(random, p * x, rate) / x
  out.worth[i] = made === 0 ? 0 : gamma(random, p * made, rate)
}
