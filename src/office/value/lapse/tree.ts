import { binsIn, type Cut } from './bins.ts'

/** A node asks one column which of its bins go left; a leaf says. */
export type Tree = { leaf: number } | { column: number; left: Uint8Array; yes: Tree; no: Tree; gain: number }

export type Growth = { depth: number; fewest: number; ridge: number }

type Sums = { g: number; h: number; n: number }
type Split = { column: number; left: Uint8Array; gain: number }

/**
 * A tree of Newton steps on gradients `g` and second derivatives `h` of a loss (Chen and Guestrin 2016, eq. 5 to 7), grown depth by depth on
 * histograms of bins. What is missing goes to the side that gains more; categories are cut in the order of their own steps (Fisher 1958).
 */
export function growTree(
  of: { bins: readonly Uint8Array[]; cuts: readonly Cut[]; g: Float64Array; h: Float64Array; columns: readonly number[] },
  rows: Int32Array,
  growth: Growth,
): Tree {
  const all = sumsOf(of, rows)
  const leaf = { leaf: -all.g / (all.h + growth.ridge) }
  if (growth.depth === 0 || rows.length < 2 * growth.fewest) return leaf
  let best: Split | null = null
  for (const column of of.columns) {
    const split = bestSplit(of, rows, column, all, growth)
    if (split !== null && split.gain > (best?.gain ?? 0)) best = split
  }
  if (best === null) return leaf
  const { column, left, gain } = best
  const bins = of.bins[column] ?? new Uint8Array(0)
  const side = (which: number) => rows.filter((row) => left[bins[row] ?? 0] === which)
  const deeper = { ...growth, depth: growth.depth - 1 }
  return { column, left, gain, yes: growTree(of, side(1), deeper), no: growTree(of, side(0), deeper) }
}

function sumsOf({ g, h }: { g: Float64Array; h: Float64Array }, rows: Int32Array): Sums {
  const sums = { g: 0, h: 0, n: rows.length }
  for (let i = 0; i < rows.length; i++) {
    sums.g += g[rows[i] ?? 0] ?? 0
    sums.h += h[rows[i] ?? 0] ?? 0
  }
  return sums
}

type Histogram = { g: Float64Array; h: Float64Array; n: Float64Array }

function bestSplit(
  of: { bins: readonly Uint8Array[]; cuts: readonly Cut[]; g: Float64Array; h: Float64Array },
  rows: Int32Array,
  column: number,
  all: Sums,
  growth: Growth,
): Split | null {
  const [bins, cut] = [of.bins[column], of.cuts[column]]
  if (bins === undefined || cut === undefined) return null
  const size = binsIn(cut)
  const histogram = histogramOf(of, rows, bins, size)
  const { g, h, n } = histogram
  const order = Array.from({ length: size - 1 }, (_, i) => i + 1).filter((bin) => (n[bin] ?? 0) > 0)
  // A category that was seen little steps little, so chance does not send it to an end.
  const step = (bin: number) => (g[bin] ?? 0) / ((h[bin] ?? 0) + 10 * growth.ridge)
  if (cut.kind === 'category') order.sort((a, b) => step(a) - step(b))
  const best = bestCut(histogram, order, all, growth)
  if (best === null) return null
  const left = new Uint8Array(size)
  left[0] = best.missing
  for (const bin of order.slice(0, best.at + 1)) left[bin] = 1
  return { column, left, gain: best.gain }
}

function histogramOf(of: { g: Float64Array; h: Float64Array }, rows: Int32Array, bins: Uint8Array, size: number): Histogram {
  const [g, h, n] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)]
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    const bin = bins[row] ?? 0
    g[bin] = (g[bin] ?? 0) + (of.g[row] ?? 0)
    h[bin] = (h[bin] ?? 0) + (of.h[row] ?? 0)
    n[bin] = (n[bin] ?? 0) + 1
  }
  return { g, h, n }
}

/** After which bin of the order to cut, what is missing once on this side and once on that. */
function bestCut({ g, h, n }: Histogram, order: readonly number[], all: Sums, { fewest, ridge }: Growth): { at: number; missing: 0 | 1; gain: number } | null {
  const score = (gs: number, hs: number) => (gs * gs) / (hs + ridge)
  const whole = score(all.g, all.h)
  let best: { at: number; missing: 0 | 1; gain: number } | null = null
  for (const missing of (n[0] ?? 0) > 0 ? ([0, 1] as const) : ([0] as const)) {
    let [gs, hs, ns] = missing === 1 ? [g[0] ?? 0, h[0] ?? 0, n[0] ?? 0] : [0, 0, 0]
    for (let at = 0; at < order.length; at++) {
      const bin = order[at] ?? 0
      gs += g[bin] ?? 0
      hs += h[bin] ?? 0
      ns += n[bin] ?? 0
      if (ns < fewest || all.n - ns < fewest) continue
      const gain = score(gs, hs) + score(all.g - gs, all.h - hs) - whole
      if (gain > (best?.gain ?? 1e-9)) best = { at, missing, gain }
    }
  }
  return best
}

/** Adds `rate` times what the tree says of each row to `to`. */
export function addTree(tree: Tree, bins: readonly Uint8Array[], rate: number, to: Float64Array): void {
  for (let row = 0; row < to.length; row++) {
    let at = tree
    while (!('leaf' in at)) at = at.left[bins[at.column]?.[row] ?? 0] === 1 ? at.yes : at.no
    to[row] = (to[row] ?? 0) + rate * at.leaf
  }
}

/** Adds the gain of each split to its column. */
export function addGains(tree: Tree, to: Float64Array): void {
  if ('leaf' in tree) return
  to[tree.column] = (to[tree.column] ?? 0) + tree.gain
  addGains(tree.yes, to)
  addGains(tree.no, to)
}
