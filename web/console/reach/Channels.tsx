import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { channelWords } from '../../ui/channel.words.ts'
import { count } from '../../ui/formats.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import type { Channel } from './queries.ts'
import classes from './Reach.module.css'
import { reachWords } from './reach.words.ts'

type Group = Pick<Channel['groups'][number], 'decision' | 'reason'>
type Line = { key: string; tone: Group['decision'] | 'mixed'; words: string; number: string; share: number }

/** What the gate says of everybody, channel by channel: the largest group first, with its share of all. */
export function Channels({ of, people, smallest }: { of: readonly Channel[]; people: number; smallest: number }) {
  const channelName = useCodeWords(channelWords)
  const lines = useLines(people, smallest)
  return (
    <ul className={classes.channels}>
      {of.map((channel) => (
        <li key={channel.channel} className={classes.channel}>
          <h3 className={classes.name}>
            <ChannelIcon channel={channel.channel} size={18} />
            {channelName(channel.channel)}
          </h3>
          <ul className={classes.lines}>
            {lines(channel).map(({ key, tone, words, number, share }) => (
              <li key={key} className={classes.line} data-tone={tone}>
                <span className={classes.bar} style={{ inlineSize: `${Math.max(1, share * 100)}%` }} aria-hidden="true" />
                <span className={classes.words}>{words}</span>
                <span className={classes.number}>{number}</span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function useLines(people: number, smallest: number): (of: Channel) => Line[] {
  const say = useWords(reachWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  const named = ({ decision, reason: why }: Group) => {
    if (why === null) return say('allowed')
    return decision === 'later' || decision === 'ask' ? `${say(decision)}: ${lower(reason(why))}` : reason(why)
  }
  return ({ groups, few }) => {
    const lines: Line[] = groups.map((one) => ({
      key: `${one.decision} ${one.reason}`,
      tone: one.decision,
      words: named(one),
      number: count(one.count, language),
      share: one.count / people,
    }))
    if (!few) return lines
    const together = few.groups.map((one, i) => (i === 0 ? named(one) : lower(named(one)))).join(', ')
    const mixed: Line = {
      key: 'few',
      tone: 'mixed',
      words: few.groups.length > 1 ? say('together', { reasons: together }) : together,
      number: few.count === null ? say('fewer', { smallest }) : count(few.count, language),
      share: (few.count ?? 0) / people,
    }
    return [...lines, mixed]
  }
}
