import {
  areaUnderCurve,
  type Bought,
  blendedScore,
  boughtUntil,
  cellsOf,
  chooseBlend,
  chooseRhythm,
  classesByShare,
  type DayRows,
  type FittedRhythm,
  fadedSpend,
  fitPareto,
  fitRhythm,
  fitSpend,
  heldByTop,
  paretoExpected,
  purchasesExpected,
  type Spend,
  spendCellsOf,
  spendExpected,
} from '../../src/office/value/index.ts'
import { between, day, retailDays } from './retail.ts'
import type { Say } from './scored.ts'

// The published set-up: calibrated before 2011-06-01, held out until 2011-12-01, purchases of one day are one.

const [from, cut, end] = [day('2009-12-01'), day('2011-06-01'), day('2011-12-01')]

/** The figures of Online Retail II; `limit` is what was to be reached. */
export async function retailFigures(folder: string, say: Say): Promise<void> {
  const rows = await retailDays(folder)
  const bought = boughtUntil(between(rows, from, cut), cut)
  const later = heldOut(bought, between(rows, cut, end))
  const n = bought.customer.length
  say('retail_customers', n, '', n, 4_933)
  say('retail_held_out_days', sumOf(later.days), '', n, 7_605)
  say('retail_held_out_revenue', sumOf(later.amount), 'GBP', n, 4_312_396)
  const { cells } = cellsOf(bought.histories, 1)
  const bg = fitRhythm('bg', cells)
  const mbg = fitRhythm('mbg', cells)
  const spend = fitSpend(spendCellsOf(bought.histories.x, bought.mean))
  if (!bg.said || !mbg.said || !spend.said) throw new Error('A fit of Online Retail II says nothing.')
  parameters(bg.value, spend.value.spend, say)
  foreseen('bg', bg.value, spend.value.spend, { bought, later }, say)
  foreseen('mbg', mbg.value, spend.value.spend, { bought, later }, say)
  const second = fitPareto(cells)
  if (second.said) {
    const { x, tx, T } = bought.histories
    const sum = x.reduce((all, count, i) => all + paretoExpected(second.value.pareto, { x: count, tx: tx[i] ?? 0, T: T[i] ?? 0 }, end - cut), 0)
    say('retail_pareto_held_out_sum', sum, '', n, 7_605)
    say('retail_pareto_log_likelihood', second.value.logLikelihood, 'by days', n)
  }
  chosen(rows, say)
  blended(rows, say)
  transitions(rows, say)
}

type Later = { days: Float64Array; amount: Float64Array }

function parameters({ rhythm, logLikelihood, customers }: FittedRhythm, spend: Spend, say: Say): void {
  say('retail_bg_r', rhythm.r, '', customers, 0.6799)
  say('retail_bg_alpha', rhythm.alpha / 7, 'weeks', customers, 9.4376)
  say('retail_bg_a', rhythm.a, '', customers, 0.1566)
  say('retail_bg_b', rhythm.b, '', customers, 3.3168)
  say('retail_bg_log_likelihood', logLikelihood, 'by days', customers)
  say('retail_gg_p', spend.p, '', customers, 2.3806)
  say('retail_gg_q', spend.q, '', customers, 3.4816)
  say('retail_gg_gamma', spend.gamma, 'GBP', customers, 423.35)
}

function foreseen(name: string, fitted: FittedRhythm, spend: Spend, { bought, later }: { bought: Bought; later: Later }, say: Say): void {
  const { x } = bought.histories
  const { expected, value } = expectedValue(fitted, spend, bought)
  // A density by weeks instead of days is seven times as high for each purchase.
  if (name === 'bg') say('retail_bg_log_likelihood_weeks', fitted.logLikelihood + sumOf(x) * Math.log(7), '', x.length, -57_392.55)
  say(`retail_${name}_held_out_sum`, sumOf(expected), '', x.length, 7_595)
  say(`retail_${name}_mean_error`, sumOf(expected.map((e, i) => Math.abs(e - (later.days[i] ?? 0)))) / x.length, '', x.length, 1.028)
  const truth = Uint8Array.from(later.days, (days) => (days > 0 ? 1 : 0))
  say(`retail_${name}_auc`, areaUnderCurve(expected, truth) ?? Number.NaN, '', x.length, 0.806)
  say(`retail_${name}_top_fifth_revenue`, heldByTop(value, later.amount), '', x.length, 0.764)
}

/** Which rhythm fits the last half year before the cut. */
function chosen(rows: DayRows, say: Say): void {
  const before = boughtUntil(between(rows, from, cut - 182), cut - 182)
  const known = new Set(before.customer)
  const after = boughtUntil(only(between(rows, from, cut), known), cut)
  const choice = chooseRhythm(before.histories, after.histories, 182, 1)
  if (choice.said) for (const { model, score } of choice.value.rhythms) say(`retail_${model}_held_out_score`, score, 'per customer', choice.n)
}

function only(rows: DayRows, customers: ReadonlySet<number>): DayRows {
  const kept = Array.from(rows.customer.keys()).filter((i) => customers.has(rows.customer[i] ?? -1))
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? 0)
  return { customer: pick(rows.customer), day: pick(rows.day), amount: pick(rows.amount), currency: pick(rows.currency) }
}

function heldOut(bought: Bought, rows: DayRows): Later {
  const place = new Map(Array.from(bought.customer, (id, i) => [id, i]))
  const later = { days: new Float64Array(place.size), amount: new Float64Array(place.size) }
  rows.customer.forEach((id, row) => {
    const i = place.get(id)
    if (i === undefined) return
    later.days[i] = (later.days[i] ?? 0) + 1
    later.amount[i] = (later.amount[i] ?? 0) + (rows.amount[row] ?? 0)
  })
  return later
}

/** The top fifth by expected value and faded spend together, blended as held most in the half year before the cut. */
function blended(rows: DayRows, say: Say): void {
  const [earlier, now] = [asOf(rows, cut - 182), asOf(rows, cut)]
  const blend = chooseBlend(earlier.value, earlier.faded, earlier.brought)
  const faded = now.faded.find(({ halfLife }) => halfLife === blend.halfLife)?.faded ?? now.value
  say('retail_blend_half_life', blend.halfLife, 'days', earlier.value.length)
  say('retail_blend_weight', blend.weight, '', earlier.value.length)
  say('retail_blended_top_fifth_revenue', heldByTop(blendedScore(now.value, faded, blend.weight), now.brought), '', now.value.length, 0.764)
}

function asOf(rows: DayRows, at: number) {
  const past = between(rows, from, at)
  const bought = boughtUntil(past, at)
  const rhythm = fitRhythm('mbg', cellsOf(bought.histories, 1).cells)
  const spend = fitSpend(spendCellsOf(bought.histories.x, bought.mean))
  if (!rhythm.said || !spend.said) throw new Error('A fit of Online Retail II says nothing.')
  return {
    value: expectedValue(rhythm.value, spend.value.spend, bought).value,
    faded: [60, 90, 180, 365].map((halfLife) => ({ halfLife, faded: fadedSpend(past, bought.customer, at, halfLife) })),
    brought: heldOut(bought, between(rows, at, at + end - cut)).amount,
  }
}

function expectedValue({ rhythm }: FittedRhythm, spend: Spend, { histories: { x, tx, T }, mean }: Bought) {
  const expected = x.map((count, i) => purchasesExpected(rhythm, { x: count, tx: tx[i] ?? 0, T: T[i] ?? 0 }, end - cut))
  return { expected, value: expected.map((purchases, i) => purchases * spendExpected(spend, x[i] ?? 0, mean[i] ?? 0)) }
}

/** Where the first class of 2010 (80/15/5 of the year's revenue) was in 2011. */
function transitions(rows: DayRows, say: Say): void {
  const years = [between(rows, from, from + 365), between(rows, from + 365, from + 730)] as const
  const customers = [...new Set([...years[0].customer, ...years[1].customer])]
  const place = new Map(customers.map((id, i) => [id, i]))
  const [before, after] = years.map((year) => {
    const amounts = new Float64Array(customers.length)
    year.customer.forEach((id, row) => {
      const i = place.get(id) ?? 0
      amounts[i] = (amounts[i] ?? 0) + (year.amount[row] ?? 0)
    })
    return classesByShare(amounts)
  })
  const first = Array.from(before?.keys() ?? []).filter((i) => before?.[i] === 1)
  for (const [to, figure, limit] of [
    [1, 'stay', 0.603],
    [2, 'to_second', 0.212],
    [3, 'to_third', 0.068],
    [0, 'lost', 0.117],
  ] as const)
    say(`retail_first_class_${figure}`, first.filter((i) => after?.[i] === to).length / first.length, '', first.length, limit)
}

function sumOf(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0)
}
