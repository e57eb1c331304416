import type { Feature, Features } from './features.ts'

/** Bin 0 is what is missing or was never seen. */
const mostBins = 64

/** How one column is cut into bins: numbers by their quantiles, categories each alone, the rarest together as missing. */
export type Cut = { kind: 'number'; bounds: Float64Array } | { kind: 'category'; codes: Map<number, number> }

export function cutsOf(features: Features): Cut[] {
  return features.map((feature) => (feature.kind === 'number' ? numberCut(feature.values) : categoryCut(feature.values)))
}

function numberCut(values: Float64Array): Cut {
  const sorted = values.filter(Number.isFinite).sort()
  const bounds = new Set<number>()
  for (let k = 1; k < mostBins; k++) {
    const at = Math.floor((k * sorted.length) / mostBins)
    const [below, above] = [sorted[at - 1], sorted[at]]
    if (below !== undefined && above !== undefined && below < above) bounds.add(below + (above - below) / 2)
  }
  // Few distinct values: a bound between each two.
  const distinct = [...new Set(sorted)]
  if (distinct.length <= mostBins) for (let i = 1; i < distinct.length; i++) bounds.add(((distinct[i - 1] ?? 0) + (distinct[i] ?? 0)) / 2)
  return { kind: 'number', bounds: Float64Array.from(bounds).sort() }
}

function categoryCut(values: Int32Array): Cut {
  const counts = new Map<number, number>()
  for (const code of values) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1)
  const most = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 254)
  return { kind: 'category', codes: new Map(most.map(([code], i) => [code, i + 1])) }
}

/** The bin of each customer in each column. */
export function binned(features: Features, cuts: readonly Cut[]): Uint8Array[] {
  return features.map((feature, k) => {
    const cut = cuts[k]
    return cut === undefined ? new Uint8Array(feature.values.length) : binsOf(feature, cut)
  })
}

function binsOf(feature: Feature, cut: Cut): Uint8Array {
  const bins = new Uint8Array(feature.values.length)
  for (let i = 0; i < bins.length; i++) {
    const value = feature.values[i] ?? Number.NaN
    bins[i] = cut.kind === 'category' ? (cut.codes.get(value) ?? 0) : Number.isFinite(value) ? 1 + below(cut.bounds, value) : 0
  }
  return bins
}

/** How many bounds are at or below the value. */
function below(bounds: Float64Array, value: number): number {
  let [low, high] = [0, bounds.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((bounds[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** How many bins a cut has. */
export function binsIn(cut: Cut): number {
  return 1 + (cut.kind === 'number' ? cut.bounds.length + 1 : cut.codes.size)
}
