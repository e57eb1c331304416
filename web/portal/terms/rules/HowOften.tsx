import { NativeSelect, Radio } from '@mantine/core'
import { channelWords } from '../../../ui/channel.words.ts'
import { pick, useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { useByMessage } from '../../session/session.ts'
import { Part } from '../../shell/Leaf.tsx'
import classes from '../Terms.module.css'
import { choices } from './choices.ts'
import { Folded } from './Folded.tsx'
import { rulesWords } from './rules.words.ts'
import { standing, useRules } from './useRules.ts'

/** Less often than the company's own limit: over everything, and by channel or topic for who wants it so. */
export function HowOften({ terms, channels }: { terms: Terms; channels: readonly string[] }) {
  const say = useWords(rulesWords)
  const byMessage = useByMessage()
  const channel = useCodeWords(channelWords)
  const language = useLanguage()
  const { put, end, busy } = useRules()
  const rule = standing(terms, 'cap')
  const own = terms.company_cap
  const known = choices.some((choice) => choice.days > 0 && rule?.contacts === 1 && choice.days === rule.days)
  const chosen = rule ? (known ? String(rule.days) : 'other') : '0'
  const set = (days: number) => (days === 0 ? rule && end.mutate(rule.id) : put.mutate({ kind: 'cap', contacts: 1, days }))
  return (
    <Part title={say('often_title')} lead={own ? say('often_lead', { count: own.contacts, days: own.days }) : undefined}>
      <Radio.Group aria-label={say('often_title')} value={chosen} onChange={(value) => set(Number(value))}>
        <div className={classes.choices}>
          {choices.map((choice) => (
            <Radio
              key={choice.key}
              value={String(choice.days)}
              label={say(choice.key)}
              disabled={busy || (byMessage && rule !== undefined && (choice.days < rule.days || rule.contacts < 1))}
            />
          ))}
          {rule && !known ? <Radio value="other" disabled label={say('often_other', { count: rule.contacts, days: rule.days })} /> : null}
        </div>
      </Radio.Group>
      <Folded title={say('often_each')}>
        <div className={classes.each}>
          {channels.map((code) => (
            <Each key={code} terms={terms} label={channel(code)} about={{ channel: code }} />
          ))}
          {terms.topics.map(({ topic, title }) => (
            <Each key={topic} terms={terms} label={pick(title, language) ?? topic} about={{ topic }} />
          ))}
        </div>
      </Folded>
    </Part>
  )
}

type About = { channel: string } | { topic: string }

function Each({ terms, label, about }: { terms: Terms; label: string; about: About }) {
  const say = useWords(rulesWords)
  const byMessage = useByMessage()
  const { put, end, busy } = useRules()
  const rule = standing(terms, 'cap', about)
  const known = choices.some((choice) => choice.days > 0 && rule?.contacts === 1 && choice.days === rule.days)
  const value = rule ? (known ? String(rule.days) : 'other') : '0'
  const options = choices.map((choice) => ({
    value: String(choice.days),
    label: say(choice.key),
    disabled: byMessage && rule !== undefined && choice.days < rule.days,
  }))
  const other = rule && !known ? [{ value: 'other', label: say('often_other', { count: rule.contacts, days: rule.days }), disabled: true }] : []
  return (
    <NativeSelect
      label={label}
      value={value}
      disabled={busy}
      data={[...options, ...other]}
      onChange={(event) => {
        const days = Number(event.currentTarget.value)
        if (days > 0) put.mutate({ kind: 'cap', ...about, contacts: 1, days })
        else if (rule) end.mutate(rule.id)
      }}
    />
  )
}
