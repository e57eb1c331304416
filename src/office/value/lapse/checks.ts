/**
 * How well scores tell the ones from the others: the chance that a one has the higher score (ties count half), or null when there
 * is only one kind. `truth` holds 0 and 1.
 */
export function areaUnderCurve(scores: Float64Array, truth: Uint8Array): number | null {
  const order = Float64Array.from(scores.keys()).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  const ones = truth.reduce((sum, t) => sum + t, 0)
  const others = truth.length - ones
  if (ones === 0 || others === 0) return null
  let ranks = 0
  for (let from = 0; from < order.length; ) {
    const score = scores[order[from] ?? 0]
    let to = from
    let here = 0
    while (to < order.length && scores[order[to] ?? 0] === score) here += truth[order[to++] ?? 0] ?? 0
    ranks += here * ((from + 1 + to) / 2)
    from = to
  }
  return (ranks - (ones * (ones + 1)) / 2) / (ones * others)
}

/** How far what happened is from what was said, on the average over ten groups of equal size in the order of the scores (expected calibration error). */
export function calibrationError(chances: Float64Array, truth: Uint8Array, groups = 10): number {
  return calibrationTable(chances, truth, groups).reduce((sum, group) => sum + (group.n / chances.length) * Math.abs(group.said - group.happened), 0)
}

/** The groups behind `calibrationError`: mean chance said, share that happened, customers. For a plot. */
export function calibrationTable(chances: Float64Array, truth: Uint8Array, groups = 10): { said: number; happened: number; n: number }[] {
  const order = Array.from(chances.keys()).sort((a, b) => (chances[a] ?? 0) - (chances[b] ?? 0))
  return Array.from({ length: groups }, (_, g) => order.slice(Math.floor((g * order.length) / groups), Math.floor(((g + 1) * order.length) / groups))).flatMap(
    (members) => {
      const mean = (column: ArrayLike<number>) => members.reduce((sum, i) => sum + (column[i] ?? 0), 0) / members.length
      return members.length === 0 ? [] : [{ said: mean(chances), happened: mean(truth), n: members.length }]
    },
  )
}

/** How many times more of the ones are among the tenth (or `share`) with the highest scores than among all; null without ones. */
export function liftAt(scores: Float64Array, truth: Uint8Array, share = 0.1): number | null {
  const ones = truth.reduce((sum, t) => sum + t, 0)
  const top = Math.max(1, Math.round(share * scores.length))
  if (ones === 0 || scores.length === 0) return null
  const order = Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
  const found = order.slice(0, top).reduce((sum, i) => sum + (truth[i] ?? 0), 0)
  return found / top / (ones / truth.length)
}
