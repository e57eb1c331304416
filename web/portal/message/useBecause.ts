import { channelWords } from '../../ui/channel.words.ts'
import { money } from '../../ui/formats.ts'
import { lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { messageWords } from './message.words.ts'
import type { Message } from './queries.ts'

type Because = Message['because'][number]

/** One condition of the audience as a sentence to the person it chose; '' for one we have no sentence for. */
export function useBecause(): (because: Because) => string {
  const say = useWords(messageWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  return ({ code, count, days, amount, value, title }) => {
    if (code === 'value_class') {
      const one = (['first', 'second', 'third'] as const).find((each) => each === value)
      return say(one ? `because_value_class_${one}` : 'because_value_class')
    }
    if (code === 'reach') return say('because_reach', { channel: lower(channel(value ?? 'email')) })
    if (code === 'bought') return say('because_bought', { count: count ?? 1, days: days ?? 0 })
    if (code === 'spent' && amount) return say('because_spent', { sum: money(amount, language), days: days ?? 0 })
    const named = pick(title, language)
    if (code === 'own_field' && named) return say('because_own_field', { title: named })
    if (code === 'event' && named) return days === null ? say('because_event', { title: named }) : say('because_event_days', { title: named, days })
    return code === 'last_purchase' ? say('because_last_purchase', { days: days ?? 0 }) : ''
  }
}
