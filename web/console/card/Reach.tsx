import { Tooltip } from '@mantine/core'
import { IconBan, IconCheck, IconClock, IconHelp } from '@tabler/icons-react'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf, timeOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { purposeWords } from '../../ui/purpose.words.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { useCodeWords, useLanguage } from '../../ui/words.ts'
import type { Card } from './queries.ts'
import classes from './Reach.module.css'

type Way = Card['reach'][number]
const pictures = { allow: IconCheck, deny: IconBan, later: IconClock, ask: IconHelp } as const

/** By purpose and channel: may they be contacted now, and if not, why and until when. */
export function Reach({ ways }: { ways: readonly Way[] }) {
  const purpose = useCodeWords(purposeWords)
  const purposes = [...new Set(ways.map((way) => way.purpose))]
  return (
    <div className={classes.reach}>
      {purposes.map((code) => (
        <div key={code}>
          <p className={classes.purpose}>{purpose(code)}</p>
          <ul className={classes.ways}>
            {ways
              .filter((way) => way.purpose === code)
              .map((way) => (
                <One key={way.channel} way={way} />
              ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

function One({ way }: { way: Way }) {
  const channel = useCodeWords(channelWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  const now = useNow()
  const Picture = pictures[way.decision]
  const until = way.until ? ` · ${dayOf(new Date(way.until), now, language)}, ${timeOf(new Date(way.until), language)}` : ''
  const why = way.reason ? `${reason(way.reason)}${until}` : ''
  const inside = (
    <li className={classes.way} data-decision={way.decision} tabIndex={why ? 0 : undefined}>
      <Picture size={13} stroke={2} aria-hidden="true" />
      {channel(way.channel)}
      {why ? <span className={classes.away}>: {why}</span> : null}
    </li>
  )
  return why ? (
    <Tooltip label={why} openDelay={100} events={{ hover: true, focus: true, touch: true }}>
      {inside}
    </Tooltip>
  ) : (
    inside
  )
}
