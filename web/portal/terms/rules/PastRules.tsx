import { channelWords } from '../../../ui/channel.words.ts'
import { dayOf } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { useTimes } from '../../../ui/times.tsx'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { Part } from '../../shell/Leaf.tsx'
import classes from '../Terms.module.css'
import { Folded } from './Folded.tsx'
import { rulesWords } from './rules.words.ts'
import type { Rule } from './useRules.ts'

/** Rules that were taken back or said anew, the newest first. */
export function PastRules({ terms }: { terms: Terms }) {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const now = useNow()
  const told = useRuleTold()
  const past = terms.rules.flatMap((rule) => (rule.ended_at === null ? [] : [{ ...rule, ended: rule.ended_at }]))
  if (past.length === 0) return null
  const day = (at: string) => dayOf(new Date(at), now, language)
  return (
    <Part title={say('past_title')}>
      <Folded title={say('past_title')}>
        <ul className={classes.list}>
          {past.map((rule) => (
            <li key={rule.id} className={classes.past}>
              {told(rule)} <span className="faint small">{say('past_from', { from: day(rule.since), to: day(rule.ended) })}</span>
            </li>
          ))}
        </ul>
      </Folded>
    </Part>
  )
}

/** Tells a rule in a sentence. */
function useRuleTold(): (rule: Rule) => string {
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
