import { useQuery } from '@tanstack/react-query'
import type { Condition, Step } from '../../../src/office/audiences/rule.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { count, money } from '../../ui/formats.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { kindsQuery } from '../purposes/queries.ts'
import { ruleWords } from './rule.words.ts'

type Of<K extends string> = Extract<Condition, { [key in K]: unknown }>

/** What a condition says of purchases and events; undefined: it is about something else. */
export function useHappenedWords(): (condition: Condition) => string | undefined {
  const say = useWords(ruleWords)
  const event = useEventWords()
  const bought = useBoughtWords()
  const spent = useSpentWords()
  const step = useStepWords()
  return (condition) => {
    if ('bought' in condition) return bought(condition)
    if ('spent' in condition) return spent(condition)
    if ('event' in condition) return event(condition.event)
    if ('sequence' in condition) return say('cond_sequence', { list: condition.sequence.map(step).join(', ') })
    if (!('last_purchase' in condition)) return undefined
    const { within_days, before_days } = condition.last_purchase
    return listed([
      within_days === undefined ? '' : say('cond_last_within', { days: within_days }),
      before_days === undefined ? '' : say('cond_last_before', { days: before_days }),
    ])
  }
}

const listed = (parts: readonly string[]) => parts.filter(Boolean).join(', ')

function useBoughtWords(): (condition: Of<'bought'>) => string {
  const say = useWords(ruleWords)
  const products = useProductWords()
  return ({ bought }) => {
    const { at_least: least, at_most: most, within_days: days } = bought
    const often = most === 0 ? say('cond_bought_never') : least > 0 || most === undefined ? say('cond_bought', { count: least }) : ''
    const seldom = most === undefined || most === 0 ? '' : say('cond_bought_most', { count: most })
    return listed([often, seldom, ...products(bought), days === undefined ? '' : say('cond_within', { days })])
  }
}

function useSpentWords(): (condition: Of<'spent'>) => string {
  const say = useWords(ruleWords)
  const language = useLanguage()
  const products = useProductWords()
  return ({ spent }) => {
    const { at_least_minor: least, at_most_minor: most, currency, within_days: days } = spent
    const sum = (minor: number) => money({ minor, currency }, language)
    return listed([
      least === undefined ? '' : say('cond_spent', { sum: sum(least) }),
      most === undefined ? '' : say('cond_spent_most', { sum: sum(most) }),
      ...products(spent),
      days === undefined ? '' : say('cond_within', { days }),
    ])
  }
}

type Products = { sku?: string[] | undefined; category?: string[] | undefined }

function useProductWords(): (of: Products) => string[] {
  const say = useWords(ruleWords)
  return ({ sku = [], category = [] }) => [
    sku.length > 0 ? say('cond_skus', { list: sku.join(', ') }) : '',
    category.length > 0 ? say('cond_categories', { list: category.join(', ') }) : '',
  ]
}

type Once = Exclude<Step, { not: unknown }> | Extract<Step, { not: unknown }>['not']

function useStepWords(): (step: Step, at: number) => string {
  const say = useWords(ruleWords)
  const happened = useKindWords()
  const bought = useProductWords()
  const once = (what: Once) => ('event' in what ? happened(what.event) : listed([say('step_bought'), ...bought(what.bought)]))
  return (step, at) => {
    if ('not' in step) return say('step_not', { what: once(step.not), days: step.within_days })
    const what = once(step)
    const { within_days: days } = step
    if (at === 0) return days === undefined ? what : say('step_lately', { what, days })
    return say('step_then', { what: days === undefined ? what : say('step_within', { what, days }) })
  }
}

type Event = Of<'event'>['event']

/** What happened: the kind, by which channel, with which of its attributes. */
function useKindWords(): (event: Pick<Event, 'kind' | 'channel' | 'where'>) => string {
  const say = useWords(ruleWords)
  const channelName = useCodeWords(channelWords)
  const language = useLanguage()
  const { data } = useQuery(kindsQuery)
  return ({ kind: code, channel = [], where = [] }) => {
    const kind = data?.items.find((each) => each.code === code)
    const name = pick(kind?.title, language) ?? code
    return listed([
      data && (!kind || kind.retired) ? say('cond_gone', { title: name }) : name,
      channel.length > 0 ? say('cond_channels', { list: channel.map((each) => lower(channelName(each))).join(', ') }) : '',
      ...where.map(({ attribute, one_of }) =>
        say('cond_where', { title: lower(pick(kind?.attributes[attribute]?.title, language)) ?? attribute, list: one_of.join(', ') }),
      ),
    ])
  }
}

function useEventWords(): (event: Event) => string {
  const say = useWords(ruleWords)
  const language = useLanguage()
  const happened = useKindWords()
  const { data } = useQuery(kindsQuery)
  return (event) => {
    const { kind: code, within_days: days, at_least: least, at_most: most, sum } = event
    const kind = data?.items.find((each) => each.code === code)
    const title = sum ? (lower(pick(kind?.attributes[sum.attribute]?.title, language)) ?? sum.attribute) : ''
    const parts = [
      least === 0 && most === 0 ? say('cond_never') : sum && least === 1 ? '' : say('cond_times', { count: least }),
      most !== undefined && most > 0 ? say('cond_times_most', { count: most }) : '',
      sum?.at_least === undefined ? '' : say('cond_sum', { title, least: count(sum.at_least, language) }),
      sum?.at_most === undefined ? '' : say('cond_sum_most', { title, most: count(sum.at_most, language) }),
      days === undefined ? '' : say('cond_within', { days }),
    ]
    return `${happened(event)}: ${listed(parts)}`
  }
}
