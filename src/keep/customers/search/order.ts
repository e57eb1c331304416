// Integers in an order that only the caller knows: blocks of a few hundred, so that one more costs a short move, and a
// place in a million is found by two searches by halves.

const BLOCK = 512

type Block = { items: Int32Array; used: number }
export type Order = { blocks: Block[]; count: number }
export type Spot = { block: number; index: number }

/** Where an item stands against what is looked for: negative before it, zero at it, positive after it. */
export type Sign = (item: number) => number

export function emptyOrder(): Order {
  return { blocks: [], count: 0 }
}

/** The first spot whose item is not before what is looked for. */
export function spotOf(order: Order, sign: Sign): Spot {
  let low = 0
  let high = order.blocks.length - 1
  if (high < 0) return { block: 0, index: 0 }
  while (low < high) {
    const middle = (low + high) >>> 1
    const block = order.blocks[middle]
    if (block !== undefined && sign(block.items[block.used - 1] ?? 0) < 0) low = middle + 1
    else high = middle
  }
  const block = order.blocks[low]
  let from = 0
  let to = block?.used ?? 0
  while (from < to) {
    const middle = (from + to) >>> 1
    if (sign(block?.items[middle] ?? 0) < 0) from = middle + 1
    else to = middle
  }
  return { block: low, index: from }
}

/** The item at a spot, or -1 past the end. */
export function itemAt(order: Order, spot: Spot): number {
  const block = order.blocks[spot.block]
  return block !== undefined && spot.index < block.used ? (block.items[spot.index] ?? -1) : -1
}

/** Puts an item at a spot that `spotOf` gave for it. */
export function insertAt(order: Order, spot: Spot, item: number): void {
  let block = order.blocks[spot.block]
  if (block === undefined) {
    block = { items: new Int32Array(BLOCK), used: 0 }
    order.blocks.push(block)
  }
  let index = spot.index
  if (block.used === BLOCK) {
    // A block filled at its very end belongs to a load in order: it stays full, and the next one begins.
    const keep = index === BLOCK ? BLOCK : BLOCK / 2
    const right: Block = { items: new Int32Array(BLOCK), used: BLOCK - keep }
    right.items.set(block.items.subarray(keep))
    block.items.fill(0, keep)
    block.used = keep
    order.blocks.splice(spot.block + 1, 0, right)
    if (index >= keep && (index > keep || keep === BLOCK)) {
      block = right
      index -= keep
    }
  }
  block.items.copyWithin(index + 1, index, block.used)
  block.items[index] = item
  block.used++
  order.count++
}

export function removeAt(order: Order, spot: Spot): void {
  const block = order.blocks[spot.block]
  if (block === undefined) return
  block.items.copyWithin(spot.index, spot.index + 1, block.used)
  block.used--
  order.count--
  if (block.used === 0) order.blocks.splice(spot.block, 1)
}

/** Visits the items from a spot on, in order, while the visitor says true. */
export function visitFrom(order: Order, spot: Spot, visit: (item: number) => boolean): void {
  let index = spot.index
  for (let b = spot.block; b < order.blocks.length; b++) {
    const block = order.blocks[b]
    if (block === undefined) return
    for (; index < block.used; index++) if (!visit(block.items[index] ?? 0)) return
    index = 0
  }
}

/** The spot a number of places from the beginning. */
export function spotAfter(order: Order, places: number): Spot {
  let left = places
  for (let b = 0; b < order.blocks.length; b++) {
    const used = order.blocks[b]?.used ?? 0
    if (left < used) return { block: b, index: left }
    left -= used
  }
  return { block: order.blocks.length, index: 0 }
}

/** All items in order, and the order of items that already are. */
export function itemsOf(order: Order): Int32Array {
  const all = new Int32Array(order.count)
  let at = 0
  for (const block of order.blocks) {
    all.set(block.items.subarray(0, block.used), at)
    at += block.used
  }
  return all
}

export function orderOf(items: Int32Array): Order {
  const order = emptyOrder()
  for (let at = 0; at < items.length; at += BLOCK) {
    const part = items.subarray(at, at + BLOCK)
    const block = { items: new Int32Array(BLOCK), used: part.length }
    block.items.set(part)
    order.blocks.push(block)
  }
  order.count = items.length
  return order
}
