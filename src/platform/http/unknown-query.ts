import { z } from 'zod'
import { badInput } from '../errors.ts'
import type { AnyEndpoint } from './contract.ts'

// A parameter that nobody declared is refused with its name: a filter that was misspelt and passed over would answer with everybody.

/**
 * Throws bad_input for the first parameter that the endpoint does not declare, or that is there twice. What anybody may call stays open:
 * links of letters and answers of providers come with words that others added to them.
 */
export function refuseUnknown(declared: AnyEndpoint, said: { readonly [name: string]: readonly string[] }): void {
  if (declared.who === 'public') return
  const known = namesOf(declared.query)
  if (known === undefined) return
  for (const [name, values] of Object.entries(said)) {
    if (!known.includes(name)) throw badInput(unknown(name.slice(0, 64), known), name.slice(0, 64))
    if (values.length > 1) throw badInput(`"${name}" stands in the address twice; say it once.`, name)
  }
}

/** undefined: it takes whatever comes. */
function namesOf(query: z.ZodType | undefined): string[] | undefined {
  if (query === undefined) return []
  if (query instanceof z.ZodPipe) return query.in instanceof z.ZodType ? namesOf(query.in) : undefined
  return query instanceof z.ZodObject ? Object.keys(query.shape) : undefined
}

function unknown(name: string, known: readonly string[]): string {
  const [near] = known
    .map((each) => ({ each, far: distance(name.toLowerCase(), each) }))
    .filter(({ each, far }) => far <= Math.max(1, Math.floor(each.length / 3)))
    .sort((a, b) => a.far - b.far)
  if (near) return `There is no parameter "${name}" here. Did you mean "${near.each}"?`
  if (known.length === 0) return `There is no parameter "${name}" here: this address takes none.`
  return `There is no parameter "${name}" here. There are: ${known.join(', ')}.`
}

/** How many letters are to be put in, taken out, changed or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1), swapped))
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
