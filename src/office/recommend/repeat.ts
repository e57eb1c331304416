import { type Baskets, norms, type Proposal, type Rows, rowOf, rowsFrom, startsOf, turned } from './baskets.ts'
import { add, forget, highest, newTally, type Tally } from './tally.ts'

/** How habits fade, and how much neighbours say. */
export type RepeatOptions = { group: number; withinGroup: number; ofGroups: number; neighbours: number; own: number; mostPerItem: number }

/** The values that did well for groceries (Hu et al. 2020, section 5); at most 400 who bought an item are looked at as neighbours. */
export const usualRepeat: RepeatOptions = { group: 7, withinGroup: 0.9, ofGroups: 0.7, neighbours: 100, own: 0.7, mostPerItem: 400 }

/**
 * What each customer buys again and again, lately more than long ago: the share of baskets with each item, baskets fading within groups and groups among each
 * other (TIFU-KNN: Hu, He, Gao and Zhang 2020, "Modeling Personalized Item Frequency Information for Next-basket Recommendation", eq. 1 to 3).
 */
export function habits(baskets: Baskets, { group, withinGroup, ofGroups }: RepeatOptions = usualRepeat): Rows {
  const starts = startsOf(baskets)
  return rowsFrom(baskets.customers, baskets.items, (customer, into) => {
    const [from, to] = [starts[customer] ?? 0, starts[customer + 1] ?? 0]
    let count = 0
    for (let row = from; row < to; row++) if (row === from || baskets.day[row] !== baskets.day[row - 1]) count++
    // The last group is whole; what is left over stands in the first.
    const groups = Math.ceil(count / group)
    let basket = -1
    for (let row = from; row < to; row++) {
      if (row === from || baskets.day[row] !== baskets.day[row - 1]) basket++
      const back = count - 1 - basket
      const groupsBack = Math.floor(back / group)
      const inGroup = groupsBack === groups - 1 ? count - group * (groups - 1) : group
      const weight = (ofGroups ** groupsBack * withinGroup ** (back % group)) / inGroup / groups
      const item = baskets.item[row] ?? 0
      into.set(item, (into.get(item) ?? 0) + weight)
    }
  })
}

/** The next basket: own habits, and the mean of those whose habits are most alike (by the cosine). Both are shown apart by `bought`. */
export type NextBasket = { propose(customer: number, most: number, not?: (item: number) => boolean): (Proposal & { bought: boolean })[] }

export function nextBasket(habit: Rows, { neighbours, own, mostPerItem }: RepeatOptions = usualRepeat): NextBasket {
  const buyers = heaviest(turned(habit), mostPerItem)
  const lengths = norms(habit)
  const [dots, scores] = [newTally(lengths.length), newTally(habit.items)]
  return {
    propose: (customer, most, not) => {
      const mine = rowOf(habit, customer)
      mine.item.forEach((item, k) => {
        add(scores, item, own * (mine.weight[k] ?? 0))
      })
      const alike = nearest(mine, customer, { buyers, lengths, dots, neighbours })
      for (const other of alike) {
        const theirs = rowOf(habit, other)
        for (let k = 0; k < theirs.item.length; k++) add(scores, theirs.item[k] ?? 0, ((1 - own) * (theirs.weight[k] ?? 0)) / alike.length)
      }
      const bought = new Set(mine.item)
      const proposals = highest(scores, most, not).map(({ at, score }) => ({ item: at, score, bought: bought.has(at) }))
      forget(scores)
      return proposals
    },
  }
}

function nearest(
  mine: { item: Int32Array; weight: Float64Array },
  customer: number,
  { buyers, lengths, dots, neighbours }: { buyers: Rows; lengths: Float64Array; dots: Tally; neighbours: number },
): number[] {
  for (let k = 0; k < mine.item.length; k++) {
    const [item, weight] = [mine.item[k] ?? 0, mine.weight[k] ?? 0]
    const to = buyers.start[item + 1] ?? 0
    for (let at = buyers.start[item] ?? 0; at < to; at++) add(dots, buyers.item[at] ?? 0, weight * (buyers.weight[at] ?? 0))
  }
  const near = highest(
    dots,
    neighbours,
    (other) => other === customer,
    (other, dot) => dot / (lengths[other] || 1),
  )
  forget(dots)
  return near.map(({ at }) => at)
}

/** Of each row the heaviest entries only: an item that everybody buys says little of who is alike, and would cost the most. */
function heaviest(rows: Rows, most: number): Rows {
  return rowsFrom(rows.start.length - 1, rows.items, (at, into) => {
    const { item, weight } = rowOf(rows, at)
    const order = Array.from(item.keys())
    if (order.length > most) order.sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0))
    for (const k of order.slice(0, most)) into.set(item[k] ?? 0, weight[k] ?? 0)
  })
}
