import { norms, type Proposal, type Rows, rowOf, turned } from './baskets.ts'
import { add, forget, highest, newTally, type Tally } from './tally.ts'

/** For each item those that the same customers buy, nearest first. */
export type Likeness = { near: Rows; scores: Tally }

export type LikenessOptions = { neighbours: number; shrink: number; mostPerCustomer: number }

export const usualLikeness: LikenessOptions = { neighbours: 50, shrink: 10, mostPerCustomer: 300 }

/**
 * Item-kNN: the cosine of two items over customers' weights, shrunk where few bought both (Sarwar et al. 2001; the shrinkage of Bell and Koren 2007). A customer
 * with very many items is left out: a reseller does not decide what goes with what.
 */
export function likeness(weights: Rows, { neighbours, shrink, mostPerCustomer }: LikenessOptions = usualLikeness): Likeness {
  const items = weights.items
  const byItem = turned(weights)
  const lengths = norms(byItem)
  const start = new Int32Array(items + 1)
  const found: number[] = []
  const cosines: number[] = []
  const [dots, both] = [newTally(items), new Int32Array(items)]
  for (let i = 0; i < items; i++) {
    const buyers = rowOf(byItem, i)
    for (let k = 0; k < buyers.item.length; k++) {
      const row = rowOf(weights, buyers.item[k] ?? 0)
      if (row.item.length > mostPerCustomer) continue
      for (let at = 0; at < row.item.length; at++) {
        const other = row.item[at] ?? 0
        add(dots, other, (buyers.weight[k] ?? 0) * (row.weight[at] ?? 0))
        both[other] = (both[other] ?? 0) + 1
      }
    }
    const shrunk = (other: number, dot: number) => (dot / ((lengths[i] ?? 1) * (lengths[other] ?? 1))) * ((both[other] ?? 0) / ((both[other] ?? 0) + shrink))
    for (const { at, score } of highest(dots, neighbours, (other) => other === i, shrunk)) {
      found.push(at)
      cosines.push(score)
    }
    for (let k = 0; k < dots.count; k++) both[dots.met[k] ?? 0] = 0
    forget(dots)
    start[i + 1] = found.length
  }
  return { near: { start, item: Int32Array.from(found), weight: Float64Array.from(cosines), items }, scores: newTally(items) }
}

/** What goes with these items (a basket, or what a customer has, weighted): the sum of likenesses, without the items themselves. */
export function goesWith(
  { near, scores }: Likeness,
  items: readonly { item: number; weight: number }[],
  most: number,
  not: (item: number) => boolean = () => false,
): Proposal[] {
  for (const { item, weight } of items) {
    const row = rowOf(near, item)
    for (let k = 0; k < row.item.length; k++) add(scores, row.item[k] ?? 0, weight * (row.weight[k] ?? 0))
  }
  const own = new Set(items.map(({ item }) => item))
  const proposals = highest(scores, most, (item) => own.has(item) || not(item)).map(({ at, score }) => ({ item: at, score }))
  forget(scores)
  return proposals
}

/** What could stand in for an item: of its own category, and bought by the same customers. */
export function substitutes(like: Likeness, item: number, category: Int32Array, most: number, not: (item: number) => boolean = () => false): Proposal[] {
  return goesWith(like, [{ item, weight: 1 }], most, (other) => category[other] !== category[item] || not(other))
}
