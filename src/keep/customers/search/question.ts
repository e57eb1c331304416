// What a typed line asks for: words, each in the ways it may be meant. A way is one or more pieces that must all match.

import { askedWords, fold } from './fold.ts'
import { LEAST_PART } from './fragments.ts'
import { otherLayout } from './keyboard.ts'
import { digitsOf } from './people.ts'

/** What is over is not read: nobody types more to find someone. */
export const LONGEST_QUESTION = 200
export const MOST_ASKED = 10

export type Piece = {
  /** A folded word, matched with words; '' for none. */
  word: string
  /** Matched with any part of an e-mail; '' for none. */
  email: string
  /** Each matched with any part of a phone. */
  digits: readonly string[]
  /** Matched with the beginning of a phone only: 8912 is dialled, +7912 is kept. */
  dialled: string
  /** Whether this is what was typed, or what the same keys mean in the other layout. */
  typed: boolean
}

export type Way = readonly Piece[]
export type Asked = { ways: readonly Way[]; initial: boolean; letters: number }

/** The words of a question, the longest first, so that initials take what is left. */
export function readQuestion(text: string): Asked[] {
  const typed = [...new Set(text.slice(0, LONGEST_QUESTION).trim().split(/\s+/u))].filter((word) => word !== '')
  const asked: Asked[] = []
  for (let i = 0; i < typed.length && asked.length < MOST_ASKED; ) {
    let end = i
    while (end < typed.length && isNumber(typed[end] ?? '')) end++
    const group = end > i + 1 ? typed.slice(i, end) : typed.slice(i, i + 1)
    asked.push(...(group.length > 1 ? [numberInParts(group)] : [oneWord(group[0] ?? '')]).filter((one) => one.ways.length > 0))
    i += group.length
  }
  return asked.sort((a, b) => b.letters - a.letters)
}

function oneWord(typed: string): Asked {
  const ways: Way[] = []
  add(ways, typed.includes('@') ? [emailPiece(typed, true)] : askedWords(typed).map((word) => piece(word, true)))
  if (isNumber(typed) && !/^\d+$/.test(typed)) add(ways, [numberPiece(digitsOf(typed))])
  else if (/[a-z0-9][._+-]+[a-z0-9]/i.test(typed) && !typed.includes('@')) add(ways, [emailPiece(typed, true)])
  const other = otherLayout(typed)
  if (other !== undefined) {
    add(ways, /^[^@]+@[^@]*$/.test(other) ? [emailPiece(other, false)] : askedWords(other).map((word) => piece(word, false)))
  }
  const letters = fold(typed).length
  return { ways, initial: ways.every((way) => way.length === 1 && way[0]?.word.length === 1), letters }
}

/** «8 912 345» is one number typed in parts, or several numbers. */
function numberInParts(parts: readonly string[]): Asked {
  const ways: Way[] = []
  add(ways, [numberPiece(digitsOf(parts.join('')))])
  add(
    ways,
    parts.flatMap(askedWords).map((word) => piece(word, true)),
  )
  return { ways, initial: false, letters: parts.join('').length }
}

function piece(word: string, typed: boolean): Piece {
  if (/^\d+$/.test(word)) return { ...numberPiece(word), email: word.length >= LEAST_PART ? word : '', typed }
  return { word, email: /^[a-z0-9]+$/.test(word) && word.length >= LEAST_PART ? word : '', digits: [], dialled: '', typed }
}

function numberPiece(word: string): Piece {
  // The Russian trunk prefix 8 stands for +7; elsewhere a leading 0 is dialled and not kept (ITU-T E.164, annex A).
  const withoutTrunk = word.startsWith('0') ? [word.replace(/^0+/, '')] : []
  const digits = [word, ...withoutTrunk].filter((part) => part.length >= LEAST_PART)
  const dialled = word.startsWith('8') && word.length > LEAST_PART ? `7${word.slice(1)}` : ''
  return { word, email: '', digits, dialled, typed: true }
}

function emailPiece(text: string, typed: boolean): Piece {
  const email = text.normalize('NFC').toLowerCase()
  return { word: '', email: email.length >= LEAST_PART ? email : '', digits: [], dialled: '', typed }
}

function add(ways: Way[], pieces: Piece[]): void {
  const distinct = pieces.filter((one, i) => pieces.findIndex((other) => other.word === one.word && other.email === one.email) === i)
  const useful = distinct.filter((one) => one.word !== '' || one.email !== '' || one.digits.length > 0)
  if (useful.length > 0 && useful.length === distinct.length) ways.push(useful)
}

function isNumber(typed: string): boolean {
  return /\d/.test(typed) && /^[+()\d.\-–—/]+$/.test(typed)
}
