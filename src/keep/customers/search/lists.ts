// Many growing lists of integers in one array: the customers of a word, the words of a customer. A list has a block of
// one of a few sizes; when it is full it moves to the next size, and its old block is taken by the next list of that size.

import { bytesFor, intsFor } from './grow.ts'

export type Lists = {
  pool: Int32Array
  end: number
  at: Int32Array
  used: Int32Array
  size: Uint8Array
  free: number[][]
}

// 1, 2, 3 … 8, then by about a quarter: 10, 12, 14, 16, 20, 24 …
const CAPACITIES = ((): Int32Array => {
  const sizes = [0, 1, 2, 3, 4, 5, 6, 7]
  for (let step = 8; sizes.length < 120; step *= 2) sizes.push(step, step + step / 4, step + step / 2, step + (3 * step) / 4)
  return Int32Array.from(sizes.filter((size) => size < 2 ** 31))
})()

export function emptyLists(): Lists {
  return { pool: new Int32Array(0), end: 0, at: new Int32Array(0), used: new Int32Array(0), size: new Uint8Array(0), free: [] }
}

/** Empty lists with room for so many values each. */
export function listsFor(sizes: Int32Array): Lists {
  const lists = emptyLists()
  lists.at = new Int32Array(sizes.length)
  lists.used = new Int32Array(sizes.length)
  lists.size = Uint8Array.from(sizes, sizeFor)
  for (let list = 0; list < sizes.length; list++) {
    lists.at[list] = lists.end
    lists.end += CAPACITIES[lists.size[list] ?? 0] ?? 0
  }
  lists.pool = new Int32Array(lists.end)
  return lists
}

/** Adds a value at the end of a list; the list is made when it is not there. */
export function push(lists: Lists, list: number, value: number): void {
  fit(lists, list)
  const used = lists.used[list] ?? 0
  if (used === (CAPACITIES[lists.size[list] ?? 0] ?? 0)) move(lists, list, (lists.size[list] ?? 0) + 1)
  lists.pool[(lists.at[list] ?? 0) + used] = value
  lists.used[list] = used + 1
}

/** Replaces a whole list. */
export function setList(lists: Lists, list: number, values: readonly number[]): void {
  fit(lists, list)
  clearList(lists, list)
  move(lists, list, sizeFor(values.length))
  lists.pool.set(values, lists.at[list] ?? 0)
  lists.used[list] = values.length
}

/** Takes one value out, wherever it stands; the last takes its place. */
export function drop(lists: Lists, list: number, value: number): void {
  const used = lists.used[list] ?? 0
  const values = valuesOf(lists, list)
  const place = values.indexOf(value)
  if (place < 0) return
  values[place] = values[used - 1] ?? 0
  lists.used[list] = used - 1
  if (used === 1) clearList(lists, list)
}

/** Empties a list and gives its block back. */
export function clearList(lists: Lists, list: number): void {
  const size = lists.size[list] ?? 0
  if (size > 0) release(lists, lists.at[list] ?? 0, size)
  lists.size[list] = 0
  lists.used[list] = 0
}

/** A view of a list's values, good until the next change. */
export function valuesOf(lists: Lists, list: number): Int32Array {
  const at = lists.at[list] ?? 0
  return lists.pool.subarray(at, at + (lists.used[list] ?? 0))
}

function fit(lists: Lists, list: number): void {
  lists.at = intsFor(lists.at, list + 1)
  lists.used = intsFor(lists.used, list + 1)
  lists.size = bytesFor(lists.size, list + 1)
}

function sizeFor(values: number): number {
  let size = 0
  while ((CAPACITIES[size] ?? values) < values) size++
  return size
}

function move(lists: Lists, list: number, size: number): void {
  const room = CAPACITIES[size] ?? 0
  const from = lists.at[list] ?? 0
  const old = lists.size[list] ?? 0
  let to = lists.free[size]?.pop()
  if (to === undefined) {
    to = lists.end
    lists.end += room
    lists.pool = intsFor(lists.pool, lists.end)
  }
  lists.pool.copyWithin(to, from, from + (lists.used[list] ?? 0))
  if (old > 0) release(lists, from, old)
  lists.at[list] = to
  lists.size[list] = size
}

function release(lists: Lists, at: number, size: number): void {
  while (lists.free.length <= size) lists.free.push([])
  lists.free[size]?.push(at)
}
