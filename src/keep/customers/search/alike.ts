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
  if (a === b || otherNames(a).includes(b) || spellings(a, (beginning) => b.startsWith(beginning)).includes(b)) return 'same'
  const usual = usualSpelling(a)
  return isNear(a, b) || (usual !== undefined && isNear(usual, b)) ? 'similar' : 'different'
}

function isNear(a: string, b: string): boolean {
  const most = forgiven(Math.min(a.length, b.length))
  if (most === 0 || Math.abs(a.length - b.length) > most) return false
  const asked = codesOf(a)
  if (!remember(asked)) return false
  const codes = codesOf(b)
  const distance = distances(asked.length, codes, 0, codes.length, most) >>> 6
  forget(asked)
  return distance <= most
}
