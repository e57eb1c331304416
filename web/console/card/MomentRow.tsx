import { UnstyledButton } from '@mantine/core'
import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react'
import { useState } from 'react'
import { ChannelIcon } from '../../ui/ChannelIcon.tsx'
import { channelWords, kindWords } from '../../ui/channel.words.ts'
import { length } from '../../ui/formats.ts'
import { Locked } from '../../ui/Locked.tsx'
import { outcomeWords } from '../../ui/outcome.words.ts'
import { purposeWords } from '../../ui/purpose.words.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { Money, When } from '../../ui/values.tsx'
import { type Language, lower, pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { cardWords } from './card.words.ts'
import { NoteForm } from './NoteForm.tsx'
import { NoteMenu, Rewritten, WithMentions } from './NoteWords.tsx'
import type { Moment } from './queries.ts'
import classes from './Timeline.module.css'

/** One line of the timeline: what, by which channel, from whom to whom, when; and what was said. */
export function MomentRow({ moment, customerId }: { moment: Moment; customerId: string }) {
  const [editing, setEditing] = useState(false)
  const say = useWords(cardWords)
  const kind = useCodeWords(kindWords)
  const channel = useCodeWords(channelWords)
  const outcome = useCodeWords(outcomeWords)
  const language = useLanguage()
  const facts = [
    // That it came from the system says nothing to anybody.
    moment.channel === 'system' ? '' : channel(moment.channel),
    moment.duration_s ? length(moment.duration_s, language) : '',
    moment.outcome ? lower(outcome(moment.outcome)) : '',
    moment.by?.name ?? '',
    moment.unit ?? '',
  ].filter(Boolean)
  return (
    <li className={classes.moment} data-note={isNote(moment) || undefined}>
      <span className={classes.icon} data-direction={moment.direction}>
        <ChannelIcon channel={moment.channel} size={15} />
      </span>
      <div className={classes.body}>
        <div className={classes.line}>
          <span className={classes.kind}>{titleOf(moment, language) ?? kind(moment.kind)}</span>
          {moment.direction === 'in' ? <IconArrowDownLeft size={13} className={classes.arrow} role="img" aria-label={say('incoming')} /> : null}
          {moment.direction === 'out' ? <IconArrowUpRight size={13} className={classes.arrow} role="img" aria-label={say('outgoing')} /> : null}
          <span className={classes.facts}>{facts.join(' · ')}</span>
          {moment.amount ? (
            <span className={classes.amount}>
              <Money sum={moment.amount} />
            </span>
          ) : null}
          <span className={classes.when}>
            <When at={moment.at} as="both" />
          </span>
          {moment.own ? <NoteMenu moment={moment} customerId={customerId} onEdit={() => setEditing(true)} /> : null}
        </div>
        {editing ? <NoteForm customerId={customerId} of={moment} onDone={() => setEditing(false)} /> : <Said moment={moment} />}
        <Rewritten moment={moment} />
        <Items items={moment.items} summed={moment.amount !== null} />
      </div>
    </li>
  )
}

/** What staff wrote for themselves and the customer to read; no message to anybody. */
const isNote = ({ kind }: Moment) => kind === 'note' || kind === 'call' || kind === 'meeting'

/** A kind that nobody declared has its code for a title, which is no word. */
function titleOf({ kind, title }: Moment, language: Language): string | undefined {
  const shown = pick(title, language)
  return shown === kind ? undefined : shown
}

const longText = 320

function Said({ moment }: { moment: Moment }) {
  const say = useWords(cardWords)
  const reason = useCodeWords(reasonWords)
  const purpose = useCodeWords(purposeWords)
  const [whole, setWhole] = useState(false)
  if (moment.hidden) {
    const purposes = moment.hidden.purposes.map((code) => purpose(code)).join(', ')
    return (
      <Locked
        what={say('hidden_moment')}
        why={
          <>
            <p>{say('hidden_because', { reason: reason(moment.hidden.reason) })}</p>
            {purposes ? <p>{say('hidden_allowed', { purposes })}</p> : null}
          </>
        }
      />
    )
  }
  const long = (moment.text?.length ?? 0) > longText
  return (
    <>
      {moment.subject ? <p className={classes.subject}>{moment.subject}</p> : null}
      {moment.text ? (
        <p className={classes.text} data-cut={(long && !whole) || undefined}>
          <WithMentions text={moment.text} />
        </p>
      ) : null}
      {long ? (
        <UnstyledButton className={classes.unfold} aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {say(whole ? 'show_less' : 'show_all')}
        </UnstyledButton>
      ) : null}
    </>
  )
}

const shownItems = 3

/** `summed`: the sum stands above, so a single line need not repeat it. */
function Items({ items, summed }: { items: Moment['items']; summed: boolean }) {
  const say = useWords(cardWords)
  const [all, setAll] = useState(false)
  if (items.length === 0) return null
  const rest = items.length - shownItems
  return (
    <>
      <ul className={classes.items}>
        {(all ? items : items.slice(0, shownItems)).map((item, at) => (
          <li key={`${item.sku} ${at}`}>
            <span>{item.title ?? item.sku}</span>
            {item.quantity === 1 ? null : <span className="faint num"> × {item.quantity}</span>}
            {item.amount && !(summed && items.length === 1) ? (
              <span className={classes.itemSum}>
                <Money sum={item.amount} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {rest > 0 ? (
        <UnstyledButton className={classes.unfold} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? say('show_less') : say('items_more', { count: rest })}
        </UnstyledButton>
      ) : null}
    </>
  )
}
