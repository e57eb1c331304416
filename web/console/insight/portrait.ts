import { dayOf, percent, plainDay } from '../../ui/formats.ts'
import { numbers } from '../../ui/formatters.ts'
import { pick } from '../../ui/words.ts'
import type { Thought, Told, With } from './telling.ts'

// The lines of a portrait in words short enough to be read while the telephone rings; what they rest on stands behind each.

/** What shows in how somebody buys, answers and decides, in the order in which a clerk reads it. */
export const portraitKinds = ['best_channel', 'best_hour', 'price_place', 'discounts', 'variety', 'pace', 'way', 'stops'] as const satisfies Thought['kind'][]

export const isPortrait = ({ kind }: Pick<Thought, 'kind'>): boolean => portraitKinds.some((one) => one === kind)

/** One line; undefined where it says nothing. */
export function tellPortrait(thought: Thought, at: With): Told | undefined {
  const sentence = thought.why === null ? sentenceOf(thought, at) : undefined
  if (sentence === undefined) return undefined
  return {
    sentence,
    because: '',
    method: at.has(`method_${thought.method.replaceAll(/[^a-z]+/g, '_')}`) ?? thought.method,
    sure: restsOn(thought, at),
  }
}

/** Of how many, the interval, everybody’s share, the span: one sentence. */
function restsOn(thought: Thought, at: With): string {
  const said = [countOf(thought, at), intervalOf(thought, at), usualOf(thought, at), spanOf(thought, at)].filter(Boolean).join(', ')
  return said === '' ? '' : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`
}

const pieceOf = ({ evidence }: Thought, code: string) => evidence.find((one) => one.code === code)

function sentenceOf(thought: Thought, { say, language, ...at }: With): string | undefined {
  const { kind, number, items } = thought
  const code = items[0]?.code
  if (code === undefined || number === null) return undefined
  const told = { k: pieceOf(thought, 'times')?.count ?? 0, n: pieceOf(thought, 'of')?.count ?? 0 }
  if (kind === 'price_place')
    return say(code === 'dear' ? 'price_place_dear' : 'price_place_cheap', { share: percent(code === 'dear' ? number : 1 - number, language) })
  if (kind === 'discounts') return say(code === 'often' ? 'discounts_often' : 'discounts_seldom', told)
  if (kind === 'variety') return say(code === 'new' ? 'variety_new' : 'variety_same', told)
  if (kind === 'best_channel') return say('best_channel_said', { ...told, channel: at.channel(code) })
  if (kind === 'best_hour') return say('best_hour_said', { ...told, from: `${code}:00`, to: `${(Number(code) + 3) % 24}:00` })
  if (kind === 'pace') return number < 1 ? say('pace_hours') : say('pace_days', { count: Math.round(number) })
  if (kind === 'way') return say('way_said', { ...told, steps: items.map(({ code: step }) => at.has(`step_${step}`) ?? step).join(' → ') })
  return say('stops_said', { ...told, topic: pick(items[0]?.title ?? null, language) ?? at.has(`topic_${code}`) ?? readable(code) })
}

const countOf = (thought: Thought, { say }: With) => {
  const count = pieceOf(thought, 'of')?.count ?? null
  return count === null ? '' : say('by_of', { count })
}

function intervalOf({ kind, low, high }: Thought, { say, language }: With): string {
  if (low === null || high === null) return ''
  const figure = (n: number) => (kind === 'pace' ? numbers(language, { maximumFractionDigits: 1 }).format(n) : percent(n, language))
  return say('by_interval', { low: figure(low), high: figure(high) })
}

const usualOf = (thought: Thought, { say, language }: With) => {
  const usual = pieceOf(thought, 'usual_share')?.count ?? null
  return usual === null ? '' : say('by_usual_share', { share: percent(usual, language) })
}

function spanOf(thought: Thought, { say, language, now }: With): string {
  const [from, to] = [pieceOf(thought, 'first_on')?.on ?? null, pieceOf(thought, 'last_on')?.on ?? null]
  return from === null || to === null ? '' : say('by_span', { from: dayOf(plainDay(from), now, language), to: dayOf(plainDay(to), now, language) })
}

/** A topic without a title of its own: its code as people write. */
export function readable(code: string): string {
  const spaced = code.replaceAll(/[_-]+/g, ' ').trim()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
