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
export function matches(typed: string, names: readonly string[]): boolean {
  const wanted = inBothLayouts(typed)
  return names.map(fold).some((name) => wanted.some((query) => name.startsWith(query) || name.includes(` ${query}`)))
}
