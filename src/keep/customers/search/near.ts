// Distance between words by restricted Damerau-Levenshtein ("optimal string alignment": insert, delete, replace, swap
// two neighbours, each 1; Boytsov, "Indexing methods for approximate dictionary searching", ACM JEA 16, 2011, §2.1).

/** How many typing errors are forgiven in a word of this many letters. */
export function forgiven(length: number): number {
  return length >= 8 ? 2 : length >= 4 ? 1 : 0
}

/** A word asked for, as bits: at each letter's code, the places where the word has it. One at a time; see `forget`. */
const places = new Int32Array(0x10000)
const MOST_LETTERS = 31

/** Makes ready to measure distances to a word; false when it is too long to be measured. */
export function remember(asked: Uint16Array): boolean {
  if (asked.length > MOST_LETTERS) return false
  asked.forEach((letter, i) => {
    places[letter] = (places[letter] ?? 0) | (1 << i)
  })
  return true
}

export function forget(asked: Uint16Array): void {
  for (const letter of asked) places[letter] = 0
}

/**
 * The distance of the remembered word, of `n` letters, to the word at `text[at, at + length)`, and to the nearest of
 * that word's beginnings; packed as whole * 64 + beginning. Bit-parallel: H. Hyyrö, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", Nordic Journal of Computing 10, 2003, figure 7.
 */
export function distances(n: number, text: Uint16Array, at: number, length: number, most: number): number {
  const columns = Math.min(length, n + most)
  const last = 1 << (n - 1)
  let more = -1
  let less = 0
  let diagonal = 0
  let before = 0
  let distance = n
  let beginning = n
  for (let i = at; i < at + columns; i++) {
    const here = places[text[i] ?? 0] ?? 0
    const swapped = ((~diagonal & here) << 1) & before
    diagonal = (((here & more) + more) ^ more) | here | less | swapped
    let across = less | ~(diagonal | more)
    const back = diagonal & more
    if ((across & last) !== 0) distance++
    else if ((back & last) !== 0) distance--
    if (distance < beginning) beginning = distance
    across = (across << 1) | 1
    more = (back << 1) | ~(diagonal | across)
    less = across & diagonal
    before = here
  }
  return (distance + length - columns) * 64 + beginning
}

/**
 * The set of a word's letters as bits of a 32-bit number: what one word has and another lacks costs at least an error
 * each. Nothing for a word with a digit in it: numbers are not near each other.
 */
export function letterSet(codes: Uint16Array): number {
  let set = 0
  for (const code of codes) {
    if (code >= DIGIT_0 && code <= DIGIT_9) return 0
    set |= 1 << (code & 31)
  }
  return set
}

const DIGIT_0 = 0x30
const DIGIT_9 = 0x39

/** How many bits are set (Warren, Hacker's Delight, §5-1). */
export function bits(set: number): number {
  let n = set - ((set >>> 1) & 0x55555555)
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333)
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
