import { digamma, lnGamma } from '../numbers/gamma.ts'
import type { Cells } from './cells.ts'

/**
 * bg: BG/NBD (Fader, Hardie and Lee 2005, "Counting Your Customers" the Easy Way): one may stay away for good after each
 * repeat purchase. mbg: MBG/NBD (Batislam, Denizel and Filiztekin 2007): after the first purchase too, so who bought once is
 * not taken for alive for ever.
 */
export type Model = 'bg' | 'mbg'

/** While alive one buys at a rate from gamma(r, α), per day, and lapses after a purchase with a chance from beta(a, b). */
export type Rhythm = { model: Model; r: number; alpha: number; a: number; b: number }

/** Cells with their distinct counts and times found once: what depends on one of them is computed once for each, not for each cell. */
export type Prepared = {
  cells: Cells
  customers: number
  counts: Distinct
  lasts: Distinct
  ends: Distinct
}

type Distinct = { values: Float64Array; of: Int32Array; n: Float64Array }

export function prepare(cells: Cells): Prepared {
  const customers = cells.n.reduce((sum, n) => sum + n, 0)
  return { cells, customers, counts: distinct(cells.x, cells.n), lasts: distinct(cells.tx, cells.n), ends: distinct(cells.T, cells.n) }
}

function distinct(column: Float64Array, n: Float64Array): Distinct {
  const values = Float64Array.from(new Set(column)).sort()
  const place = new Map(Array.from(values, (v, i) => [v, i]))
  const of = Int32Array.from(column, (v) => place.get(v) ?? 0)
  const weight = new Float64Array(values.length)
  of.forEach((at, i) => {
    weight[at] = (weight[at] ?? 0) + (n[i] ?? 0)
  })
  return { values, of, n: weight }
}

/**
 * The log-likelihood of the cells (Fader, Hardie and Lee 2005, eq. 6; Batislam et al. 2007, eq. 5); into `gradient` go its
 * derivatives by r, α, a and b. In the units of the cells' times.
 */
export function logLikelihood(rhythm: Rhythm, { cells, customers, counts, lasts, ends }: Prepared, gradient: Float64Array): number {
  const { r, alpha, a, b } = rhythm
  const atOnce = rhythm.model === 'mbg' ? 1 : 0
  const lnEnd = ends.values.map((T) => Math.log(alpha + T))
  const lnLast = lasts.values.map((t) => Math.log(alpha + t))
  const lnOdds = counts.values.map((x) => (atOnce === 0 && x === 0 ? Number.NEGATIVE_INFINITY : Math.log(a / (b + atOnce + x - 1))))
  const byCount = ofCounts(rhythm, atOnce, counts)
  let sum = byCount.sum + customers * r * Math.log(alpha)
  let dr = byCount.dr + customers * Math.log(alpha)
  let dalpha = (customers * r) / alpha
  let da = byCount.da
  let db = byCount.db
  for (let i = 0; i < cells.n.length; i++) {
    const n = cells.n[i] ?? 0
    const count = counts.of[i] ?? 0
    const x = counts.values[count] ?? 0
    const end = lnEnd[ends.of[i] ?? 0] ?? 0
    const last = lnLast[lasts.of[i] ?? 0] ?? 0
    const alive = -(r + x) * end
    const odds = (lnOdds[count] ?? 0) - (r + x) * last - alive
    const gone = odds > 0 ? 1 / (1 + Math.exp(-odds)) : 1 - 1 / (1 + Math.exp(odds))
    sum += n * (alive + (odds > 0 ? odds + Math.log1p(Math.exp(-odds)) : Math.log1p(Math.exp(odds))))
    dr -= n * (end + gone * (last - end))
    dalpha -= n * (r + x) * ((1 - gone) / (alpha + (ends.values[ends.of[i] ?? 0] ?? 0)) + gone / (alpha + (lasts.values[lasts.of[i] ?? 0] ?? 0)))
    if (gone > 0) {
      da += (n * gone) / a
      db -= (n * gone) / (b + atOnce + x - 1)
    }
  }
  gradient.set([dr, dalpha, da, db])
  return sum
}

/** What depends on the count alone: ln Γ(r+x) − ln Γ(r) + ln B(a, b'+x) − ln B(a, b), b' = b for BG and b + 1 for MBG. */
function ofCounts({ r, a, b }: Rhythm, atOnce: number, counts: Distinct): { sum: number; dr: number; da: number; db: number } {
  const fixed = lnGamma(a + b) - lnGamma(b) - lnGamma(r)
  const [psiR, psiB, psiAB] = [digamma(r), digamma(b), digamma(a + b)]
  const out = { sum: 0, dr: 0, da: 0, db: 0 }
  counts.values.forEach((x, i) => {
    const n = counts.n[i] ?? 0
    const bx = b + atOnce + x
    out.sum += n * (lnGamma(r + x) + lnGamma(bx) - lnGamma(a + bx) + fixed)
    out.dr += n * (digamma(r + x) - psiR)
    const psiABX = digamma(a + bx)
    out.da += n * (psiAB - psiABX)
    out.db += n * (digamma(bx) - psiABX - psiB + psiAB)
  })
  return out
}
