import { channelWords } from '../../../ui/channel.words.ts'
import { dayOf } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { useTimes } from '../../../ui/times.tsx'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import { rulesWords } from './rules.words.ts'
import type { Rule } from './useRules.ts'

/** Tells a rule in a sentence. */
export function useRuleTold(): (rule: Rule) => string {
  const say = useWords(rulesWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  const times = useTimes()
  const sentence = (rule: Rule) => {
    if (rule.kind === 'cap') return say('rule_cap', { count: rule.contacts, days: rule.days })
    if (rule.kind === 'hours') return say('rule_hours', { times: times(rule.open) })
    if (rule.kind === 'ask') return say('rule_ask')
    return rule.until === null ? say('rule_pause_open') : say('rule_pause', { day: dayOf(new Date(rule.until), now, language) })
  }
  return (rule) => {
    const what = rule.channel !== null ? channel(rule.channel) : rule.topic_title ? pick(rule.topic_title, language) : undefined
    return what ? say('about', { what, rule: sentence(rule) }) : sentence(rule)
  }
}
