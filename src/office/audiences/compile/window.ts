import type { Asking } from '../asking.ts'
import type { Condition, Rule } from '../rule.ts'
import type { TraitDefinition } from '../traits/definition.ts'
import { placedDeep } from '../walk.ts'
import { namesProducts } from './parts.ts'

// How far back the log has to be read. What was bought within some days stands or does not by what came after it alone: a cancellation takes away the latest
// purchase of its sum that still stands, so that older ones never change who is taken among younger ones. Not so for a return: without what is
// older it seems to have nothing to take back.

/** How many days back the log must be read to ask these rules; undefined: to its beginning. */
export function daysBack(rules: readonly Rule[], { audiences, traits }: Pick<Asking, 'audiences' | 'traits'>): number | undefined {
  const most = Math.max(
    0,
    ...rules.flatMap((rule) => placedDeep(rule, audiences).map(({ condition }) => daysOf(condition, traits) ?? Number.POSITIVE_INFINITY)),
  )
  return most === Number.POSITIVE_INFINITY ? undefined : most
}

/** Undefined: to the beginning. */
function daysOf(said: Condition, traits: Asking['traits']): number | undefined {
  if ('trait' in said) return daysOfTrait(traits.get(said.trait.trait)?.definition)
  if ('bought' in said) return said.bought.within_days
  if ('event' in said) return said.event.within_days
  // What was given back without its purchase counts too, unless lines of certain products are summed up.
  if ('spent' in said) return namesProducts(said.spent) ? said.spent.within_days : undefined
  if ('last_purchase' in said) return said.last_purchase.within_days
  if ('sequence' in said) {
    const [first] = said.sequence
    return first && !('not' in first) ? first.within_days : undefined
  }
  return 0
}

/** Of a trait that is read from words, none. A sum of all that was paid counts what was given back without its purchase. */
function daysOfTrait(counted: TraitDefinition | undefined): number | undefined {
  if (!counted) return 0
  const { of, take, within_days } = counted
  return 'bought' in of && take === 'sum' && !namesProducts(of.bought) ? undefined : within_days
}
