import type { ReactNode } from 'react'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { ClassMark, useClassName } from '../../ui/ClassMark.tsx'
import { channelWords, kindWords } from '../../ui/channel.words.ts'
import { dayOf, plainDay, span } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Money, When } from '../../ui/values.tsx'
import { lower, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { cardWords } from './card.words.ts'
import classes from './Glance.module.css'
import type { Card } from './queries.ts'

/** The five things to know before saying a word: how long, how much, which class, when last, what was promised. */
export function Glance({ card }: { card: Card }) {
  return (
    <dl className={classes.glance}>
      <WithUs card={card} />
      <Spent card={card} />
      <Value card={card} />
      <LastContact card={card} />
      <Promised card={card} />
    </dl>
  )
}

function Cell({ title, main, more }: { title: string; main: ReactNode; more?: ReactNode }) {
  return (
    <div className={classes.cell}>
      <dt>{title}</dt>
      <dd className={classes.main}>{main}</dd>
      {more ? <dd className={classes.more}>{more}</dd> : null}
    </div>
  )
}

function WithUs({ card }: { card: Card }) {
  const say = useWords(cardWords)
  const language = useLanguage()
  const now = useNow()
  const known = card.relationship
  if (!known) return <Cell title={say('with_us')} main={<span className="quiet">{say('no_relationship')}</span>} />
  const since = plainDay(known.unbroken_since)
  const more = known.breaks > 0 ? say('breaks', { count: known.breaks, day: dayOf(since, now, language) }) : say('unbroken')
  return <Cell title={say('with_us')} main={span(plainDay(known.since), now, language)} more={more} />
}

function Spent({ card }: { card: Card }) {
  const say = useWords(cardWords)
  const [first, ...others] = card.spent
  return (
    <Cell
      title={say('spent')}
      main={first ? <Money sum={first} /> : <span className="quiet">—</span>}
      more={
        <>
          {others.map((sum) => (
            <span key={sum.currency}>
              + <Money sum={sum} />{' '}
            </span>
          ))}
          {say('purchases', { count: card.purchases })}
        </>
      }
    />
  )
}

function Value({ card }: { card: Card }) {
  const say = useWords(cardWords)
  const name = useClassName()
  const language = useLanguage()
  const now = useNow()
  if (!card.value) return <Cell title={say('value')} main={<ClassMark of={null} />} />
  const { because, previous, changed_on } = card.value
  const months = say('months', { count: Math.round(because.window_days / 30.4) })
  const why = [
    say('value_because', { count: because.purchases, months }),
    because.days_since_last === null
      ? ''
      : say('value_last', { days: because.days_since_last === 0 ? say('days_today') : say('days_ago', { count: because.days_since_last }) }),
  ]
    .filter(Boolean)
    .join(', ')
  const before = previous && changed_on ? say('value_was', { before: lower(name(previous)), day: dayOf(plainDay(changed_on), now, language) }) : ''
  return (
    <Cell
      title={say('value')}
      main={<ClassMark of={card.value.class} />}
      more={
        <>
          {why}
          {before ? (
            <>
              <br />
              {before}
            </>
          ) : null}
        </>
      }
    />
  )
}

function LastContact({ card }: { card: Card }) {
  const say = useWords(cardWords)
  const kind = useCodeWords(kindWords)
  const channel = useCodeWords(channelWords)
  const last = card.last_contact
  if (!last) return <Cell title={say('last_contact')} main={<span className="quiet">{say('no_contact')}</span>} />
  const way = last.direction === 'none' ? '' : `, ${say(last.direction === 'in' ? 'incoming' : 'outgoing')}`
  return (
    <Cell
      title={say('last_contact')}
      main={<When at={last.at} />}
      more={
        <span className={classes.line}>
          <ChannelIcon channel={last.channel} size={14} /> {kind(last.kind)} · {lower(channel(last.channel))}
          {way}
        </span>
      }
    />
  )
}

function Promised({ card }: { card: Card }) {
  const say = useWords(cardWords)
  const language = useLanguage()
  const now = useNow()
  const [first] = card.tasks.filter(({ kind, state }) => kind !== 'task' && state === 'open')
  if (!first) return <Cell title={say('promised')} main={<span className="quiet">{say('nothing_promised')}</span>} />
  const due = first.due_at ? new Date(first.due_at) : null
  const late = due !== null && due < now
  return (
    <Cell
      title={say('promised')}
      main={first.what}
      more={
        <span data-late={late || undefined} className={classes.due}>
          {due ? say(late ? 'promise_overdue' : 'promise_due', { day: dayOf(due, now, language) }) : null}
          {first.assignee ? ` · ${first.assignee.name}` : null}
        </span>
      }
    />
  )
}
