// The distinct folded words of all customers, in one array of codes, in the order of lists. A word nobody has any more
// is overwritten at once: what was erased must not stay in memory or in the sealed file.

import { bytesFor, codesFor, intsFor } from './grow.ts'
import { bits, distances, forget, letterSet, remember } from './near.ts'
import { emptyOrder, insertAt, itemAt, type Order, removeAt, spotOf, visitFrom } from './order.ts'

export type Vocabulary = {
  text: Uint16Array
  end: number
  wasted: number
  at: Int32Array
  length: Uint8Array
  letters: Int32Array
  count: number
  free: number[]
  order: Order
}

export function emptyVocabulary(): Vocabulary {
  return {
    text: new Uint16Array(0),
    end: 0,
    wasted: 0,
    at: new Int32Array(0),
    length: new Uint8Array(0),
    letters: new Int32Array(0),
    count: 0,
    free: [],
    order: emptyOrder(),
  }
}

/** The number of a word, or -1. */
export function findWord(vocabulary: Vocabulary, codes: Uint16Array): number {
  const word = itemAt(
    vocabulary.order,
    spotOf(vocabulary.order, (item) => compareTo(vocabulary, item, codes)),
  )
  return word >= 0 && compareTo(vocabulary, word, codes) === 0 ? word : -1
}

/** The number of a word, which is added when it is new. */
export function addWord(vocabulary: Vocabulary, codes: Uint16Array): number {
  const spot = spotOf(vocabulary.order, (item) => compareTo(vocabulary, item, codes))
  const there = itemAt(vocabulary.order, spot)
  if (there >= 0 && compareTo(vocabulary, there, codes) === 0) return there
  const word = vocabulary.free.pop() ?? vocabulary.count++
  vocabulary.text = codesFor(vocabulary.text, vocabulary.end + codes.length)
  vocabulary.at = intsFor(vocabulary.at, word + 1)
  vocabulary.length = bytesFor(vocabulary.length, word + 1)
  vocabulary.letters = intsFor(vocabulary.letters, word + 1)
  vocabulary.text.set(codes, vocabulary.end)
  vocabulary.at[word] = vocabulary.end
  vocabulary.length[word] = codes.length
  vocabulary.letters[word] = letterSet(codes)
  vocabulary.end += codes.length
  insertAt(vocabulary.order, spot, word)
  return word
}

/** Forgets a word and overwrites its letters. */
export function dropWord(vocabulary: Vocabulary, word: number): void {
  const codes = codesAt(vocabulary, word).slice()
  const spot = spotOf(vocabulary.order, (item) => compareTo(vocabulary, item, codes))
  if (itemAt(vocabulary.order, spot) !== word) return
  removeAt(vocabulary.order, spot)
  codesAt(vocabulary, word).fill(0)
  vocabulary.length[word] = 0
  vocabulary.letters[word] = 0
  vocabulary.free.push(word)
  vocabulary.wasted += codes.length
  if (vocabulary.wasted > 65_536 && vocabulary.wasted > vocabulary.end / 2) close(vocabulary)
}

/** Visits the words with this beginning, in order; the word itself, when there is one, comes first. */
export function visitBeginning(vocabulary: Vocabulary, beginning: Uint16Array, visit: (word: number) => void): void {
  const spot = spotOf(vocabulary.order, (item) => compareTo(vocabulary, item, beginning))
  visitFrom(vocabulary.order, spot, (word) => {
    if (!begins(vocabulary, word, beginning)) return false
    visit(word)
    return true
  })
}

/** Whether any word begins so. */
export function hasBeginning(vocabulary: Vocabulary, beginning: Uint16Array): boolean {
  const word = itemAt(
    vocabulary.order,
    spotOf(vocabulary.order, (item) => compareTo(vocabulary, item, beginning)),
  )
  return word >= 0 && begins(vocabulary, word, beginning)
}

/** Visits the words that are, or begin with something, at most `most` typing errors away; says whether there was one. */
export function visitNear(vocabulary: Vocabulary, asked: Uint16Array, most: number, visit: (word: number, whole: boolean) => void): boolean {
  const { letters, length, text, at, count } = vocabulary
  const wanted = letterSet(asked)
  const least = asked.length - most
  let any = false
  if (!remember(asked)) return false
  for (let word = 0; word < count; word++) {
    if (bits(wanted & ~(letters[word] ?? 0)) > most) continue
    const size = length[word] ?? 0
    if (size < least) continue
    const packed = distances(asked.length, text, at[word] ?? 0, size, most)
    if ((packed & 63) > most) continue
    any = true
    visit(word, packed >>> 6 <= most)
  }
  forget(asked)
  return any
}

/** A view of a word's codes, good until the next change. */
export function codesAt(vocabulary: Vocabulary, word: number): Uint16Array {
  const at = vocabulary.at[word] ?? 0
  return vocabulary.text.subarray(at, at + (vocabulary.length[word] ?? 0))
}

/** The order of two words: negative, zero or positive. */
export function compareWords(vocabulary: Vocabulary, a: number, b: number): number {
  if (a === b) return 0
  const { text } = vocabulary
  const atA = vocabulary.at[a] ?? 0
  const atB = vocabulary.at[b] ?? 0
  const lengthA = vocabulary.length[a] ?? 0
  const lengthB = vocabulary.length[b] ?? 0
  for (let i = 0; i < lengthA && i < lengthB; i++) {
    const difference = (text[atA + i] ?? 0) - (text[atB + i] ?? 0)
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
}

function compareTo(vocabulary: Vocabulary, word: number, codes: Uint16Array): number {
  const { text } = vocabulary
  const at = vocabulary.at[word] ?? 0
  const length = vocabulary.length[word] ?? 0
  for (let i = 0; i < length && i < codes.length; i++) {
    const difference = (text[at + i] ?? 0) - (codes[i] ?? 0)
    if (difference !== 0) return difference
  }
  return length - codes.length
}

function begins(vocabulary: Vocabulary, word: number, beginning: Uint16Array): boolean {
  if ((vocabulary.length[word] ?? 0) < beginning.length) return false
  const at = vocabulary.at[word] ?? 0
  for (let i = 0; i < beginning.length; i++) if (vocabulary.text[at + i] !== beginning[i]) return false
  return true
}

function close(vocabulary: Vocabulary): void {
  const text = new Uint16Array(vocabulary.end - vocabulary.wasted)
  let end = 0
  for (let word = 0; word < vocabulary.count; word++) {
    const codes = codesAt(vocabulary, word)
    text.set(codes, end)
    vocabulary.at[word] = end
    end += codes.length
  }
  vocabulary.text = text
  vocabulary.end = end
  vocabulary.wasted = 0
}
