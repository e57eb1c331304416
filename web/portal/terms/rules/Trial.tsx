import { Button, Checkbox, Group, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sayMyTerms, tryMyTerms } from '../../../../src/office/portal/contract.ts'
import { call } from '../../../ui/api.ts'
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx'
import { channelWords } from '../../../ui/channel.words.ts'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { dayOf, timeOf } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { Part } from '../../shell/Leaf.tsx'
import { asksConsent } from '../asksConsent.ts'
import classes from '../Terms.module.css'
import { useTermsAct } from '../useTerms.ts'
import { choices } from './choices.ts'
import { lastMonths } from './months.ts'
import { presets } from './presets.ts'
import { rulesWords } from './rules.words.ts'
import { type Choice, notYet, saidBy } from './saidBy.ts'

const fortnight: Choice = { days: 14, hours: 'hours_any', topic: '', channelsOff: [] }

/** What of a month would have come, had this been said before; and saying it, all of it at once. */
export function Trial({ terms }: { terms: Terms }) {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const now = useNow()
  const channelWord = useCodeWords(channelWords)
  const [choice, setChoice] = useState(fortnight)
  const [month, setMonth] = useState('')
  const said = saidBy(choice, terms)
  const { data, error, refetch } = useQuery({
    queryKey: ['my', 'trial', choice, month],
    queryFn: ({ signal }) => call(tryMyTerms, { body: { said, month: month === '' ? null : month }, signal }),
    placeholderData: (before) => before,
  })
  const set = useTermsAct(() => call(sayMyTerms, { body: { said: notYet(said, terms) } }), say('saved'))
  const channels = [...new Set(terms.items.filter((term) => term.allowed && asksConsent(term)).map(({ channel }) => channel))]
  const months = lastMonths(now, language)
  const span = months.find(({ value }) => value === month)?.label
  const would = data?.items.filter((one) => one.would).length ?? 0
  const count = { would, of: data?.items.length ?? 0 }
  const change = (changed: Partial<Choice>) => setChoice({ ...choice, ...changed })
  return (
    <Part title={say('try_title')} lead={say('try_lead')}>
      <div className={classes.trial}>
        <NativeSelect
          label={say('try_month')}
          value={month}
          data={[{ value: '', label: say('try_days') }, ...months]}
          onChange={(event) => setMonth(event.currentTarget.value)}
        />
        <NativeSelect
          label={say('often_title')}
          value={String(choice.days)}
          data={choices.map((c) => ({ value: String(c.days), label: say(c.key) }))}
          onChange={(event) => change({ days: Number(event.currentTarget.value) })}
        />
        <NativeSelect
          label={say('hours_title')}
          value={choice.hours}
          data={(['hours_any', ...presets.map((p) => p.key)] as const).map((each) => ({ value: each, label: say(each) }))}
          onChange={(event) => change({ hours: event.currentTarget.value })}
        />
        {terms.topics.length > 1 ? (
          <NativeSelect
            label={say('topics_title')}
            value={choice.topic}
            data={[
              { value: '', label: say('try_topics') },
              ...terms.topics.map((t) => ({ value: t.topic, label: say('topics_only_name', { topic: pick(t.title, language) ?? t.topic }) })),
            ]}
            onChange={(event) => change({ topic: event.currentTarget.value })}
          />
        ) : null}
      </div>
      {channels.length > 0 ? (
        <Checkbox.Group
          label={say('try_channels')}
          value={channels.filter((channel) => !choice.channelsOff.includes(channel))}
          onChange={(kept) => change({ channelsOff: channels.filter((channel) => !kept.includes(channel)) })}
        >
          <Group gap="md" mt={6}>
            {channels.map((channel) => (
              <Checkbox key={channel} value={channel} label={channelWord(channel)} />
            ))}
          </Group>
        </Checkbox.Group>
      ) : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      <p className={classes.tried} aria-live="polite">
        {data ? (count.of === 0 ? say('try_none') : span ? say('try_said_month', { ...count, month: span }) : say('try_said', count)) : ' '}
      </p>
      <Group>
        <Button disabled={notYet(said, terms).length === 0} loading={set.isPending} onClick={() => set.mutate(undefined)}>
          {say('try_set')}
        </Button>
      </Group>
      {data && data.items.length > 0 ? (
        <ul className={classes.list}>
          {data.items.map((one) => (
            <li key={`${one.at} ${one.channel} ${one.topic}`} className={classes.term} data-not={one.would ? undefined : true}>
              <ChannelIcon channel={one.channel} size={18} />
              <span>
                {dayOf(new Date(one.at), now, language)}, {timeOf(new Date(one.at), language)} · {channelWord(one.channel)}
                {one.topic_title ? ` · ${pick(one.topic_title, language)}` : ''}
                <span className="faint small"> {one.because === null ? say('try_would') : say(`try_not_${one.because}`)}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Part>
  )
}
