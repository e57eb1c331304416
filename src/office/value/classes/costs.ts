import { type Answer, type Estimate, notEnough, said } from '../answer.ts'
import { share, shareDifference } from './proportions.ts'

/** What was spent on winning customers: so many were asked, so many came. Money in any one unit. */
export type Winning = { spent: number; asked: number; won: number }

/** What was spent on keeping customers: of `treated` so many stayed, and so many of those who were left alone to compare. */
export type Keeping = { spent: number; treated: number; stayed: number; leftAlone: number; stayedAlone: number }

/** What one customer won cost, with the interval that the share who came allows. Nothing is said of fewer than 30 asked, or where nobody came. */
export function costOfWinning({ spent, asked, won }: Winning): Answer<Estimate> {
  const method = 'cost of winning'
  if (!(spent >= 0 && Number.isFinite(spent))) return notEnough(method, 0, 'impossible_figures')
  const came = share(won, asked)
  if (!came.said) return notEnough(method, came.n, came.why)
  return won === 0 ? notEnough(method, asked, 'no_effect') : said(method, asked, costOfEach(spent, asked, came.value))
}

/**
 * What one customer kept cost: only those count who would have gone, so by the difference to those left alone. Nothing is said where the interval
 * of that difference holds nothing at all.
 */
export function costOfKeeping({ spent, treated, stayed, leftAlone, stayedAlone }: Keeping): Answer<Estimate> {
  const method = 'cost of keeping'
  if (!(spent >= 0 && Number.isFinite(spent))) return notEnough(method, 0, 'impossible_figures')
  const more = shareDifference({ count: stayed, n: treated }, { count: stayedAlone, n: leftAlone })
  if (!more.said) return notEnough(method, more.n, more.why)
  return more.value.low > 0 ? said(method, more.n, costOfEach(spent, treated, more.value)) : notEnough(method, more.n, 'no_effect')
}

function costOfEach(spent: number, n: number, effect: Estimate): Estimate {
  const each = spent / n
  return { value: each / effect.value, low: each / effect.high, high: each / effect.low, level: effect.level }
}

/** How many times dearer winning a customer is than keeping one; by the ends of both intervals where both are known. */
export function winningAgainstKeeping(winning: Winning, keeping: Keeping): Answer<Estimate> {
  const method = 'winning against keeping'
  const [won, kept] = [costOfWinning(winning), costOfKeeping(keeping)]
  if (!won.said) return notEnough(method, won.n, won.why)
  if (!kept.said) return notEnough(method, kept.n, kept.why)
  if (kept.value.low === 0) return notEnough(method, kept.n, 'impossible_figures')
  const ratio = {
    value: won.value.value / kept.value.value,
    low: won.value.low / kept.value.high,
    high: won.value.high / kept.value.low,
    level: won.value.level,
  }
  return said(method, won.n + kept.n, ratio)
}
