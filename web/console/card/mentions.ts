// Colleagues named in a note: "@" and their name, as it was offered.

type Colleague = { id: string; name: string }

const longest = 40
const most = 20

/** The name that is being typed before the caret: where its @ stands, and what of it is there. */
export function begun(text: string, caret: number): { from: number; typed: string } | undefined {
  const before = text.slice(Math.max(0, caret - longest), caret)
  const from = before.lastIndexOf('@')
  if (from < 0 || (from > 0 && /[\p{L}\p{N}_.]/u.test(before.charAt(from - 1)))) return undefined
  const typed = before.slice(from + 1)
  return /^[\p{L}\p{M}\-’'. ]*$/u.test(typed) && !typed.startsWith(' ') ? { from: caret - before.length + from, typed } : undefined
}

type Piece = { text: string; colleague: Colleague | null }

/** A text in pieces, those that name a colleague apart. Of two names that begin alike the longer one is meant. */
export function piecesOf(text: string, colleagues: readonly Colleague[]): Piece[] {
  const byLength = colleagues.filter(({ name }) => name.length > 0).toSorted((a, b) => b.name.length - a.name.length)
  const pieces: Piece[] = []
  let plain = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const named = byLength.find(({ name }) => text.startsWith(name, at + 1) && !/^[\p{L}\p{N}]/u.test(text.slice(at + 1 + name.length)))
    if (!named) continue
    const end = at + 1 + named.name.length
    if (at > plain) pieces.push({ text: text.slice(plain, at), colleague: null })
    pieces.push({ text: text.slice(at, end), colleague: named })
    plain = end
    at = end - 1
  }
  if (plain < text.length) pieces.push({ text: text.slice(plain), colleague: null })
  return pieces
}

/** Who is named, each once. */
export const mentionedIn = (text: string, colleagues: readonly Colleague[]): string[] =>
  [...new Set(piecesOf(text, colleagues).flatMap(({ colleague }) => colleague?.id ?? []))].slice(0, most)

/** Whether a name, or a later word of it, begins with what was typed; ё is е. */
export const fits = (name: string, typed: string) =>
  name
    .toLocaleLowerCase()
    .replaceAll('ё', 'е')
    .split(/\s+/)
    .some((_, at, words) => words.slice(at).join(' ').startsWith(typed.toLocaleLowerCase().replaceAll('ё', 'е')))
