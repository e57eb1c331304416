import { Modal, MultiSelect } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { removeHours, saveHours } from '../../../src/keep/gate/contract.ts'
import { call } from '../../ui/api.ts'
import { channelWords } from '../../ui/channel.words.ts'
import { dayOf, plainDay } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { TimesForm, useTimes } from '../../ui/times.tsx'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { freeCode } from './Caps.tsx'
import classes from './Limits.module.css'
import { limitsWords } from './limits.words.ts'
import type { Hours } from './queries.ts'
import { useLimitsAct } from './useLimitsAct.ts'

/** The company's own hours, and below them the law's. */
export function ContactHours({ hours }: { hours: readonly Hours[] }) {
  const say = useWords(limitsWords)
  const may = useMe().can('registers.keep')
  const [draft, setDraft] = useState<Hours | 'new'>()
  const drop = useLimitsAct((code: string) => call(removeHours, { params: { hours: code } }), say('removed'))
  const save = useLimitsAct(
    ({ hours: code, ...body }: HoursSaid) => call(saveHours, { params: { hours: code }, body }),
    say('saved'),
    () => setDraft(undefined),
  )
  const times = useTimes()
  const by = useChannels()
  const own = hours.filter((h) => h.basis === 'company')
  return (
    <>
      <Section
        title={say('hours')}
        lead={say('hours_lead')}
        actions={
          <MayButton may={may} why={say('only')} variant="default" leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => setDraft('new')}>
            {say('add_hours')}
          </MayButton>
        }
      >
        {own.length === 0 ? <p className="faint">{say('hours_none')}</p> : null}
        {own.length > 0 ? (
          <ul className={classes.list}>
            {own.map((one) => (
              <li key={one.hours} className={classes.row}>
                <div className={classes.text}>
                  {times(one.open)}
                  <div className="faint small">
                    {by(one.channels)} · {say('version', { version: one.version })}
                  </div>
                </div>
                <MayButton may={may} why={say('only')} size="compact-xs" variant="subtle" onClick={() => setDraft(one)}>
                  {say('change')}
                </MayButton>
                {may ? <Sure label={say('remove')} question={say('remove_hours')} loading={drop.isPending} onYes={() => drop.mutate(one.hours)} /> : null}
              </li>
            ))}
          </ul>
        ) : null}
        {draft ? (
          <HoursForm
            start={draft === 'new' ? undefined : draft}
            taken={hours.map((h) => h.hours)}
            busy={save.isPending}
            onSave={save.mutate}
            onClose={() => setDraft(undefined)}
          />
        ) : null}
      </Section>
      <Law hours={hours.filter((h) => h.basis === 'law')} />
    </>
  )
}

function Law({ hours }: { hours: readonly Hours[] }) {
  const say = useWords(limitsWords)
  const language = useLanguage()
  const now = useNow()
  const times = useTimes()
  const by = useChannels()
  const countries = new Intl.DisplayNames([language], { type: 'region' })
  return (
    <Section title={say('law')} lead={say('law_lead')}>
      <ul className={classes.list}>
        {hours.map((one) => (
          <li key={one.hours} className={classes.row}>
            <div className={classes.text}>
              {say('law_for', { country: countries.of(one.country ?? '') ?? '', times: times(one.open) })}
              <div className="faint small">
                {say(one.dpv?.includes('PaymentManagement') ? 'law_debts' : 'law_offers')} · {by(one.channels)} ·{' '}
                {one.source_url ? (
                  <a className={classes.source} href={one.source_url}>
                    {one.source}
                  </a>
                ) : (
                  one.source
                )}
                {one.valid_from ? ` · ${say('since', { day: dayOf(plainDay(one.valid_from), now, language) })}` : ''}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Channels in words; null: all. */
export function useChannels(): (channels: readonly string[] | null) => string {
  const say = useWords(limitsWords)
  const channel = useCodeWords(channelWords)
  return (channels) => (channels ? channels.map((code) => channel(code)).join(', ') : say('all_channels'))
}

const written = ['email', 'sms', 'phone', 'post', 'telegram', 'whatsapp', 'viber', 'vk', 'max', 'push'] as const

type HoursSaid = Pick<Hours, 'hours' | 'country' | 'channels' | 'open'>
type HoursFormProps = { start: HoursSaid | undefined; taken: readonly string[]; busy?: boolean; onSave: (hours: HoursSaid) => void; onClose: () => void }

/** At what times, by which channels. */
export function HoursForm({ start, taken, busy = false, onSave, onClose }: HoursFormProps) {
  const say = useWords(limitsWords)
  const channel = useCodeWords(channelWords)
  const [channels, setChannels] = useState<string[]>([...(start?.channels ?? [])])
  const code = start?.hours ?? freeCode('own', taken)
  const save = (open: Hours['open']) => onSave({ hours: code, country: start?.country ?? null, channels: channels.length > 0 ? channels : null, open })
  return (
    <Modal opened onClose={onClose} title={start ? say('change') : say('add_hours')}>
      <div className={classes.form}>
        <MultiSelect
          label={say('channels')}
          placeholder={channels.length === 0 ? say('all_channels') : ''}
          value={channels}
          data={written.map((code_) => ({ value: code_, label: channel(code_) }))}
          onChange={setChannels}
        />
        <TimesForm times={start?.open ?? []} busy={busy} onSave={save} />
      </div>
    </Modal>
  )
}
