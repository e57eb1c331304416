import { Radio } from '@mantine/core'
import { useState } from 'react'
import { zoneName } from '../../../ui/formats.ts'
import { useNow } from '../../../ui/now.ts'
import { TimesForm, useTimes } from '../../../ui/times.tsx'
import { useLanguage, useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { useByMessage } from '../../session/session.ts'
import { Part } from '../../shell/Leaf.tsx'
import classes from '../Terms.module.css'
import { presets, type Times } from './presets.ts'
import { rulesWords } from './rules.words.ts'
import { standing, useRules } from './useRules.ts'

const same = (a: Times, b: Times) => JSON.stringify(a) === JSON.stringify(b)

/** At what hours, by their own clock: any, one of three that most people mean, or hours of their own. */
export function Hours({ terms, zone }: { terms: Terms; zone: string | null }) {
  const say = useWords(rulesWords)
  const language = useLanguage()
  const now = useNow()
  const byMessage = useByMessage()
  const told = useTimes()
  const { put, end, busy } = useRules()
  const rule = standing(terms, 'hours')
  const [own, setOwn] = useState(false)
  const preset = rule && presets.find(({ open }) => same(open, rule.open))
  const chosen = own || (rule && !preset) ? 'hours_own' : (preset?.key ?? 'hours_any')
  const choose = (key: string) => {
    setOwn(key === 'hours_own')
    const found = presets.find((p) => p.key === key)
    if (found) put.mutate({ kind: 'hours', open: [...found.open] })
    else if (key === 'hours_any' && rule) end.mutate(rule.id)
  }
  const ours = terms.company_hours.map(({ open }) => told(open)).join('; ')
  return (
    <Part title={say('hours_title')} lead={zone ? say('hours_lead', { zone: zoneName(zone, now, language) }) : say('hours_unknown')}>
      {ours ? <p className="faint small">{say('hours_company', { times: ours })}</p> : null}
      <Radio.Group aria-label={say('hours_title')} value={chosen} onChange={choose}>
        <div className={classes.choices}>
          {(['hours_any', ...presets.map(({ key }) => key), 'hours_own'] as const).map((key) => (
            <Radio
              key={key}
              value={key}
              label={key === 'hours_own' && rule && !preset && !own ? `${say(key)}: ${told(rule.open)}` : say(key)}
              disabled={busy || (byMessage && rule !== undefined)}
            />
          ))}
        </div>
      </Radio.Group>
      {byMessage && rule ? <p className="faint small">{say('because_message')}</p> : null}
      {chosen === 'hours_own' && !(byMessage && rule) ? (
        <TimesForm
          key={JSON.stringify(rule?.open)}
          times={rule?.open ?? presets[0].open}
          busy={busy}
          onSave={(open) => put.mutate({ kind: 'hours', open }, { onSuccess: () => setOwn(false) })}
        />
      ) : null}
    </Part>
  )
}
