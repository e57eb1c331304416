// How a word is written down before it is compared: one form for all the ways of writing the same letters.

/** Longer words are cut, in the index and in a query alike. */
export const LONGEST_WORD = 64

const OTHER_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
}
const PLAIN = /^[a-zа-я0-9 ]*$/
const WORD = /[\p{L}\p{N}]+/gu
const APOSTROPHE = /(?<=\p{L})['’ʼ`](?=\p{L})/gu

/** Lower case, compatibility forms and accents removed, ё as е; й stays a letter of its own however it was typed. */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text
  return text
    .toLowerCase()
    .normalize('NFKD')
    .toLowerCase()
    .replace(/и\u0306/g, 'й')
    .replace(/[\p{M}\p{Cf}]+/gu, '')
    .replace(/[ßøłđðæœıþς]/g, (letter) => OTHER_LETTERS[letter] ?? letter)
}

/** The folded words of a text as someone asks for them: «О’Коннор» is one word. */
export function askedWords(text: string): string[] {
  return wordsOf(fold(text).replace(APOSTROPHE, ''))
}

/** The folded words of a text as they are kept: «О’Коннор» is found as «коннор» too. */
export function keptWords(text: string): string[] {
  const folded = fold(text)
  const joined = folded.replace(APOSTROPHE, '')
  return joined === folded ? wordsOf(folded) : [...wordsOf(joined), ...wordsOf(folded)]
}

function wordsOf(folded: string): string[] {
  return (folded.match(WORD) ?? []).map((word) => word.slice(0, LONGEST_WORD))
}

// A word is kept as 16-bit codes whose plain order is the order of lists: digits, then Cyrillic (its letters stand in
// alphabetical order in Unicode, and ё is folded), then Latin, then everything else. The two blocks only change places.
const CYRILLIC = 0x400
const LETTERS_FROM = 0x40
const BLOCK = 0x100

/** The order codes of a folded word, one for each UTF-16 unit; the mapping loses nothing. */
export function codesOf(word: string): Uint16Array {
  const codes = new Uint16Array(word.length)
  for (let i = 0; i < word.length; i++) codes[i] = orderCode(word.charCodeAt(i))
  return codes
}

/** The word that `codesOf` was given. */
export function wordOf(codes: Uint16Array): string {
  let word = ''
  for (const code of codes) word += String.fromCharCode(unitOf(code))
  return word
}

function orderCode(unit: number): number {
  if (unit >= CYRILLIC && unit < CYRILLIC + BLOCK) return unit - CYRILLIC + LETTERS_FROM
  return unit >= LETTERS_FROM && unit < CYRILLIC ? unit + BLOCK : unit
}

function unitOf(code: number): number {
  if (code >= LETTERS_FROM && code < LETTERS_FROM + BLOCK) return code - LETTERS_FROM + CYRILLIC
  return code >= LETTERS_FROM + BLOCK && code < CYRILLIC + BLOCK ? code - BLOCK : code
}
