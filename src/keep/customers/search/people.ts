// Who is in the index: each customer has a slot, and a slot has words, phones, e-mails, a rank and a place in the list.

import { assert } from '../../../platform/errors.ts'
import { codesOf, keptWords } from './fold.ts'
import { addFragment, dropFragments, emptyFragments, type Fragments } from './fragments.ts'
import { bytesFor, floatsFor } from './grow.ts'
import { clearList, drop, emptyLists, type Lists, push, setList, valuesOf } from './lists.ts'
import { emptyOrder, insertAt, type Order, removeAt, type Spot, spotOf } from './order.ts'
import { addWord, codesAt, compareWords, dropWord, emptyVocabulary, type Vocabulary } from './vocabulary.ts'

export type SearchIndex = {
  vocabulary: Vocabulary
  /** The slots of each word, and the words of each slot: those of its names first, in their order. */
  slotsOf: Lists
  wordsOf: Lists
  /** How many of a slot's words come from its names. */
  named: Uint8Array
  phones: Fragments
  emails: Fragments
  /** The customer of each slot, -1 for a free one. */
  customer: Float64Array
  rank: Float64Array
  slots: number
  freeSlots: number[]
  /** Open-addressed hash table: customer to slot plus one. */
  table: Int32Array
  order: Order
  /** What a search thinks of each slot; all zero between searches. */
  scores: Uint16Array
}

/** What is known of one customer. Empty strings are passed over. */
export type Entry = {
  customer: number
  /** Surname, name, patronymic, former surname, organisation, short names: in the order a list shows them. */
  names: readonly string[]
  /** E.164. */
  phones: readonly string[]
  emails: readonly string[]
  /** Card numbers, subjects. */
  other: readonly string[]
  /** Between equal matches the higher rank comes first; 0 when not given. */
  rank?: number | undefined
}

/** Words kept of one customer, phones and e-mails each; what is over is not found. */
export const MOST_WORDS = 250
export const MOST_FRAGMENTS = 50

const FREE = -1

export function createIndex(): SearchIndex {
  return {
    vocabulary: emptyVocabulary(),
    slotsOf: emptyLists(),
    wordsOf: emptyLists(),
    named: new Uint8Array(0),
    phones: emptyFragments(),
    emails: emptyFragments(),
    customer: new Float64Array(0),
    rank: new Float64Array(0),
    slots: 0,
    freeSlots: [],
    table: new Int32Array(64),
    order: emptyOrder(),
    scores: new Uint16Array(0),
  }
}

/** Puts a customer in, in place of what was known of them before. */
export function put(index: SearchIndex, entry: Entry): void {
  assert(Number.isSafeInteger(entry.customer) && entry.customer >= 0, 'a customer in the search index is a number')
  remove(index, entry.customer)
  const slot = index.freeSlots.pop() ?? index.slots++
  index.customer = floatsFor(index.customer, slot + 1)
  index.rank = floatsFor(index.rank, slot + 1)
  index.named = bytesFor(index.named, slot + 1)
  index.customer[slot] = entry.customer
  index.rank[slot] = Number.isFinite(entry.rank) ? (entry.rank ?? 0) : 0
  const words = new Set<number>()
  addWords(index, words, entry.names.flatMap(keptWords))
  index.named[slot] = words.size
  addWords(index, words, entry.other.flatMap(otherWords))
  setList(index.wordsOf, slot, [...words])
  for (const word of words) push(index.slotsOf, word, slot)
  for (const phone of new Set(entry.phones.map(digitsOf).slice(0, MOST_FRAGMENTS))) if (phone !== '') addFragment(index.phones, slot, phone)
  for (const email of new Set(entry.emails.map(foldEmail).slice(0, MOST_FRAGMENTS))) if (email !== '') addFragment(index.emails, slot, email)
  enter(index, slot)
  insertAt(index.order, spotOfSlot(index, slot), slot)
}

/** Takes a customer out, and overwrites every word that was theirs alone; false when they were not in. */
export function remove(index: SearchIndex, customer: number): boolean {
  const slot = slotOf(index, customer)
  if (slot < 0) return false
  removeAt(index.order, spotOfSlot(index, slot))
  for (const word of valuesOf(index.wordsOf, slot).slice()) {
    drop(index.slotsOf, word, slot)
    if (index.slotsOf.used[word] === 0) dropWord(index.vocabulary, word)
  }
  clearList(index.wordsOf, slot)
  dropFragments(index.phones, slot)
  dropFragments(index.emails, slot)
  leave(index, customer)
  index.customer[slot] = FREE
  index.rank[slot] = 0
  index.named[slot] = 0
  index.freeSlots.push(slot)
  return true
}

/** The slot of a customer, or -1. */
export function slotOf(index: SearchIndex, customer: number): number {
  const mask = index.table.length - 1
  for (let i = hash(customer) & mask; ; i = (i + 1) & mask) {
    const slot = (index.table[i] ?? 0) - 1
    if (slot < 0 || index.customer[slot] === customer) return slot
  }
}

/** Where a slot stands, or would stand, in the list. */
export function spotOfSlot(index: SearchIndex, slot: number): Spot {
  return spotOf(index.order, (item) => compareSlots(index, item, slot))
}

/** The order of the list: names word by word, those without a name last, then the customer's number. */
export function compareSlots(index: SearchIndex, a: number, b: number): number {
  if (a === b) return 0
  const namedA = index.named[a] ?? 0
  const namedB = index.named[b] ?? 0
  if (namedA === 0 && namedB > 0) return 1
  if (namedB === 0 && namedA > 0) return -1
  return compareNames(index, a, b, Math.min(namedA, namedB)) || namedA - namedB || (index.customer[a] ?? 0) - (index.customer[b] ?? 0)
}

/** What decides a customer's place among others, as one text: it changes exactly when the place does. Undefined for who is not in. */
export function standsBy(index: SearchIndex, customer: number): string | undefined {
  const slot = slotOf(index, customer)
  if (slot < 0) return undefined
  const words = [...valuesOf(index.wordsOf, slot)].slice(0, index.named[slot] ?? 0)
  return [index.rank[slot], ...words.map((word) => String.fromCharCode(...codesAt(index.vocabulary, word)))].join(' ')
}

function compareNames(index: SearchIndex, a: number, b: number, words: number): number {
  const { pool, at } = index.wordsOf
  const atA = at[a] ?? 0
  const atB = at[b] ?? 0
  for (let i = 0; i < words; i++) {
    const difference = compareWords(index.vocabulary, pool[atA + i] ?? 0, pool[atB + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

export function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '').slice(0, 20)
}

export function foldEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase()
}

/** A card number is found with and without its spaces. */
function otherWords(text: string): string[] {
  const words = keptWords(text)
  return words.length > 1 && /^[\d\s.\-/]+$/.test(text) ? [...words, text.replace(/\D/g, '').slice(0, 64)] : words
}

function addWords(index: SearchIndex, words: Set<number>, texts: readonly string[]): void {
  for (const text of texts) {
    if (words.size === MOST_WORDS) return
    words.add(addWord(index.vocabulary, codesOf(text)))
  }
}

function enter(index: SearchIndex, slot: number): void {
  if (index.slots * 2 > index.table.length) {
    index.table = new Int32Array(index.table.length * 2)
    for (let other = 0; other < index.slots; other++) if (other !== slot && index.customer[other] !== FREE) enterAt(index, other)
  }
  enterAt(index, slot)
}

function enterAt(index: SearchIndex, slot: number): void {
  const mask = index.table.length - 1
  let i = hash(index.customer[slot] ?? 0) & mask
  while (index.table[i] !== 0) i = (i + 1) & mask
  index.table[i] = slot + 1
}

/** Deletion without markers (Knuth, The Art of Computer Programming 3, §6.4, algorithm R). */
function leave(index: SearchIndex, customer: number): void {
  const { table } = index
  const mask = table.length - 1
  let hole = hash(customer) & mask
  while (index.customer[(table[hole] ?? 0) - 1] !== customer) hole = (hole + 1) & mask
  for (let i = (hole + 1) & mask; table[i] !== 0; i = (i + 1) & mask) {
    const home = hash(index.customer[(table[i] ?? 0) - 1] ?? 0) & mask
    if (((i - home) & mask) < ((i - hole) & mask)) continue
    table[hole] = table[i] ?? 0
    hole = i
  }
  table[hole] = 0
}

function hash(customer: number): number {
  return Math.imul((customer | 0) ^ Math.floor(customer / 0x1_0000_0000), 0x9e3779b1) >>> 7
}
