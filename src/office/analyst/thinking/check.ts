import {
  areaUnderCurve,
  type Bought,
  boughtUntil,
  chooseRhythm,
  type DayRows,
  forecast,
  grainFor,
  type Histories,
  heldByTop,
  type NotEnough,
  purchasesExpected,
  type Rhythm,
} from '../../value/index.ts'
import type { Check } from './figures.ts'

// How the models do on what they have not seen: fitted to all but the last months, asked about those.

const longestHeld = 182
const shortestHeld = 28
/** Customers of one currency, of whom histories can be said. */
type Of = { rows: DayRows; bought: Bought; asOf: number }

/** The check of these customers, or why there is none. */
export function checkOf({ rows, bought, asOf }: Of, seed: number): Check | { why: NotEnough } {
  const first = rows.day.reduce((least, day) => Math.min(least, day), asOf)
  const days = Math.min(longestHeld, Math.floor((asOf - first) / 3))
  if (days < shortestHeld) return { why: 'too_few' }
  const until = asOf - days
  const before = rowsUntil(rows, until)
  const known = boughtUntil(before, until)
  const later = new Map(Array.from(bought.customer, (person, i) => [person, i]))
  const at = Array.from(known.customer.keys()).filter((i) => known.why[i] === null && bought.why[later.get(known.customer[i] ?? -1) ?? -1] === null)
  const pick = (column: Float64Array, places: readonly number[]) => Float64Array.from(places, (i) => column[i] ?? 0)
  const histories = (of: Histories, places: readonly number[]) => ({ x: pick(of.x, places), tx: pick(of.tx, places), T: pick(of.T, places) })
  const then = histories(known.histories, at)
  const placesAfter = at.map((i) => later.get(known.customer[i] ?? -1) ?? 0)
  const now = histories(bought.histories, placesAfter)
  const choice = chooseRhythm(then, now, days, grainFor(at.length))
  if (!choice.said) return { why: choice.why }
  const { model, rhythms } = choice.value
  const said = forecast({ ...then, mean: pick(known.mean, at), model, days, discount: 0, draws: 20, level: 0.9, seed }, () => {})
  if (!said.said) return { why: said.why }
  const { rhythm, purchases, value } = said.value
  const made = now.x.map((x, i) => x - (then.x[i] ?? 0))
  const brought = Float64Array.from(at, (i, k) => Math.max(0, (bought.total[placesAfter[k] ?? 0] ?? 0) - (known.total[i] ?? 0)))
  return {
    days,
    until,
    n: at.length,
    chosen: model,
    models: rhythms.map(({ meanError, ...one }) => ({ ...one, mean_error: meanError })),
    auc: areaUnderCurve(
      purchases,
      Uint8Array.from(made, (n) => (n > 0 ? 1 : 0)),
    ),
    top_fifth_brought: value && brought.some((sum) => sum > 0) ? heldByTop(value.expected, brought) : null,
    tracking: trackingOf(rhythm, { rows, persons: new Set(at.map((i) => known.customer[i] ?? -1)), asOf }),
    calibration: calibrationOf(then.x, purchases, made),
    deciles: decilesOf(purchases, made),
  }
}

export function rowsUntil(rows: DayRows, day: number): DayRows {
  const kept = Array.from(rows.day.keys()).filter((i) => (rows.day[i] ?? 0) <= day)
  const of = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? 0)
  return { customer: of(rows.customer), day: of(rows.day), amount: of(rows.amount), currency: of(rows.currency) }
}

const mostPoints = 104

/** By weeks, or longer stretches of a long time: purchases after the first until then, counted, and expected of customers who were new on their first day. */
function trackingOf(rhythm: Rhythm, { rows, persons, asOf }: { rows: DayRows; persons: ReadonlySet<number>; asOf: number }): Check['tracking'] {
  const firsts = new Map<number, number>()
  const repeats = new Map<number, number>()
  let [person, start] = [Number.NaN, 0]
  for (let i = 0; i < rows.customer.length; i++) {
    const [who, day] = [rows.customer[i] ?? -1, rows.day[i] ?? 0]
    if (!persons.has(who) || !((rows.amount[i] ?? 0) > 0)) continue
    if (who !== person) {
      ;[person, start] = [who, day]
      firsts.set(start, (firsts.get(start) ?? 0) + 1)
    } else repeats.set(day, (repeats.get(day) ?? 0) + 1)
  }
  const begin = [...firsts.keys()].reduce((least, day) => Math.min(least, day), asOf)
  const step = Math.max(7, Math.ceil((asOf - begin) / mostPoints))
  const expectedAfter = new Map<number, number>()
  const after = (days: number) => {
    const found = expectedAfter.get(days) ?? purchasesExpected(rhythm, { x: 0, tx: 0, T: 0 }, days)
    expectedAfter.set(days, found)
    return found
  }
  const points: Check['tracking'] = []
  for (let day = asOf; day > begin; day -= step) {
    let [made, expected] = [0, 0]
    for (const [at, n] of repeats) if (at <= day) made += n
    for (const [at, n] of firsts) if (at < day) expected += n * after(day - at)
    points.push({ day, made, expected })
  }
  return points.reverse()
}

/** Of fewer a group’s mean is chance. */
const fewestOfGroup = 10

function decilesOf(expected: Float64Array, made: Float64Array): Check['deciles'] {
  const order = Array.from(expected.keys()).sort((a, b) => (expected[a] ?? 0) - (expected[b] ?? 0))
  const groups = Math.min(10, Math.floor(order.length / fewestOfGroup))
  return Array.from({ length: groups }, (_, k) => {
    const places = order.slice(Math.round((k * order.length) / groups), Math.round(((k + 1) * order.length) / groups))
    const mean = (of: Float64Array) => places.reduce((sum, i) => sum + (of[i] ?? 0), 0) / places.length
    return { n: places.length, expected: mean(expected), made: mean(made) }
  })
}

const mostRepeats = 7

function calibrationOf(x: Float64Array, expected: Float64Array, made: Float64Array): Check['calibration'] {
  const groups = Array.from({ length: mostRepeats + 1 }, (_, repeats) => ({ repeats, n: 0, expected: 0, made: 0 }))
  x.forEach((repeats, i) => {
    const group = groups[Math.min(mostRepeats, repeats)]
    if (!group) return
    group.n++
    group.expected += expected[i] ?? 0
    group.made += made[i] ?? 0
  })
  return groups.filter(({ n }) => n > 0).map((g) => ({ ...g, expected: g.expected / g.n, made: g.made / g.n }))
}
