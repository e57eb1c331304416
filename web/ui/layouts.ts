// "rjynfrns" is «контакты» typed with the keyboard in Latin; «зфпу» is "page" typed in Russian.

const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
const cyrillic = 'йцукенгшщзхъфывапролджэячсмитьбюё'

const toCyrillic = new Map([...latin].map((key, at) => [key, cyrillic.charAt(at)]))
const toLatin = new Map([...cyrillic].map((key, at) => [key, latin.charAt(at)]))

/** Lower case, ё as е, spaces made single. */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replaceAll(/\s+/g, ' ').trim()
}

/** What was typed, and what it would have been in the other layout. */
export function inBothLayouts(typed: string): string[] {
  const folded = typed.toLowerCase().trim()
  const swap = (map: ReadonlyMap<string, string>) => [...folded].map((key) => map.get(key) ?? key).join('')
  return [...new Set([folded, swap(toCyrillic), swap(toLatin)].map(fold))]
}

/** Whether any word of any of the names begins with what was typed, in either layout. */
export const matches = (typed: string, names: readonly string[]): boolean => exactness(typed, names) > 0

/** How well the names answer to what was typed: 3 by their beginning, 2 by that of a word, 1 with one letter wrong, missing, too many or swapped; 0 not. */
export const nearness = (typed: string, names: readonly string[]): number => exactness(typed, names) || (withOneSlip(typed, names) ? 1 : 0)

function exactness(typed: string, names: readonly string[]): number {
  const wanted = inBothLayouts(typed)
  const folded = names.map(fold)
  if (folded.some((name) => wanted.some((query) => name.startsWith(query)))) return 3
  return folded.some((name) => wanted.some((query) => name.includes(` ${query}`))) ? 2 : 0
}

const shortestForgiven = 4

function withOneSlip(typed: string, names: readonly string[]): boolean {
  const wanted = inBothLayouts(typed).filter((query) => query.length >= shortestForgiven)
  const beginnings = names.map(fold).flatMap((name) => [...name.matchAll(/(?<=^| )\S/g)].map(({ index }) => name.slice(index)))
  return wanted.some((query) => beginnings.some((text) => [-1, 0, 1].some((by) => oneSlip(query, text.slice(0, query.length + by)))))
}

/** Whether one text becomes the other by one letter changed, added, left out, or two neighbours swapped. */
function oneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < Math.min(a.length, b.length) && a[from] === b[from]) from += 1
  const rest = (text: string, by: number) => text.slice(from + by)
  if (a.length === b.length) return rest(a, 1) === rest(b, 1) || (a[from] === b[from + 1] && a[from + 1] === b[from] && rest(a, 2) === rest(b, 2))
  return a.length > b.length ? rest(a, 1) === rest(b, 0) : rest(a, 0) === rest(b, 1)
}
