import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type MandateView, type Power, powerKinds } from '../../../src/keep/rights/cases/shapes.ts'
import { endMyMandate, giveMyMandate, listMyMandates } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, isoDay } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMine } from '../page/useMine.ts'
import { Part } from '../shell/Leaf.tsx'
import { Confirming } from './Confirming.tsx'
import { type Now, useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'

const dayMs = 86_400_000
const mostDays = 3 * 365

/** Who may ask for somebody: given here, and ended here by one click. */
export function Mandates({ now }: { now: Now }) {
  const say = useWords(rightsWords)
  const [giving, setGiving] = useState(false)
  const { pages, items } = useMine(['rights', 'mandates'], (query, signal) => call(listMyMandates, { query, signal }))
  return (
    <Part title={say('mandates')} lead={say('mandates_lead')}>
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      {pages.data && items.length === 0 ? <p className="quiet">{say('mandates_none')}</p> : null}
      <ul className={classes.list}>
        {items.map((one) => (
          <One key={one.id} one={one} />
        ))}
      </ul>
      <More of={pages} />
      {giving ? (
        <Giving now={now} onDone={() => setGiving(false)} />
      ) : (
        <div>
          <Button variant="default" onClick={() => setGiving(true)}>
            {say('mandate_give')}
          </Button>
        </div>
      )}
    </Part>
  )
}

function One({ one }: { one: MandateView }) {
  const say = useWords(rightsWords)
  const language = useLanguage()
  const today = useNow()
  const renewed = useRenewed()
  const day = (at: string) => dayOf(new Date(at), today, language)
  const end = useAct({
    run: () => call(endMyMandate, { params: { mandate_id: one.id }, body: {} }),
    then: () => {
      notice(say('mandate_ended'))
      renewed()
    },
  })
  return (
    <li className={classes.case}>
      <div className={classes.line}>
        <strong data-own-words>{one.holder}</strong>
        {one.holds ? (
          <Button variant="default" size="xs" loading={end.isPending} aria-label={`${say('mandate_end')}: ${one.holder}`} onClick={() => end.mutate(undefined)}>
            {say('mandate_end')}
          </Button>
        ) : null}
      </div>
      <p className="quiet small">
        {one.powers.map((power) => say(power)).join(', ')} ·{' '}
        {one.holds ? say('mandate_holds', { day: day(one.until) }) : say('mandate_over', { day: day(one.ended_at ?? one.until) })}
      </p>
      {one.entered_by ? (
        <p className="quiet small" data-own-words>
          {say('mandate_entered')}
          {one.evidence ? ` ${say('entered_shown', { evidence: one.evidence })}` : ''}
        </p>
      ) : null}
    </li>
  )
}

function Giving({ now, onDone }: { now: Now; onDone: () => void }) {
  const say = useWords(rightsWords)
  const today = useNow()
  const renewed = useRenewed()
  const troubles = useTroubles(['holder', 'powers', 'until'])
  const after = (days: number) => isoDay(new Date(today.getTime() + days * dayMs))
  const [holder, setHolder] = useState('')
  const [powers, setPowers] = useState<readonly Power[]>(['access', 'rectify'])
  const [until, setUntil] = useState(after(365))
  const give = useAct({
    run: () => call(giveMyMandate, { body: { holder, powers: [...powers], until } }),
    told: troubles.take,
    then: () => {
      notice(say('mandate_given'))
      renewed()
      onDone()
    },
  })
  if (!now.confirmed) return <Confirming onDone={renewed} />
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        troubles.clear()
        give.mutate(undefined)
      }}
    >
      <TextInput
        label={say('mandate_holder')}
        description={say('mandate_holder_hint')}
        required
        maxLength={200}
        value={holder}
        error={troubles.at('holder')}
        onChange={(event) => setHolder(event.currentTarget.value)}
      />
      <Checkbox.Group
        label={say('mandate_powers')}
        value={[...powers]}
        error={troubles.at('powers')}
        onChange={(chosen) => setPowers(powerKinds.filter((one) => chosen.includes(one)))}
      >
        <div className={classes.powers}>
          {powerKinds.map((one) => (
            <Checkbox key={one} value={one} label={say(one)} />
          ))}
        </div>
      </Checkbox.Group>
      <DayInput label={say('mandate_until')} value={until} min={after(1)} max={after(mostDays)} error={troubles.at('until')} onChange={setUntil} />
      <div>
        <Button type="submit" loading={give.isPending} disabled={holder.trim().length < 2 || powers.length === 0}>
          {say('mandate_give_now')}
        </Button>
      </div>
    </form>
  )
}
