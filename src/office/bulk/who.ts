import { z } from 'zod'
import { badInput } from '../../platform/errors.ts'
import type { Opaque } from '../../platform/ids/index.ts'
import { type Caller, staffOf } from '../caller.ts'
import type { House } from '../house.ts'
import { matching, mustBeBounded } from '../lists/index.ts'
import { filter } from '../lists/shapes.ts'
import { keptWithin, withinOf } from '../within.ts'
import type { Who } from './shapes.ts'

// Whom something is done to, as it is kept while the work goes on: a filter over figures, or numbers of customers.

export const keptWho = z.union([
  z.object({ customers: z.array(z.int()), within: keptWithin.optional() }),
  z.object({ filter: filter.nullable(), except: z.array(z.int()), me: z.int().nullable(), within: keptWithin.optional() }),
])
export type KeptWho = z.infer<typeof keptWho>
export type WhoHouse = Pick<House, 'lists' | 'door' | 'ids' | 'clock'>

/** `by`: who asks, for a filter that says so, and for what they are limited to. Throws bad_input with the place of who is nobody. */
export function keptOf(ids: Opaque, said: Who, by: Caller): KeptWho {
  const within = withinOf(by)
  if ('ids' in said) return { customers: numbersOf(ids, said.ids, 'who.ids'), within }
  mustBeBounded(said.filter, 'who.filter')
  return { filter: said.filter ?? null, except: numbersOf(ids, said.except, 'who.except'), me: staffOf(by), within }
}

function numbersOf(ids: Opaque, shown: readonly string[], place: string): number[] {
  const customers = shown.map((one, i) => {
    const customer = ids.read('customer', one)
    if (customer === undefined) throw badInput(`${place}[${i}]: there is no such customer`, `${place}[${i}]`)
    return customer
  })
  return [...new Set(customers)].sort((a, b) => a - b)
}

/** Those who match behind a place, in the order of their numbers, and whether there are more. */
export async function matchingAfter(
  house: WhoHouse,
  kept: KeptWho,
  page: { after: number; limit: number },
): Promise<{ customers: number[]; upTo: number; last: boolean }> {
  const found = 'customers' in kept ? kept.customers.filter((c) => c > page.after).slice(0, page.limit) : await matching(house, whoOf(kept), page)
  const except = new Set('customers' in kept ? [] : kept.except)
  return { customers: found.filter((c) => !except.has(c)), upTo: found.at(-1) ?? page.after, last: found.length < page.limit }
}

const atOnce = 100_000

/** How many match, now. */
export async function countMatching(house: WhoHouse, kept: KeptWho): Promise<number> {
  if ('customers' in kept) return kept.customers.length
  let count = 0
  for (let after = 0; ; ) {
    const page = await matchingAfter(house, kept, { after, limit: atOnce })
    count += page.customers.length
    if (page.last) return count
    after = page.upTo
  }
}

const whoOf = (kept: Extract<KeptWho, { except: number[] }>) => ({ filter: kept.filter ?? undefined, me: kept.me, within: kept.within })
