import { type Baskets, goesWith, habits, type Likeness, likeness, nextBasket, type Rows, rowOf } from '../../recommend/index.ts'
import type { Figures } from './figures.ts'
import { each, type GoodSaid, type Proposals, type ThinkInput } from './input.ts'
import type { BasketRows } from './read.ts'

// What to propose to each customer: what they buy again and again, and, apart from it, what is new to them.

/** The latest to have bought, when there are more. */
const mostCustomers = 200_000
const fewestCustomers = 50
const heldDays = 28
const mostChecked = 10_000

type Proposed = { proposals: Proposals | null; figures: Figures['proposals'] }

export function propose({ baskets, asOf }: ThinkInput, persons: Float64Array, told: (share: number) => void): Proposed {
  const numbered = number(latest(baskets))
  if (numbered.customers.length < fewestCustomers) return { proposals: null, figures: { why: 'too_few' } }
  const checked = checkedOn(baskets, asOf - heldDays)
  told(0.2)
  const like = likeness(habits(numbered.baskets))
  const propose = proposer(numbered.baskets, like)
  const places = new Map(Array.from(persons, (person, i) => [person, i]))
  const blank = () => new Float64Array(persons.length * each).fill(-1)
  const proposals: Proposals = { items: baskets.items, again: blank(), fresh: blank(), goods: goodsOf(numbered.baskets, like, baskets.items) }
  numbered.customers.forEach((person, c) => {
    const at = places.get(person)
    if (at === undefined) return
    const found = propose(c)
    for (const kind of ['again', 'fresh'] as const)
      found[kind].forEach((item, k) => {
        proposals[kind][at * each + k] = item
      })
    if (c % 1_000 === 0) told(0.2 + (0.8 * c) / numbered.customers.length)
  })
  return { proposals, figures: { customers: numbered.customers.length, items: baskets.items.length, held_out_days: heldDays, ...checked } }
}

function proposer(baskets: Baskets, found?: Likeness): (customer: number) => { again: number[]; fresh: number[] } {
  const habit: Rows = habits(baskets)
  const like = found ?? likeness(habit)
  const next = nextBasket(habit)
  return (customer) => {
    const mine = rowOf(habit, customer)
    const own = Array.from(mine.item, (item, k) => ({ item, weight: mine.weight[k] ?? 0 }))
    const mineOnly = new Set(mine.item)
    return {
      again: next.propose(customer, each, (item) => !mineOnly.has(item)).map(({ item }) => item),
      fresh: goesWith(like, own, each).map(({ item }) => item),
    }
  }
}

/** Of each good how many bought it, and what the same customers buy: the likeness orders, the counts are what people are told. */
function goodsOf({ customer, item, items: many }: Baskets, like: Likeness, items: readonly string[]): GoodSaid[] {
  const buyers = Array.from({ length: many }, () => new Set<number>())
  item.forEach((at, row) => {
    buyers[at]?.add(customer[row] ?? -1)
  })
  return items.flatMap((sku, at) => {
    const own = buyers[at]
    if (own === undefined || own.size === 0) return []
    const near = goesWith(like, [{ item: at, weight: 1 }], each).map((one) => ({
      sku: items[one.item] ?? '',
      score: one.score,
      both: [...own].filter((who) => buyers[one.item]?.has(who)).length,
    }))
    return [{ sku, buyers: own.size, near }]
  })
}

type Numbered = { baskets: Baskets; customers: Float64Array }

/** Customers by places without gaps, in the order they stand in. */
function number(rows: BasketRows): Numbered {
  const customers = Float64Array.from(new Set(rows.person))
  const places = new Map(Array.from(customers, (person, i) => [person, i]))
  return {
    customers,
    baskets: {
      customer: Int32Array.from(rows.person, (person) => places.get(person) ?? 0),
      day: Int32Array.from(rows.day),
      item: Int32Array.from(rows.item),
      customers: customers.length,
      items: rows.items.length,
    },
  }
}

function latest(rows: BasketRows): BasketRows {
  const last = new Map<number, number>()
  rows.person.forEach((person, i) => {
    last.set(person, rows.day[i] ?? 0)
  })
  if (last.size <= mostCustomers) return rows
  const kept = new Set(
    [...last]
      .sort(([, a], [, b]) => b - a)
      .slice(0, mostCustomers)
      .map(([person]) => person),
  )
  return where(rows, (i) => kept.has(rows.person[i] ?? -1))
}

function where(rows: BasketRows, keep: (row: number) => boolean): BasketRows {
  const kept = Array.from(rows.person.keys()).filter(keep)
  const of = (column: Float64Array) => Float64Array.from(kept, (i) => column[i] ?? 0)
  return { person: of(rows.person), day: of(rows.day), item: of(rows.item), items: rows.items }
}

/** How many who came back after `until` bought one of what would have been proposed to them then, beside the most bought of all. */
function checkedOn(rows: BasketRows, until: number) {
  const everyone = new Set(rows.person)
  const step = Math.max(1, Math.ceil(everyone.size / mostChecked))
  const some = new Set([...everyone].filter((_, i) => i % step === 0))
  const before = number(where(rows, (i) => some.has(rows.person[i] ?? -1) && (rows.day[i] ?? 0) <= until))
  const after = new Map<number, Set<number>>()
  rows.person.forEach((person, i) => {
    if (!some.has(person) || (rows.day[i] ?? 0) <= until) return
    const items = after.get(person)
    if (items) items.add(rows.item[i] ?? -1)
    else after.set(person, new Set([rows.item[i] ?? -1]))
  })
  const propose = proposer(before.baskets)
  const popular = mostBought(before.baskets)
  let [n, again, fresh, common] = [0, 0, 0, 0]
  before.customers.forEach((person, c) => {
    const then = after.get(person)
    if (!then) return
    const found = propose(c)
    n++
    if (found.again.some((item) => then.has(item))) again++
    if (found.fresh.some((item) => then.has(item))) fresh++
    if (popular.some((item) => then.has(item))) common++
  })
  const share = (hits: number) => (n < fewestHits ? null : hits / n)
  return { checked: n, hits_again: share(again), hits_fresh: share(fresh), hits_popular: share(common) }
}

const fewestHits = 30

function mostBought({ item, items }: Baskets): number[] {
  const counts = new Float64Array(items)
  for (const one of item) counts[one] = (counts[one] ?? 0) + 1
  return Array.from(counts.keys())
    .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0))
    .slice(0, each)
}
