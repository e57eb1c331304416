import type { Figures } from '../reports/queries.ts'

export type Change = { now: number; before: number; currency: string | null }

/** What a figure is now and was before, in the currency most was paid in; undefined where either is not told. */
export function changeOf(now: Figures, before: Figures): Change | undefined {
  const [total] = now.totals
  const was = before.totals.find(({ currency }) => currency === total?.currency)
  return total && was ? { now: total.value, before: was.value, currency: total.currency } : undefined
}

/** The row that changed most in the direction of the whole, when it makes up a third of that change or more. */
export function reasonOf(change: Change, now: Figures, before: Figures): { key: string | null; by: number } | undefined {
  const whole = change.now - change.before
  const of = (figures: Figures) => new Map(figures.rows.filter(({ currency }) => currency === change.currency).map(({ key, value }) => [key[0] ?? null, value]))
  const [here, there] = [of(now), of(before)]
  // Of what is told for one of the weeks only, nobody knows how it changed.
  const moved = [...here].flatMap(([key, value]) => {
    const was = there.get(key)
    return was === undefined ? [] : [{ key, by: value - was }]
  })
  const [most] = moved.filter(({ by }) => by * whole > 0).toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))
  return most && Math.abs(most.by) >= Math.abs(whole) / 3 ? most : undefined
}
