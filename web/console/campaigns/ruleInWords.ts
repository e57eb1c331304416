import { useClassName } from '../../ui/ClassMark.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { money } from '../../ui/formats.ts'
import { purposeWords } from '../../ui/purpose.words.ts'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { campaignsWords } from './campaigns.words.ts'
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
    const { within_days, before_days } = condition.last_purchase
    return within_days === undefined ? say('cond_last_before', { days: before_days ?? 0 }) : say('cond_last_within', { days: within_days })
  }
}
