import { affinities } from '../../recommend/index.ts'
import { type Bought, boughtUntil, type DayRows, forecast, type NotEnough, ownRhythm, shapeOfGaps } from '../../value/index.ts'
import { checkOf } from './check.ts'
import type { Figures } from './figures.ts'
import { each, type PersonColumns, type Tastes, type ThinkInput, type Thought } from './input.ts'
import { propose } from './propose.ts'
import type { TasteRows } from './read.ts'

// The inside of a run: everything that is said of everybody, from columns of numbers to columns of numbers. Takes seconds to minutes, so it has a thread.

const draws = 200
const level = 0.9

/** Thinks of everybody; `told` hears the share that is done. */
export function think(input: ThinkInput, told: (share: number) => void): Thought {
  const bought = boughtUntil(input.days, input.asOf)
  const persons = everybody([bought.customer, ...input.tastes.map(({ person }) => person), input.also])
  const place = new Map(Array.from(persons, (person, i) => [person, i]))
  const thought = blank(persons, input.tastes.length === 0 ? [] : input.tastes.map((rows) => tastesOf(rows, place)))
  told(0.05)
  const byCurrency = groups(bought)
  const main = byCurrency.reduce<(typeof byCurrency)[number] | undefined>(
    (most, one) => (most && most.places.length >= one.places.length ? most : one),
    undefined,
  )
  const check = main ? checkOf({ rows: rowsOf(input.days, bought, main.places), bought, asOf: input.asOf }, input.seed) : { why: 'too_few' as const }
  told(0.3)
  const model = 'why' in check ? 'mbg' : check.chosen
  history(thought, bought, place)
  const fits = byCurrency.map(({ currency, places }) => ({
    currency: input.currencies[currency] ?? '',
    n: places.length,
    ...worthOf(thought, { bought, places, place, model, input }),
  }))
  told(0.6)
  const gaps = rhythmOf(thought, { bought, place, days: input.days })
  const proposals = propose(input, persons, (share) => told(0.65 + 0.35 * share))
  thought.proposals = proposals.proposals
  thought.figures = { customers: persons.length, unsaid: unsaid(thought), check, fits, gaps, proposals: proposals.figures }
  return thought
}

function everybody(columns: readonly Float64Array[]): Float64Array {
  const all = new Set<number>()
  for (const column of columns) for (const person of column) all.add(person)
  return Float64Array.from(all).sort()
}

function blank(persons: Float64Array, tastes: Tastes[]): Thought {
  const column = () => new Float64Array(persons.length).fill(-1)
  const columns: PersonColumns = {
    purchases: new Float64Array(persons.length),
    first: column(),
    last: column(),
    spent: column(),
    currency: column(),
    value: column(),
    valueLow: column(),
    valueHigh: column(),
    expected: column(),
    expectedLow: column(),
    expectedHigh: column(),
    alive: column(),
    next: column(),
    gap: column(),
    elapsed: column(),
    longer: column(),
  }
  const why = Array.from(persons, (): Thought['why'][number] => 'no_purchases')
  const whyWorth = Array.from(persons, (): NotEnough | null => null)
  const nothing = { why: 'too_few' }
  return {
    persons,
    columns,
    why,
    whyWorth,
    tastes,
    proposals: null,
    figures: { customers: 0, unsaid: [], check: nothing, fits: [], gaps: nothing, proposals: nothing },
  }
}

/** Customers of whom something can be said, by the currency they pay in. */
function groups(bought: Bought): { currency: number; places: number[] }[] {
  const found = new Map<number, number[]>()
  bought.why.forEach((why, i) => {
    if (why !== null) return
    const currency = bought.currency[i] ?? -1
    const places = found.get(currency)
    if (places) places.push(i)
    else found.set(currency, [i])
  })
  return [...found].map(([currency, places]) => ({ currency, places }))
}

function rowsOf(days: DayRows, bought: Bought, places: readonly number[]): DayRows {
  const theirs = new Set(places.map((i) => bought.customer[i] ?? -1))
  const kept = Array.from(days.customer.keys()).filter((i) => theirs.has(days.customer[i] ?? -1))
  const of = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? 0)
  return { customer: of(days.customer), day: of(days.day), amount: of(days.amount), currency: of(days.currency) }
}

function history({ columns, why }: Thought, bought: Bought, place: ReadonlyMap<number, number>): void {
  bought.customer.forEach((person, i) => {
    const at = place.get(person) ?? -1
    why[at] = bought.why[i] ?? null
    if (bought.why[i] !== null) return
    const [x, tx, T] = [bought.histories.x[i] ?? 0, bought.histories.tx[i] ?? 0, bought.histories.T[i] ?? 0]
    columns.purchases[at] = x + 1
    columns.first[at] = T
    columns.last[at] = T - tx
    columns.spent[at] = bought.total[i] ?? 0
    columns.currency[at] = bought.currency[i] ?? -1
  })
}

type Group = { bought: Bought; places: readonly number[]; place: ReadonlyMap<number, number>; model: 'mbg' | 'bg'; input: ThinkInput }
type Fit = Pick<Figures['fits'][number], 'rhythm' | 'spend'>

/** What they will buy and what it is worth, of customers who pay in one currency. */
function worthOf({ columns, why, whyWorth }: Thought, { bought, places, place, model, input }: Group): Fit {
  const pick = (column: Float64Array) => Float64Array.from(places, (i) => column[i] ?? 0)
  const at = places.map((i) => place.get(bought.customer[i] ?? -1) ?? -1)
  const { x, tx, T } = bought.histories
  const given = { x: pick(x), tx: pick(tx), T: pick(T), mean: pick(bought.mean), model, days: input.horizon, discount: 0, draws, level, seed: input.seed }
  const answer = forecast(given, () => {})
  if (!answer.said) {
    for (const i of at) why[i] = answer.why
    return { rhythm: { why: answer.why }, spend: { why: answer.why } }
  }
  const said = answer.value
  const into = (column: Float64Array, from: Float64Array, round = false) => {
    at.forEach((i, k) => {
      column[i] = round ? Math.round(from[k] ?? -1) : (from[k] ?? -1)
    })
  }
  into(columns.alive, said.alive)
  into(columns.next, said.next)
  into(columns.expected, said.purchases)
  into(columns.expectedLow, said.low)
  into(columns.expectedHigh, said.high)
  at.forEach((i, k) => {
    if ((said.alive[k] ?? -1) < 0) why[i] = 'impossible_figures'
    else if (!said.spend.said) whyWorth[i] = said.spend.why
  })
  if (said.value) {
    into(columns.value, said.value.expected, true)
    into(columns.valueLow, said.value.low, true)
    into(columns.valueHigh, said.value.high, true)
  }
  const { spend, rhythm } = said
  return {
    rhythm: { ...rhythm, log_likelihood: said.logLikelihood, n: answer.n },
    spend: spend.said ? { ...spend.value, n: spend.n, dependent: said.dependent } : { why: spend.why },
  }
}

/** So many customers say well enough how regular gaps are. */
const mostGapped = 20_000

/** Late by their own rhythm: the gaps of all share a shape, each has a mean of their own. */
function rhythmOf({ columns }: Thought, { bought, place, days }: { bought: Bought; place: ReadonlyMap<number, number>; days: DayRows }): Figures['gaps'] {
  const shape = shapeOfGaps(gapsIn(days))
  if (!shape.said) return { why: shape.why }
  bought.customer.forEach((person, i) => {
    if (bought.why[i] !== null) return
    const own = ownRhythm({ x: bought.histories.x[i] ?? 0, tx: bought.histories.tx[i] ?? 0, T: bought.histories.T[i] ?? 0 }, shape.value)
    if (!own.said) return
    const at = place.get(person) ?? -1
    columns.gap[at] = own.value.meanGap
    columns.elapsed[at] = own.value.elapsed
    columns.longer[at] = own.value.chanceOfLonger
  })
  return { shape: shape.value, n: shape.n }
}

function gapsIn({ customer, day, amount }: DayRows): number[][] {
  const found: number[][] = []
  let gaps: number[] = []
  let [person, last] = [Number.NaN, 0]
  for (let i = 0; i < customer.length && found.length < mostGapped; i++) {
    if (!((amount[i] ?? 0) > 0)) continue
    if (customer[i] !== person) {
      if (gaps.length >= 3) found.push(gaps)
      gaps = []
      person = customer[i] ?? Number.NaN
    } else if ((day[i] ?? 0) > last) gaps.push((day[i] ?? 0) - last)
    last = day[i] ?? 0
  }
  return gaps.length >= 3 ? [...found, gaps] : found
}

/** Of fewer own counts a person is like everybody. */
const fewestCounts = 5

/** The topics that are more of somebody's than of everybody's, even at the lower end of the interval; the strongest first. */
function tastesOf(rows: TasteRows, place: ReadonlyMap<number, number>): Tastes {
  const column = () => new Float64Array(place.size * each).fill(-1)
  const tastes: Tastes = {
    about: rows.about,
    topics: rows.topics,
    n: new Float64Array(place.size),
    topic: column(),
    share: column(),
    low: column(),
    high: column(),
    lift: column(),
  }
  const all = new Float64Array(rows.topics.length)
  rows.topic.forEach((topic, i) => {
    all[topic] = (all[topic] ?? 0) + (rows.count[i] ?? 0)
  })
  const counts = new Float64Array(rows.topics.length)
  for (let from = 0; from < rows.person.length; ) {
    let to = from
    counts.fill(0)
    for (; to < rows.person.length && rows.person[to] === rows.person[from]; to++) counts[rows.topic[to] ?? 0] = rows.count[to] ?? 0
    const at = place.get(rows.person[from] ?? -1) ?? -1
    const n = counts.reduce((a, b) => a + b, 0)
    tastes.n[at] = n
    if (n >= fewestCounts)
      affinities(counts, all)
        .flatMap((said, topic) => (said && said.low > said.share / said.lift ? [{ topic, ...said }] : []))
        .sort((a, b) => b.share - a.share)
        .slice(0, each)
        .forEach((said, k) => {
          for (const name of ['topic', 'share', 'low', 'high', 'lift'] as const) tastes[name][at * each + k] = said[name]
        })
    from = to
  }
  return tastes
}

function unsaid({ why }: Thought): Figures['unsaid'] {
  const counts = new Map<string, number>()
  for (const one of why) if (one !== null) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].map(([code, n]) => ({ why: code, n })).sort((a, b) => b.n - a.n || a.why.localeCompare(b.why))
}
