import { otherLayout } from '../../customers/index.ts'
import { courtesies, keywords, smells } from './words.ts'

// What a reply says about being contacted. Pure: words in, a verdict out. Exactly a keyword is obeyed; whatever else smells of a no is for a
// person to read, and until then nothing goes out unasked. Words of a reply are never instructions for anything else.

export type Reading =
  | { is: 'stop' | 'all' | 'less' | 'start' | 'smells' | 'nothing' }
  /** Null: as long as a pause usually is. */
  | { is: 'pause'; days: number | null }

const longestRead = 4000
const mostPauseDays = 365

/** `words`: what they wrote themselves; `unasked`: it answers something nobody had ordered, as far as it is known what it answers. */
export function readReply(words: string, { unasked = true }: { unasked?: boolean } = {}): Reading {
  const text = words.normalize('NFKC').slice(0, longestRead)
  const [first = '', ...rest] = text.split('\n').filter((line) => folded(line) !== '')
  const whole = exact(text, unasked)
  if (whole) return whole
  // A keyword on a line of its own with a name or a greeting below. Only what takes away is believed so.
  const begun = rest.length > 0 && rest.length <= 3 ? exact(first, unasked) : undefined
  if (begun && begun.is !== 'start' && !smelling(rest.join('\n'))) return begun
  return { is: smelling(text) ? 'smells' : 'nothing' }
}

/** The keyword that this is and nothing besides, in whichever layout and alphabet it was typed. */
function exact(typed: string, unasked: boolean): Reading | undefined {
  for (const text of [typed, otherLayout(typed.toLowerCase()) ?? ''])
    for (const said of [folded(text), plainly(folded(text))]) {
      const found = said === '' ? undefined : verdictOf(said, unasked)
      if (found) return found
    }
  return undefined
}

function verdictOf(said: string, unasked: boolean): Reading | undefined {
  const alike = skeleton(said)
  const among = (list: readonly string[]) => list.some((word) => skeleton(word) === alike)
  if (among(keywords.all)) return { is: 'all' }
  if (among(keywords.stop)) return { is: 'stop' }
  if (among(keywords.here)) return { is: unasked ? 'stop' : 'smells' }
  if (among(keywords.less)) return { is: 'less' }
  if (among(keywords.start)) return { is: 'start' }
  return pauseOf(said)
}

/** «ПАУЗА», "PAUSE 14": for so many days. */
function pauseOf(said: string): Reading | undefined {
  const [, word = '', number] = /^(.+?)(?: (\d{1,3})(?: (?:days?|дн(?:ей|я)|день))?)?$/.exec(said) ?? []
  if (!keywords.pause.some((pause) => skeleton(pause) === skeleton(word))) return undefined
  const days = number === undefined ? null : Number(number)
  return days === null || (days >= 1 && days <= mostPauseDays) ? { is: 'pause', days } : undefined
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
