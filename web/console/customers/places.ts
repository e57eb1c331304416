import type { Layout } from '../list/layout.ts'

/** Width of the box by which a row is chosen, in pixels. */
export const pickWidth = 40

/** Where frozen columns stand still: pixels from the left edge, and which of them is the last. */
export function placesOf(layout: Layout): { left: number[]; lastFrozen: number; whole: number } {
  const left: number[] = []
  let at = pickWidth
  for (const { width } of layout) {
    left.push(at)
    at += width
  }
  return { left, lastFrozen: layout.findLastIndex(({ frozen }) => frozen), whole: at }
}
