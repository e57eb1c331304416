import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { Section } from '../../ui/Page.tsx'
import { useTimes } from '../../ui/times.tsx'
import { pick, useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { CapForm, useCounted } from '../limits/Caps.tsx'
import { HoursForm, useChannels } from '../limits/ContactHours.tsx'
import classes from '../limits/Limits.module.css'
import { limitsWords } from '../limits/limits.words.ts'
import { policyWords } from './policy.words.ts'
import type { Body } from './queries.ts'
import { Ages } from './SaidAges.tsx'
import { Accepts, type Part } from './SaidBeside.tsx'
import { Kept } from './SaidKept.tsx'

/** What a draft says; each change is written at once. */
export function Said(part: Part) {
  return (
    <>
      <Caps {...part} />
      <Hours {...part} />
      <Checks {...part} />
      <Kept {...part} />
      <Ages {...part} />
      <Accepts {...part} />
    </>
  )
}

function Caps({ draft: { body }, busy, onChange }: Part) {
  const say = useWords(policyWords)
  const sayLimits = useWords(limitsWords)
  const of = useCounted()
  const [at, setAt] = useState<number | 'new'>()
  const start = typeof at === 'number' ? body.caps[at] : undefined
  const put = (caps: Body['caps']) => {
    onChange?.({ ...body, caps })
    setAt(undefined)
  }
  return (
    <Section title={say('caps')} actions={onChange ? <Add onAdd={() => setAt('new')} /> : null}>
      {body.caps.length === 0 ? <p className="faint">{say('no_caps')}</p> : null}
      {body.caps.length > 0 ? (
        <ul className={classes.list}>
          {body.caps.map((cap, i) => (
            <li key={cap.cap} className={classes.row}>
              <div className={classes.text}>
                {sayLimits('cap_all', { count: cap.contacts, days: cap.days })}
                <div className="faint small">{of(cap)}</div>
              </div>
              {onChange ? <Acts busy={busy} onEdit={() => setAt(i)} onRemove={() => put(body.caps.filter((_, k) => k !== i))} /> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {at === undefined ? null : (
        <CapForm
          start={start}
          taken={body.caps.map((c) => c.cap)}
          busy={busy}
          onSave={(cap) => put(start ? body.caps.map((c) => (c === start ? cap : c)) : [...body.caps, cap])}
          onClose={() => setAt(undefined)}
        />
      )}
    </Section>
  )
}

function Hours({ draft: { body }, busy, onChange }: Part) {
  const say = useWords(policyWords)
  const times = useTimes()
  const by = useChannels()
  const [at, setAt] = useState<number | 'new'>()
  const start = typeof at === 'number' ? body.hours[at] : undefined
  const put = (hours: Body['hours']) => {
    onChange?.({ ...body, hours })
    setAt(undefined)
  }
  return (
    <Section title={say('hours')} actions={onChange ? <Add onAdd={() => setAt('new')} /> : null}>
      {body.hours.length === 0 ? <p className="faint">{say('no_hours')}</p> : null}
      {body.hours.length > 0 ? (
        <ul className={classes.list}>
          {body.hours.map((one, i) => (
            <li key={one.hours} className={classes.row}>
              <div className={classes.text}>
                {times(one.open)}
                <div className="faint small">{by(one.channels)}</div>
              </div>
              {onChange ? <Acts busy={busy} onEdit={() => setAt(i)} onRemove={() => put(body.hours.filter((_, k) => k !== i))} /> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {at === undefined ? null : (
        <HoursForm
          start={start}
          taken={body.hours.map((h) => h.hours)}
          busy={busy}
          onSave={(one) => put(start ? body.hours.map((h) => (h === start ? one : h)) : [...body.hours, one])}
          onClose={() => setAt(undefined)}
        />
      )}
    </Section>
  )
}

function Checks({ draft, busy, onChange }: Part) {
  const say = useWords(policyWords)
  const language = useLanguage()
  const word = useCodeWords(policyWords)
  const { body } = draft
  const put = (purpose: string, checks: string[]) => onChange?.({ ...body, checks: { ...body.checks, [purpose]: checks } })
  return (
    <Section title={say('checks')} lead={say('checks_lead')}>
      <ul className={classes.list}>
        {draft.purposes.map(({ purpose, title, checks: inForce, needed }) => {
          const has = body.checks[purpose] ?? inForce
          const called = pick(title, language) ?? purpose
          return (
            <li key={purpose} className={classes.row}>
              <fieldset className={classes.checks}>
                <legend>{called}</legend>
                {draft.checks.map((check) => (
                  <Checkbox
                    key={check}
                    size="xs"
                    label={word(`check_${check}`)}
                    checked={has.includes(check)}
                    disabled={!onChange || busy || needed.includes(check)}
                    onChange={(event) => put(purpose, event.currentTarget.checked ? [...has, check] : has.filter((c) => c !== check))}
                  />
                ))}
              </fieldset>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function Add({ onAdd }: { onAdd: () => void }) {
  const say = useWords(policyWords)
  return (
    <Button variant="default" onClick={onAdd}>
      {say('add')}
    </Button>
  )
}

function Acts({ busy, onEdit, onRemove }: { busy: boolean; onEdit: () => void; onRemove: () => void }) {
  const say = useWords(policyWords)
  return (
    <div className={classes.acts}>
      <Button size="compact-xs" variant="subtle" disabled={busy} onClick={onEdit}>
        {say('change')}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" disabled={busy} onClick={onRemove}>
        {say('remove')}
      </Button>
    </div>
  )
}
