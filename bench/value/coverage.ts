import { cellsOf, fitRhythm, fitSpend, type Rhythm, spendCellsOf, totalWithin } from '../../src/office/value/index.ts'
import { randomFrom } from '../../src/office/value/numbers/random.ts'
import { simulate } from '../../src/office/value/testing.ts'
import type { Say } from './scored.ts'

const cohorts = { small: 40, full: 200 } as const
const truth: Rhythm = { model: 'mbg', r: 0.7, alpha: 65, a: 0.4, b: 3.3 }
const spend = { p: 2.4, q: 3.5, gamma: 42_300 }

/** In what share of simulated cohorts of 1,000 the interval of 90 % for what all do together within half a year held what they did. */
export function coverage(size: keyof typeof cohorts, say: Say): void {
  const held = { purchases: 0, money: 0 }
  const n = cohorts[size]
  for (let seed = 1; seed <= n; seed++) {
    const { before, mean, made, worth } = simulate(truth, { customers: 1_000, watched: 500, arrive: 250, after: 182, seed, spend })
    const fitted = fitRhythm('mbg', cellsOf(before, 1).cells)
    const money = fitSpend(spendCellsOf(before.x, mean))
    const random = randomFrom(seed)
    if (!fitted.said || !money.said) throw new Error('A fit of a simulated cohort says nothing.')
    const rhythms = fitted.value.draw(300, random) ?? []
    const spends = money.value.draw(300, random) ?? []
    const cells = { ...before, n: new Float64Array(1_000).fill(1), mean }
    const purchases = totalWithin(
      cells,
      rhythms.map((rhythm) => ({ rhythm, spend: null })),
      182,
      random,
    )
    const possible = rhythms.map((rhythm, i) => ({ rhythm, spend: spends[i] ?? null }))
    if (holds(purchases, made)) held.purchases++
    if (holds(totalWithin(cells, possible, 182, random), worth)) held.money++
  }
  say('interval_holds_purchases', held.purchases / n, '', n)
  say('interval_holds_money', held.money / n, '', n)
}

function holds({ low, high }: { low: number; high: number }, what: Float64Array): boolean {
  const sum = what.reduce((a, b) => a + b, 0)
  return low <= sum && sum <= high
}
