import { badInput } from '../../platform/errors.ts'
import { longestTitle } from './shapes.ts'

/**
 * A tag's title is a word of the company and stands in the clear: what looks like an address or a number of somebody is refused.
 * Throws bad_input.
 */
export function checkedTitle(said: string): string {
  const title = said.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  if (title === '') throw badInput('A tag needs a title.', 'title')
  if ([...title].length > longestTitle) throw badInput(`A tag has at most ${longestTitle} characters.`, 'title')
  if (/[\p{Cc}\p{Cf}]/u.test(title.replaceAll(/\u200d/g, ''))) throw badInput('A tag’s title holds no invisible characters.', 'title')
  if (title.includes('@')) throw badInput('A tag is a word of the company, not an address.', 'title')
  if (/\d{7}/.test(title.replaceAll(/[\s().+–—-]/g, ''))) throw badInput('A tag is a word of the company, not somebody’s number.', 'title')
  return title
}
