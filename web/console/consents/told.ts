import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useTimes } from '../../ui/times.tsx'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { consentsWords } from './consents.words.ts'
import type { ConsentEvent, Terms } from './queries.ts'

// What somebody said, as sentences.

/** What an event was, when, and by what road. */
export function useEventTold(): (event: Pick<ConsentEvent, 'at' | 'state' | 'method'>) => string {
  const say = useWords(consentsWords)
  const code = useCodeWords(consentsWords)
  const language = useLanguage()
  const now = useNow()
  return ({ at, state, method }) => say('event', { day: dayOf(new Date(at), now, language), what: code(`event_${state}`), how: code(`how_${method}`) })
}

/** A rule in a sentence. */
export function useRuleTold(): (rule: Terms['rules'][number]) => string {
  const say = useWords(consentsWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  const times = useTimes()
  const sentence = (rule: Terms['rules'][number]) => {
    if (rule.kind === 'cap') return say('rule_cap', { count: rule.contacts, days: rule.days })
    if (rule.kind === 'hours') return say('rule_hours', { times: times(rule.open) })
    if (rule.kind === 'ask') return say('rule_ask')
    return rule.until === null ? say('rule_pause_open') : say('rule_pause', { day: dayOf(new Date(rule.until), now, language) })
  }
  return (rule) => {
    const what = [rule.channel === null ? '' : channel(rule.channel), rule.topic === null ? '' : (pick(rule.topic_title, language) ?? rule.topic)]
    const about = what.filter(Boolean).join(', ')
    return about === '' ? sentence(rule) : say('about', { what: about, rule: sentence(rule) })
  }
}

/** What is stopped. */
export function useStopTold(titles: ReadonlyMap<string, string>): (stop: Terms['stops'][number]) => string {
  const say = useWords(consentsWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  return (stop) => {
    const what = [
      stop.purpose === null ? '' : (titles.get(stop.purpose) ?? stop.purpose),
      stop.channel === null ? '' : channel(stop.channel),
      stop.topic === null ? '' : (pick(stop.topic_title, language) ?? stop.topic),
    ].filter(Boolean)
    return what.length === 0 ? say('stop_all') : say('stop_what', { what: what.join(', ') })
  }
}
