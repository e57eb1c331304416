/** Scores of 1 to 5, 5 the best, by how lately, how often and for how much each bought. */
export type Rfm = { recency: Uint8Array; frequency: Uint8Array; money: Uint8Array }

/** RFM scores by fifths (Hughes 1994): equal figures have equal scores, so a fifth may be larger than another. */
export function rfmScores(daysSinceLast: Float64Array, purchases: Float64Array, money: Float64Array): Rfm {
  return { recency: fifths(daysSinceLast.map((days) => -days)), frequency: fifths(purchases), money: fifths(money) }
}

/** 1 to 5 by the share of customers that are below, 0 for what is no number. */
function fifths(values: Float64Array): Uint8Array {
  const order = Array.from(values.keys())
    .filter((i) => Number.isFinite(values[i]))
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const out = new Uint8Array(values.length)
  for (let from = 0; from < order.length; ) {
    const value = values[order[from] ?? 0]
    let to = from
    while (to < order.length && values[order[to] ?? 0] === value) to++
    const score = Math.min(5, 1 + Math.floor((5 * from) / order.length))
    for (; from < to; from++) out[order[from] ?? 0] = score
  }
  return out
}
