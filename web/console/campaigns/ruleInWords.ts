import { useQuery } from '@tanstack/react-query'
import { useClassName } from '../../ui/ClassMark.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { count, money } from '../../ui/formats.ts'
import { purposeWords } from '../../ui/purpose.words.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { type OwnField, useOwnField } from '../fields/index.ts'
import { useConditionWords as useAskedWords } from '../filters/inWords.ts'
import type { ListColumn } from '../list/queries.ts'
import { kindsQuery } from '../purposes/queries.ts'
import { campaignsWords } from './campaigns.words.ts'
import { askedOf, type EventCondition } from './ownConditions.ts'
import type { Rule } from './queries.ts'

type Condition = Rule['all'][number]

/** A rule as a sentence's parts: what all have in common, one of which, except whom. */
export function useRuleWords(): (rule: Rule) => string[] {
  const one = useConditionWords()
  const say = useWords(campaignsWords)
  return (rule) => {
    const parts = rule.all.map(one)
    if (rule.any.length > 0) parts.push(say('cond_any', { list: rule.any.map(one).join('; ') }))
    if (rule.none.length > 0) parts.push(say('cond_none', { list: rule.none.map(one).join('; ') }))
    return parts.length > 0 ? parts : [say('cond_everyone')]
  }
}

function useConditionWords(): (condition: Condition) => string {
  const say = useWords(campaignsWords)
  const purpose = useCodeWords(purposeWords)
  const channel = useCodeWords(channelWords)
  const className = useClassName()
  const language = useLanguage()
  const field = useOwnField()
  const asked = useAskedWords()
  const event = useEventWords()
  return (condition) => {
    if ('value_class' in condition) return say('cond_class', { classes: condition.value_class.map((each) => lower(className(each))).join(', ') })
    if ('reach' in condition) return say('cond_reach', { purpose: lower(purpose(condition.reach.purpose)), channel: lower(channel(condition.reach.channel)) })
    if ('role' in condition) return say('cond_role', { roles: condition.role.join(', ') })
    if ('language' in condition) return say('cond_language', { languages: condition.language.join(', ') })
    if ('bought' in condition) return say('cond_bought', { count: condition.bought.at_least, days: condition.bought.within_days })
    if ('spent' in condition) {
      const { at_least_minor: minor, currency, within_days: days } = condition.spent
      return say('cond_spent', { sum: money({ minor, currency }, language), days })
    }
    if ('own' in condition) {
      const own = field(condition.own.field)
      const title =
        own && !own.retired ? (pick(own.title, language) ?? own.code) : say('cond_gone', { title: pick(own?.title, language) ?? condition.own.field })
      return `${title}: ${asked(askedOf(condition), own ? new Map([[own.code, columnOfOwn(own)]]) : new Map()).said}`
    }
    if ('event' in condition) return event(condition.event)
    const { within_days, before_days } = condition.last_purchase
    return within_days === undefined ? say('cond_last_before', { days: before_days ?? 0 }) : say('cond_last_within', { days: within_days })
  }
}

const columnOfOwn = ({ code, title, type, codes, currency }: OwnField): ListColumn => ({
  column: code,
  title,
  type,
  codes,
  ...(currency && { one_currency: currency }),
  filter: [],
  sort: false,
  sum: false,
})

function useEventWords(): (event: EventCondition['event']) => string {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const { data } = useQuery(kindsQuery)
  return ({ kind: code, within_days: days, at_least: least, at_most: most, sum }) => {
    const kind = data?.items.find((each) => each.code === code)
    const name = pick(kind?.title, language) ?? code
    const title = data && (!kind || kind.retired) ? say('cond_gone', { title: name }) : name
    const parts = [
      least === 0 && most === 0 ? say('cond_never') : sum && least === 1 ? '' : say('cond_times', { count: least }),
      most !== undefined && most > 0 ? say('cond_times_most', { count: most }) : '',
      sum?.at_least === undefined
        ? ''
        : say('cond_sum', { title: lower(pick(kind?.attributes[sum.attribute]?.title, language)) ?? sum.attribute, least: count(sum.at_least, language) }),
      sum?.at_most === undefined
        ? ''
        : say('cond_sum_most', { title: lower(pick(kind?.attributes[sum.attribute]?.title, language)) ?? sum.attribute, most: count(sum.at_most, language) }),
      days === undefined ? '' : say('cond_within', { days }),
    ]
    return `${title}: ${parts.filter(Boolean).join(', ')}`
  }
}
