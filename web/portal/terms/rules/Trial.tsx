import { Button, Group, NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { tryMyRules } from '../../../../src/office/portal/contract.ts'
import { call } from '../../../ui/api.ts'
import { ChannelIcon } from '../../../ui/ChannelIcon.tsx'
import { channelWords } from '../../../ui/channel.words.ts'
import { ErrorBox } from '../../../ui/ErrorBox.tsx'
import { dayOf, timeOf } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import { Part } from '../../shell/Leaf.tsx'
import classes from '../Terms.module.css'
import { choices } from './choices.ts'
import { presets } from './presets.ts'
import { rulesWords } from './rules.words.ts'
import { type Said, useRules } from './useRules.ts'

/** What of last month would have come, before a rule is said. */
export function Trial() {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const now = useNow()
  const channel = useCodeWords(channelWords)
  const [days, setDays] = useState(14)
  const [key, setKey] = useState('hours_any')
  const preset = presets.find((p) => p.key === key)
  const often: Said[] = days > 0 ? [{ kind: 'cap', contacts: 1, days }] : []
  const hours: Said[] = preset ? [{ kind: 'hours', open: preset.open.map((time) => ({ ...time })) }] : []
  const rules = [...often, ...hours]
  const { data, error, refetch } = useQuery({
    queryKey: ['my', 'trial', days, key],
    queryFn: ({ signal }) => call(tryMyRules, { body: { rules }, signal }),
  })
  const { put, busy } = useRules()
  const would = data?.items.filter((one) => one.would).length ?? 0
  const set = async () => {
    for (const rule of rules) await put.mutateAsync(rule)
  }
  return (
    <Part title={say('try_title')} lead={say('try_lead')}>
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label={say('often_title')}
          value={String(days)}
          data={choices.map((c) => ({ value: String(c.days), label: say(c.key) }))}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
        />
        <NativeSelect
          label={say('hours_title')}
          value={key}
          data={(['hours_any', ...presets.map((p) => p.key)] as const).map((each) => ({ value: each, label: say(each) }))}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Button disabled={rules.length === 0} loading={busy} onClick={() => void set()}>
          {say('try_set')}
        </Button>
      </Group>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      <p aria-live="polite">{data ? (data.items.length === 0 ? say('try_none') : say('try_said', { would, of: data.items.length })) : ' '}</p>
      {data && data.items.length > 0 ? (
        <ul className={classes.list}>
          {data.items.map((one) => (
            <li key={`${one.at} ${one.channel} ${one.topic}`} className={classes.term} data-not={one.would ? undefined : true}>
              <ChannelIcon channel={one.channel} size={18} />
              <span>
                {dayOf(new Date(one.at), now, language)}, {timeOf(new Date(one.at), language)} · {channel(one.channel)}
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
