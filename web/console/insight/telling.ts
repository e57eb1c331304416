import type { z } from 'zod'
import type { customerInsight } from '../../../src/office/insight/shapes.ts'
import { dayOf, fractionDigits, money, percent, plainDay, type Sum } from '../../ui/formats.ts'
import { numbers } from '../../ui/formatters.ts'
import { type Language, pick, type Say } from '../../ui/words.ts'
import type { insightWords } from './insight.words.ts'
import { isPortrait, readable, tellPortrait } from './portrait.ts'

// What is thought of somebody, in sentences for whoever works with them. Pure: the words and the day come along.

export type Thought = z.output<typeof customerInsight>['items'][number]
export type With = {
  say: Say<typeof insightWords.en>
  /** As it stands in the catalogue, whether or not it has one. */
  has(code: string): string | undefined
  channel(code: string): string
  language: Language
  now: Date
}
/** A sentence, why it is thought, how it was worked out, and how sure it is. */
export type Told = { sentence: string; because: string; method: string; sure: string }

/** What one thought says; undefined where it says nothing. */
export function tell(thought: Thought, at: With): Told | undefined {
  if (isPortrait(thought)) return tellPortrait(thought, at)
  const sentence = thought.why === null ? sentenceOf(thought, at) : undefined
  if (sentence === undefined) return undefined
  const evidence = [...thought.evidence.map((piece) => evidenceOf(piece, at)), strongest(thought, at)].filter((one) => one !== '')
  const because = evidence.length > 0 ? at.say('because', { evidence: evidence.join(', ') }) : ''
  return { sentence, because, method: at.has(`method_${thought.method.replaceAll(/[^a-z]+/g, '_')}`) ?? thought.method, sure: sureOf(thought, at) }
}

function sentenceOf(thought: Thought, { say, language, now, ...at }: With): string | undefined {
  const { kind, amount, low, high, number, on, items } = thought
  const [first] = items
  if (kind === 'value_class') return first && at.has(`class_${first.code}`)
  if (kind === 'value') {
    if (!amount || low === null || high === null) return undefined
    const sum = (minor: number) => money(rounded({ ...amount, minor }), language)
    return say('value', { sum: sum(amount.minor), low: sum(low), high: sum(high) })
  }
  if (kind === 'staying') return number === null ? undefined : say('staying', { share: chance(number, { say, language }) })
  if (kind === 'next') return on === null ? undefined : say('next', { day: dayOf(plainDay(on), now, language) })
  if (kind === 'rhythm') return number === null ? undefined : say(number < lateUnder ? 'rhythm_late' : 'rhythm_usual')
  if (!first) return undefined
  const word = (code: string) => {
    if (kind === 'channels') return at.channel(code)
    return (kind === 'hours' ? at.has(`hour_${code}`) : kind === 'prices' ? at.has(`price_${code}`) : undefined) ?? readable(code)
  }
  if (kind !== 'categories' && kind !== 'channels' && kind !== 'hours' && kind !== 'prices' && kind !== 'again' && kind !== 'fresh') return undefined
  return say(kind, { list: items.map(({ code, title }) => pick(title, language) ?? word(code)).join(', ') })
}

/** Of gaps as long as the present one: rarer than this is late. */
const lateUnder = 0.05

function evidenceOf({ code, count, amount, on }: Thought['evidence'][number], { say, language, now }: With): string {
  const number = (n: number) => numbers(language, { maximumFractionDigits: 1 }).format(n)
  if (code === 'purchases' && count !== null) return say('by_purchases', { count })
  if (code === 'days_since_last' && count !== null) return say('by_days_since_last', { count })
  if (code === 'touches' && count !== null) return say('by_touches', { count })
  if (code === 'own_gap_days' && count !== null) return say('by_own_gap_days', { count: Math.max(1, Math.round(count)) })
  if (code === 'times_own_gap' && count !== null) return say('by_times_own_gap', { n: number(count) })
  if (code === 'expected_purchases' && count !== null) return say('by_expected_purchases', { n: number(count) })
  if (code === 'first_on' && on !== null) return say('by_first_on', { day: dayOf(plainDay(on), now, language) })
  if (code === 'last_on' && on !== null) return say('by_last_on', { day: dayOf(plainDay(on), now, language) })
  if (code === 'spent' && amount) return say('by_spent', { sum: money(rounded(amount), language) })
  return ''
}

/** Of tastes: what stands out most against everybody. */
function strongest({ kind, items }: Thought, { say, language, ...at }: With): string {
  const [most] = items.filter(({ lift }) => lift !== null).toSorted((a, b) => (b.lift ?? 0) - (a.lift ?? 0))
  if (!most || most.lift === null) return ''
  const own = kind === 'channels' ? at.channel(most.code) : (at.has(`hour_${most.code}`) ?? at.has(`price_${most.code}`) ?? readable(most.code))
  const n = numbers(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(most.lift)
  return say('by_lift', { title: pick(most.title, language) ?? own, n })
}

function sureOf({ kind, number }: Thought, { say, language }: With): string {
  if (kind === 'next') return say('sure_next')
  if (kind === 'rhythm' && number !== null) return say('sure_rhythm', { share: chance(number, { say, language }) })
  if (kind === 'categories' || kind === 'channels' || kind === 'hours' || kind === 'prices') return say('sure_taste')
  return kind === 'again' || kind === 'fresh' ? say('sure_proposal') : ''
}

/** A chance is never said to be none or certain. */
export function chance(share: number, { say, language }: Pick<With, 'say' | 'language'>): string {
  if (share > 0.99) return say('more_than', { share: percent(0.99, language) })
  if (share < 0.01) return say('less_than', { share: percent(0.01, language) })
  return percent(share, language)
}

/** In whole units: what is foretold is not foretold to the kopeck. */
export function rounded({ minor, currency }: Sum): Sum {
  const unit = 10 ** fractionDigits(currency)
  return { minor: Math.round(minor / unit) * unit, currency }
}
