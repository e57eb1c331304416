import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Consents.module.css'
import { consentsWords } from './consents.words.ts'
import type { Consent, Term, Terms } from './queries.ts'
import { RecordOf } from './RecordOf.tsx'

type OnePurposeProps = {
  customerId: string
  purpose: Terms['purposes'][number]
  /** What it is part of. */
  wider: string | undefined
  items: readonly Term[]
  records: readonly Consent[]
}

/** One purpose: a line for each channel, and each topic that is otherwise. */
export function OnePurpose({ customerId, purpose, wider, items, records }: OnePurposeProps) {
  const say = useWords(consentsWords)
  const state = useCodeWords(consentsWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  // A record for all channels stands behind each of them.
  const behind = (item: Term) => records.filter((r) => (r.channel === item.channel || r.channel === '*') && r.topic === item.topic)
  // Of what nothing was ever said one line is enough.
  const told = items.filter((item) => item.since !== null || item.topic !== null || behind(item).length > 0)
  const untold = items.filter((item) => !told.includes(item))
  const lead = [wider === undefined ? '' : say('part_of', { title: wider }), purpose.notice ? '' : say('no_records')].filter(Boolean).join(' ')
  return (
    <Section title={pick(purpose.title, language) ?? purpose.code} lead={lead || undefined}>
      <ul className={classes.list}>
        {told.map((item) => (
          <Line key={`${item.channel} ${item.topic}`} customerId={customerId} item={item} records={behind(item)} />
        ))}
        {[...Map.groupBy(untold, saidOf)].map(([said, alike]) => (
          <li key={said}>
            <div className={classes.row}>
              <span className={classes.what}>{alike.map((item) => channel(item.channel)).join(', ')}</span>
              <span className={classes.state} data-yes={alike[0]?.allowed || undefined}>
                <b>{state(`state_${said}`)}</b>
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const saidOf = (item: Term): string =>
  item.state === 'contract' || item.state === 'legitimate_interest' || item.state === 'legal_obligation' ? 'allowed' : item.state

function Line({ customerId, item, records }: { customerId: string; item: Term; records: readonly Consent[] }) {
  const say = useWords(consentsWords)
  const state = useCodeWords(consentsWords)
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const now = useNow()
  const id = useId()
  const [open, setOpen] = useState(false)
  const day = (at: string) => dayOf(new Date(at), now, language)
  const [last] = records
  const parts = [
    item.since ? say('since', { day: day(item.since) }) : '',
    item.expires_at ? say('until', { day: day(item.expires_at) }) : '',
    last?.ask_again_at && !item.allowed ? say('ask_again', { day: day(last.ask_again_at) }) : '',
  ].filter(Boolean)
  const what =
    item.topic === null ? channel(item.channel) : say('with_topic', { channel: channel(item.channel), topic: pick(item.topic_title, language) ?? item.topic })
  return (
    <li>
      <div className={classes.row}>
        <span className={classes.what}>{what}</span>
        <span className={classes.state} data-yes={item.allowed || undefined}>
          <b>{state(`state_${saidOf(item)}`)}</b>
          {parts.map((part) => ` · ${part}`).join('')}
        </span>
      </div>
      {records.length > 0 ? (
        <UnstyledButton
          className={classes.unfold}
          aria-expanded={open}
          aria-controls={id}
          aria-label={`${say('show')}: ${what}`}
          onClick={() => setOpen(!open)}
        >
          <IconChevronRight size={14} stroke={1.8} aria-hidden="true" />
          {say('show')}
        </UnstyledButton>
      ) : null}
      <div id={id} hidden={!open}>
        {open ? records.map((record) => <RecordOf key={record.id} customerId={customerId} record={record} />) : null}
      </div>
    </li>
  )
}
