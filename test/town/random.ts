// A small generator of our own: the town must come out the same on every machine and with every version of a library.

export type Random = {
  /** A number in [0, 1). */
  unit(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  chance(p: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of the values, each as likely as its weight. */
  weighted<T>(list: readonly (readonly [T, number])[]): T
  /** `n` different ones of the list, in random order. */
  sample<T>(list: readonly T[], n: number): T[]
  /** A positive number around `median`, now and then much larger (log-normal). */
  around(median: number, spread: number): number
}

/** Makes a stream of its own for a seed such as `1/bank/belova`, so that one person more changes nobody else. */
export function random(seed: string): Random {
  let state = hash(seed)
  const unit = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    return mix(state) / 4294967296
  }
  const int = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1))
  const pick = <T>(list: readonly T[]): T => {
    const [found] = list.slice(int(0, list.length - 1))
    if (found === undefined) throw new Error('picked from an empty list')
    return found
  }
  const weighted = <T>(list: readonly (readonly [T, number])[]): T => {
    let left = unit() * list.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of list) {
      left -= weight
      if (left < 0) return value
    }
    return pick(list)[0]
  }
  const sample = <T>(list: readonly T[], n: number): T[] => {
    const rest = [...list]
    const taken: T[] = []
    while (taken.length < n && rest.length > 0) taken.push(...rest.splice(int(0, rest.length - 1), 1))
    return taken
  }
  const around = (median: number, spread: number): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit())
    return median * Math.exp(spread * normal)
  }
  return { unit, int, chance: (p) => unit() < p, pick, weighted, sample, around }
}

function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  return mix(h)
}

function mix(x: number): number {
  let z = x >>> 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad) >>> 0
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97) >>> 0
  return (z ^ (z >>> 15)) >>> 0
}
