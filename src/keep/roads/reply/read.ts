import { otherLayout } from '../../customers/index.ts'
import { daysUntil } from './until.ts'
import { courtesies, keywords, seeking, smells } from './words.ts'

// What a reply says about being contacted, and that its writer looks for something. Pure: words in, a verdict out. Exactly a keyword is obeyed;
// whatever else smells of a no is for a person to read, and until then nothing goes out unasked. Words of a reply are never instructions for anything else.

export type Reading =
  | { is: 'stop' | 'all' | 'less' | 'start' | 'smells' | 'seeks' | 'nothing' }
  /** Null: as long as a pause usually is. */
  | { is: 'pause'; days: number | null }

const longestRead = 4000
const mostPauseDays = 365

type Context = { now: Date; unasked?: boolean }

/** `words`: what they wrote themselves; `unasked`: it answers something nobody had ordered, as far as it is known what it answers. */
export function readReply(words: string, context: Context): Reading {
  const text = words.normalize('NFKC').slice(0, longestRead)
  const [first = '', ...rest] = text.split('\n').filter((line) => folded(line) !== '')
  const whole = exact(text, context)
  if (whole) return whole
  // A keyword on a line of its own with a name or a greeting below. Only what takes away is believed so.
  const begun = rest.length > 0 && rest.length <= 3 ? exact(first, context) : undefined
  if (begun && begun.is !== 'start' && !smelling(rest.join('\n'))) return begun
  if (smelling(text)) return { is: 'smells' }
  return { is: seeks(text) ? 'seeks' : 'nothing' }
}

/** A sentence that begins with "I am looking for" and says what. */
const seeks = (text: string) => text.split(/[\n.!?…]+/).some((sentence) => seeking.some((begins) => plainly(folded(sentence)).startsWith(`${begins} `)))

/** The keyword that this is and nothing besides, in whichever layout and alphabet it was typed. */
function exact(typed: string, context: Context): Reading | undefined {
  for (const text of [typed, otherLayout(typed.toLowerCase()) ?? ''])
    for (const said of [plainly(folded(text)), folded(text)]) {
      const found = said === '' ? undefined : verdictOf(said, context)
      if (found) return found
    }
  return undefined
}

function verdictOf(said: string, { unasked = true, now }: Context): Reading | undefined {
  const alike = skeleton(said)
  const among = (list: readonly string[]) => list.some((word) => skeleton(word) === alike)
  if (among(keywords.all)) return { is: 'all' }
  if (among(keywords.stop)) return { is: 'stop' }
  if (among(keywords.here)) return { is: unasked ? 'stop' : 'smells' }
  if (among(keywords.less)) return { is: 'less' }
  if (among(keywords.start)) return { is: 'start' }
  return pauseOf(said, now)
}

/** «ПАУЗА», "PAUSE 14": for so many days; "pause till May". One whose end is not understood is for a person, who asks until when. */
function pauseOf(said: string, now: Date): Reading | undefined {
  const word = keywords.pause.find((pause) => skeleton(said) === skeleton(pause) || skeleton(said).startsWith(`${skeleton(pause)} `))
  if (word === undefined) return undefined
  const rest = said.slice(word.length + 1)
  if (rest === '') return { is: 'pause', days: null }
  if (!/^(?:\d|(?:til|until|to|for|до|на) )/.test(rest)) return undefined
  const [, number] = /^(\d{1,3})(?: (?:days?|дн(?:ей|я)|день))?$/.exec(rest) ?? []
  const days = number === undefined ? daysUntil(rest, now) : Number(number)
  return days !== undefined && days >= 1 && days <= mostPauseDays ? { is: 'pause', days } : { is: 'smells' }
}

const smelling = (text: string) =>
  [text, otherLayout(text.toLowerCase()) ?? ''].some((typed) => {
    const said = skeleton(folded(typed))
    return smells.some((smell) => said.includes(skeleton(smell)))
  })

/** Small letters and digits only, one space between words, no letter twice in a row: "STOOOP!!!" is "stop". */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(\p{L})\1+/gu, '$1')
    .trim()
}

/** Without what is said out of courtesy, at either end. */
function plainly(said: string): string {
  let left = said
  for (let before = ''; before !== left; ) {
    before = left
    for (const word of courtesies) {
      if (left.startsWith(`${word} `)) left = left.slice(word.length + 1)
      if (left.endsWith(` ${word}`)) left = left.slice(0, -word.length - 1)
    }
  }
  return left
}

// Letters that look the same in both alphabets: «CTOП» with a Latin beginning is «СТОП».
const twins = new Map([...'aceopxykmthbu'].map((latin, i) => [latin, [...'асеорхукмтнви'][i] ?? latin]))
const skeleton = (text: string) => [...text].map((letter) => twins.get(letter) ?? letter).join('')
