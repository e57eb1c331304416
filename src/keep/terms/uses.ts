import type { Purpose } from './purposes.ts'
import type { Need } from './register/contract.ts'

// What a person lets data be used for beyond serving them, by an agreement or by what their browser says; what a purpose needs is held against it.

/** What Global Privacy Control leaves: data is neither shared nor are people followed. */
export const leftByGpc: readonly Need[] = ['analytics', 'profiling']

/** Of several agreements and signals only what each permits; undefined: nothing was said, and nothing is narrowed. */
export function narrowed<U extends string>(said: readonly (readonly U[])[]): readonly U[] | undefined {
  const [first, ...others] = said
  return first?.filter((use) => others.every((other) => other.includes(use)))
}

/** Whether a purpose needs no more than was agreed to; whoever said nothing has not narrowed it. */
export const fitsUses = (permitted: readonly string[] | undefined, purpose: Pick<Purpose, 'needs'> | undefined): boolean =>
  permitted === undefined || (purpose?.needs ?? []).every((need) => permitted.includes(need))
