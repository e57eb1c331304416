import { Button, Checkbox, Modal, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { type Power, powerKinds } from '../../../src/keep/rights/cases/shapes.ts'
import { enterMandate, enterMandateEnd } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { dayOf, isoDay } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { ofWords } from './of.words.ts'
import type { MandateView } from './ofQueries.ts'
import { Proofs } from './Proofs.tsx'
import { useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import { Shown, useShown } from './Shown.tsx'

const dayMs = 86_400_000
const mostDays = 3 * 365

/** Who asks for a customer, for what and until when. */
export function Mandates({ customerId, mandates }: { customerId: string; mandates: readonly MandateView[] | undefined }) {
  const say = useWords(ofWords)
  const me = useMe()
  const may = me.can('customers.change') || me.can('rights.work')
  const [adding, on] = useDisclosure(false)
  return (
    <Section
      title={say('mandates')}
      lead={say('mandates_lead')}
      actions={
        <MayButton may={may} why={say('only')} size="xs" variant="default" leftSection={<IconPlus size={15} stroke={1.6} />} onClick={on.open}>
          {say('mandate_add')}
        </MayButton>
      }
    >
      {mandates?.length === 0 ? <p className="quiet small">{say('mandates_none')}</p> : null}
      <ul className={classes.list}>
        {mandates?.map((one) => (
          <One key={one.id} customerId={customerId} one={one} />
        ))}
      </ul>
      {adding ? <Adding customerId={customerId} onClose={on.close} /> : null}
    </Section>
  )
}

function One({ customerId, one }: { customerId: string; one: MandateView }) {
  const say = useWords(ofWords)
  const sayRight = useWords(rightsWords)
  const language = useLanguage()
  const now = useNow()
  const renewed = useRenewed()
  const day = (at: string) => dayOf(new Date(at), now, language)
  const end = useAct({
    run: () => call(enterMandateEnd, { params: { customer_id: customerId, mandate_id: one.id }, body: {} }),
    then: () => {
      notice(say('mandate_ended'))
      renewed(customerId)
    },
  })
  return (
    <li className={classes.plainRow}>
      <div className={classes.rowHead}>
        <span data-own-words>{one.holder}</span>
        <span className="quiet small">
          {one.holds ? say('mandate_holds', { day: day(one.until) }) : say('mandate_over', { day: day(one.ended_at ?? one.until) })}
        </span>
      </div>
      <p className="quiet small">
        {one.powers.map((power) => sayRight(power)).join(', ')} · {sayRight(`road_${one.road}`)}
      </p>
      {one.evidence ? (
        <p className="quiet small" data-own-words>
          {say('shows', { evidence: one.evidence })}
        </p>
      ) : null}
      <Proofs customerId={customerId} proofs={one.proofs} />
      {one.holds ? (
        <div>
          <Sure label={say('mandate_end')} question={say('mandate_end_sure')} loading={end.isPending} onYes={() => end.mutate(undefined)} />
        </div>
      ) : null}
    </li>
  )
}

function Adding({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const say = useWords(ofWords)
  const sayRight = useWords(rightsWords)
  const sayUi = useWords(ui)
  const now = useNow()
  const renewed = useRenewed()
  const troubles = useTroubles(['holder', 'powers', 'until', 'road', 'evidence', 'proof_id'])
  const shown = useShown(customerId)
  const after = (days: number) => isoDay(new Date(now.getTime() + days * dayMs))
  const [holder, setHolder] = useState('')
  const [powers, setPowers] = useState<readonly Power[]>(['access', 'rectify'])
  const [until, setUntil] = useState(after(365))
  const save = useAct({
    run: async () => call(enterMandate, { params: { customer_id: customerId }, body: { holder, powers: [...powers], until, ...(await shown.sent()) } }),
    told: troubles.take,
    then: () => {
      notice(say('mandate_entered'))
      renewed(customerId)
      onClose()
    },
  })
  const ready = shown.ready && holder.trim().length >= 2 && powers.length > 0
  return (
    <Modal opened onClose={onClose} title={say('mandate_title')} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          troubles.clear()
          if (ready) save.mutate(undefined)
        }}
      >
        <TextInput
          data-autofocus
          label={say('mandate_holder')}
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
          <div className={classes.chips}>
            {powerKinds.map((one) => (
              <Checkbox key={one} value={one} label={sayRight(one)} />
            ))}
          </div>
        </Checkbox.Group>
        <DayInput label={say('mandate_until')} value={until} min={after(1)} max={after(mostDays)} error={troubles.at('until')} onChange={setUntil} />
        <Shown of={shown} at={troubles.at} />
        <div className={classes.actions}>
          <Button type="submit" loading={save.isPending} disabled={!ready}>
            {say('save')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
