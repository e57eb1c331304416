/** How much of what a customer buys is of one topic (category, channel, hour, price level), against everybody. */
export type Affinity = {
  /** Their share, drawn to everybody's by as much weight as `prior` purchases have. */
  share: number
  low: number
  high: number
  /** How many times everybody's share that is. */
  lift: number
  n: number
}

/** 90 % in the middle of the normal. */
const z = 1.644_853_626_951_472_2
/** As much as ten purchases: with fewer of their own a customer is mostly like everybody. */
const usualPrior = 10

/**
 * Affinities of a customer with these counts by topic, given everybody's: the mean of a beta that begins at everybody's share (Beta-smoothed), with Wilson's interval of 90 % for the
 * smoothed counts. Null for a topic that nobody ever bought, or counts that are none.
 */
export function affinities(counts: ArrayLike<number>, everybody: ArrayLike<number>, prior = usualPrior): (Affinity | null)[] {
  const sum = (column: ArrayLike<number>) => Array.from(column).reduce((a, b) => a + b, 0)
  const [n, all] = [sum(counts), sum(everybody)]
  return Array.from(everybody, (common, k) => {
    const own = counts[k] ?? 0
    if (!(Number.isFinite(n + all) && own >= 0 && own <= n && common > 0)) return null
    const base = common / all
    const [count, weight] = [own + prior * base, n + prior]
    const share = count / weight
    const middle = share + (z * z) / (2 * weight)
    const half = z * Math.sqrt((share * (1 - share)) / weight + (z * z) / (4 * weight * weight))
    const whole = 1 + (z * z) / weight
    return { share, low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole), lift: share / base, n }
  })
}

/**
 * Who should hear of something new: customers by the mean logarithm of their lift in its topics, the surest first; only those whose lower end is above everybody's
 * share in at least one. `of` holds each customer's affinities.
 */
export function whoShouldHear(of: readonly (Affinity | null)[][], topics: readonly number[], most: number): { customer: number; score: number }[] {
  const found: { customer: number; score: number }[] = []
  of.forEach((row, customer) => {
    const known = topics.map((topic) => row[topic]).filter((a) => a !== null && a !== undefined)
    if (!known.some(({ low, share, lift }) => low > share / lift)) return
    found.push({ customer, score: known.reduce((sum, { lift }) => sum + Math.log(lift), 0) / known.length })
  })
  return found.sort((a, b) => b.score - a.score || a.customer - b.customer).slice(0, most)
}
