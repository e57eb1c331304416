// A piece of a question looked up once in the vocabulary: which words it may mean, and how good each would be. After
// that a customer is judged by looking at numbers only.

import { codesOf } from './fold.ts'
import { type Fragments, type Part, partOf, type Standing, standingOf, visitParts } from './fragments.ts'
import { valuesOf } from './lists.ts'
import { forgiven } from './near.ts'
import type { SearchIndex } from './people.ts'
import type { Piece, Way } from './question.ts'
import { otherNames } from './short-names.ts'
import { spellings, usualSpelling } from './translit.ts'
import { findWord, hasBeginning, visitBeginning, visitNear } from './vocabulary.ts'

/** How far a match is from what was typed; smaller is better. */
export const PENALTY = {
  exact: 0,
  beginning: 1,
  otherName: 2,
  inside: 2,
  otherAlphabet: 3,
  otherAlphabetBeginning: 4,
  typo: 5,
  typoBeginning: 6,
} as const
export const NO_MATCH = 255

export type Matcher = {
  /** The penalty of each word of the vocabulary. */
  penalties: Uint8Array
  words: number[]
  phones: Part[]
  dialled: Part[]
  emails: Part[]
  /** About how many customers must be looked at to find all it matches. */
  cost: number
}

/** Passing over a string by its pairs costs about a fortieth of judging a customer. */
const SCAN_SHARE = 40

/**
 * One matcher for pieces that mean the same word. Thorough also forgives typing errors, and looks into
 * e-mails for numbers and for the other layout. */
export function makeMatcher(index: SearchIndex, pieces: Way, thorough: boolean): Matcher {
  const matcher: Matcher = {
    penalties: new Uint8Array(index.vocabulary.count).fill(NO_MATCH),
    words: [],
    phones: [],
    dialled: [],
    emails: [],
    cost: 0,
  }
  let near = false
  for (const piece of pieces) {
    const further: boolean = thorough && (piece.typed || !near)
    if (piece.word !== '') near = lookUp(index, matcher, piece, further) || near
    matcher.phones.push(...piece.digits.map(partOf))
    if (piece.dialled !== '') matcher.dialled.push(partOf(piece.dialled))
    const unlikely = !piece.typed || piece.digits.length > 0
    if (piece.email !== '' && (further || !unlikely)) matcher.emails.push(partOf(piece.email))
  }
  matcher.words.sort((a, b) => (matcher.penalties[a] ?? 0) - (matcher.penalties[b] ?? 0))
  for (const word of matcher.words) matcher.cost += index.slotsOf.used[word] ?? 0
  matcher.cost += ((matcher.phones.length + matcher.dialled.length) * index.phones.count) / SCAN_SHARE
  matcher.cost += (matcher.emails.length * index.emails.count) / SCAN_SHARE
  return matcher
}

/** Visits every slot the matcher may match, some more than once, the nearest words first, while the visitor says true. */
export function visitCandidates(index: SearchIndex, matcher: Matcher, visit: (slot: number) => boolean): boolean {
  for (const word of matcher.words) {
    const slots = valuesOf(index.slotsOf, word)
    for (let i = 0; i < slots.length; i++) if (!visit(slots[i] ?? 0)) return false
  }
  return (
    matcher.phones.every((part) => visitParts(index.phones, part, visit)) &&
    matcher.dialled.every((part) => visitParts(index.phones, part, visit)) &&
    matcher.emails.every((part) => visitParts(index.emails, part, visit))
  )
}

/** Words beyond this place in a customer's list are never counted as taken. */
const COUNTED = 30
const NO_PLACE = 31

/**
 * How well a slot matches: the penalty (NO_MATCH for not at all) times 32, plus the place of the word it took, 31 for
 * none. Words in `taken` (bits by place) were taken by other words of the question: they are used again only when
 * nothing else matches, and never by an initial.
 */
export function judge(index: SearchIndex, matcher: Matcher, slot: number, taken: number, initial: boolean): number {
  const { pool, at, used } = index.wordsOf
  const from = at[slot] ?? 0
  const size = used[slot] ?? 0
  let best = NO_MATCH
  let place = NO_PLACE
  let again = NO_MATCH
  for (let i = 0; i < size; i++) {
    const penalty = matcher.penalties[pool[from + i] ?? 0] ?? NO_MATCH
    if (i < COUNTED && (taken & (1 << i)) !== 0) {
      if (penalty < again) again = penalty
    } else if (penalty < best) {
      best = penalty
      place = i < COUNTED ? i : NO_PLACE
    }
  }
  const other = Math.min(
    partPenalty(index.phones, slot, matcher.phones, PHONE),
    partPenalty(index.phones, slot, matcher.dialled, DIALLED),
    partPenalty(index.emails, slot, matcher.emails, EMAIL),
    initial ? NO_MATCH : again,
  )
  return other < best ? other * 32 + NO_PLACE : best * 32 + place
}

type Standings = Readonly<Record<Standing, number>>
const PHONE: Standings = { whole: PENALTY.exact, end: PENALTY.beginning, beginning: PENALTY.inside, inside: PENALTY.inside }
const DIALLED: Standings = { whole: PENALTY.exact, beginning: PENALTY.beginning, end: NO_MATCH, inside: NO_MATCH }
const EMAIL: Standings = { whole: PENALTY.exact, beginning: PENALTY.beginning, end: PENALTY.inside, inside: PENALTY.inside }

function partPenalty(fragments: Fragments, slot: number, parts: readonly Part[], standings: Standings): number {
  let best = NO_MATCH
  for (const part of parts) {
    const standing = standingOf(fragments, slot, part)
    if (standing !== undefined && standings[standing] < best) best = standings[standing]
  }
  return best
}

/** Marks the words a piece may mean; says whether there were any by typing errors. */
function lookUp(index: SearchIndex, matcher: Matcher, piece: Piece, thorough: boolean): boolean {
  const { word, typed } = piece
  const whole = typed ? PENALTY.exact : PENALTY.otherAlphabet
  const { otherAlphabet, otherAlphabetBeginning } = PENALTY
  lookUpWord(index, matcher, word, whole, typed ? PENALTY.beginning : otherAlphabetBeginning)
  lookUpNames(index, matcher, word, typed ? PENALTY.otherName : otherAlphabetBeginning)
  for (const spelling of spellings(word, (beginning) => hasBeginning(index.vocabulary, codesOf(beginning)))) {
    lookUpWord(index, matcher, spelling, otherAlphabet, otherAlphabetBeginning)
    lookUpNames(index, matcher, spelling, otherAlphabetBeginning)
  }
  const usual = usualSpelling(word)
  if (usual !== undefined) lookUpNames(index, matcher, usual, otherAlphabetBeginning)
  return thorough && (lookUpNear(index, matcher, word) || (usual !== undefined && lookUpNear(index, matcher, usual)))
}

function lookUpWord(index: SearchIndex, matcher: Matcher, word: string, whole: number, beginning: number): void {
  const codes = codesOf(word)
  visitBeginning(index.vocabulary, codes, (found) => {
    mark(matcher, found, index.vocabulary.length[found] === codes.length ? whole : beginning)
  })
}

function lookUpNames(index: SearchIndex, matcher: Matcher, word: string, penalty: number): void {
  for (const name of otherNames(word)) mark(matcher, findWord(index.vocabulary, codesOf(name)), penalty)
}

function lookUpNear(index: SearchIndex, matcher: Matcher, word: string): boolean {
  const most = forgiven(word.length)
  if (most === 0 || /\d/.test(word)) return false
  return visitNear(index.vocabulary, codesOf(word), most, (found, whole) => {
    mark(matcher, found, whole ? PENALTY.typo : PENALTY.typoBeginning)
  })
}

function mark(matcher: Matcher, word: number, penalty: number): void {
  const before = matcher.penalties[word]
  if (word < 0 || before === undefined || before <= penalty) return
  if (before === NO_MATCH) matcher.words.push(word)
  matcher.penalties[word] = penalty
}
