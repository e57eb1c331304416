/** First, second and third by what customers bring (ABC); 0 for who brought nothing. */
export type Class = 1 | 2 | 3

/**
 * ABC analysis: in the order of what each brings, the first class are those who together bring the first share (80 %), the second those
 * up to the next (95 %), the third the rest. Who crosses a bound is still in the class before it; who brings nothing has none: 0.
 */
export function classesByShare(amounts: Float64Array, shares: readonly [number, number] = [0.8, 0.95]): Uint8Array {
  const classes = new Uint8Array(amounts.length)
  const order = Array.from(amounts.keys())
    .filter((i) => (amounts[i] ?? 0) > 0)
    .sort((a, b) => (amounts[b] ?? 0) - (amounts[a] ?? 0) || a - b)
  const total = order.reduce((sum, i) => sum + (amounts[i] ?? 0), 0)
  let before = 0
  for (const i of order) {
    classes[i] = before < shares[0] * total ? 1 : before < shares[1] * total ? 2 : 3
    before += amounts[i] ?? 0
  }
  return classes
}
