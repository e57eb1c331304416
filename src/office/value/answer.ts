/** Why there is not enough to say. */
export type NotEnough =
  | 'too_few' // fewer customers, purchases or positives than the method needs
  | 'no_repeats' // nobody came twice
  | 'all_on_one_day' // every history has no length
  | 'no_convergence' // the fit found no lowest point, or a flat one
  | 'too_uneven' // amounts so uneven that they have no mean
  | 'mixed_currencies' // amounts of several currencies are not added
  | 'no_effect' // the interval of a difference holds nothing at all
  | 'refunds_exceed_purchases'
  | 'in_the_future' // a purchase after the day that is asked about
  | 'impossible_figures' // not a number, below zero, or a last purchase after the end

/** What a method says: a figure with how it was reached, or plainly that there is not enough to say. Never a NaN. */
export type Answer<T> = { said: true; method: string; n: number; value: T } | { said: false; method: string; n: number; why: NotEnough }

/** A figure with the interval that holds it with the chance `level`. */
export type Estimate = { value: number; low: number; high: number; level: number }

export function said<T>(method: string, n: number, value: T): Answer<T> {
  return { said: true, method, n, value }
}

export function notEnough(method: string, n: number, why: NotEnough): { said: false; method: string; n: number; why: NotEnough } {
  return { said: false, method, n, why }
}
