import { codesOf, fold } from './fold.ts'
import { distances, forget, forgiven, remember } from './near.ts'
import { otherNames } from './short-names.ts'
import { spellings, usualSpelling } from './translit.ts'

export type Alike = 'same' | 'similar' | 'different'

/**
 * Whether two words may be one name: the same when folded (ё, case, accents), as a short name of the other, or in the other
 * alphabet; similar when a typing error or two lie between them.
 */
export function alike(one: string, other: string): Alike {
  const [a, b] = [fold(one).trim(), fold(other).trim()]
  if (a === '' || b === '') return 'different'
  if (a === b || isOther(a, b) || isOther(b, a)) return 'same'
  return isNear(a, b) || isNear(usualSpelling(a) ?? a, b) || isNear(a, usualSpelling(b) ?? b) ? 'similar' : 'different'
}

/** Asked both ways round: a letter has more spellings one way than the other. */
const isOther = (a: string, b: string) => otherNames(a).includes(b) || spellings(a, (beginning) => b.startsWith(beginning)).includes(b)

/** No name is longer; a longer word is measured by nobody (near.ts). */
const longest = 31

function isNear(a: string, b: string): boolean {
  const most = forgiven(Math.min(a.length, b.length))
  if (most === 0 || Math.abs(a.length - b.length) > most || Math.max(a.length, b.length) > longest) return false
  const asked = codesOf(a)
  if (!remember(asked)) return false
  const codes = codesOf(b)
  const distance = distances(asked.length, codes, 0, codes.length, most) >>> 6
  forget(asked)
  return distance <= most
}
