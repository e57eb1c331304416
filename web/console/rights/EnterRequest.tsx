import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type AboutKind, aboutKinds, type Right, rightsKinds } from '../../../src/keep/rights/cases/shapes.ts'
import { enterRight } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { DayInput } from '../../ui/DayInput.tsx'
import { dayOf, isoDay, plainDay } from '../../ui/formats.ts'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { ofWords } from './of.words.ts'
import type { Holding, MandateView } from './ofQueries.ts'
import { useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'
import { Shown, useShown } from './Shown.tsx'
import { useSubjects } from './useSubjects.ts'

const places = ['about', 'value', 'words', 'road', 'evidence', 'proof_id', 'came_on', 'mandate_id'] as const
const dayMs = 86_400_000

type EnterRequestProps = {
  customerId: string
  holding: Holding
  mandates: readonly MandateView[]
  /** What is asked is known already; `subject`: as `kind.name`. */
  begin?: { right: Right; subject: string }
  onClose: () => void
}

/** A clerk enters what a customer, or whoever asks for them, wants by right: from here it is a request like any other. */
export function EnterRequest({ customerId, holding, mandates, begin, onClose }: EnterRequestProps) {
  const say = useWords(ofWords)
  const sayRight = useWords(rightsWords)
  const sayUi = useWords(ui)
  const language = useLanguage()
  const now = useNow()
  const renewed = useRenewed()
  const troubles = useTroubles(places)
  const shown = useShown(customerId)
  const [right, setRight] = useState<Right>(begin?.right ?? 'rectify')
  const subjects = useSubjects(customerId, right, holding)
  const [chosen, setChosen] = useState(begin?.subject ?? '')
  const [value, setValue] = useState('')
  const [words, setWords] = useState('')
  const [day, setDay] = useState(isoDay(now))
  const [mandate, setMandate] = useState('')
  const subject = subjects.some((one) => one.value === chosen) ? chosen : (subjects[0]?.value ?? '')
  const [kind, name] = partsOf(subject)
  const isField = right === 'rectify' && kind === 'field'
  const must = right === 'complaint' || (right === 'rectify' && !isField)
  const purpose = kind === 'purpose' ? holding.purposes.find(({ code }) => code === name) : undefined
  const holds = (right === 'restrict' && name === '') || ((right === 'restrict' || right === 'object') && purpose?.at_once === true && purpose[right] === null)
  const holders = mandates.filter((one) => one.holds && one.powers.includes(right))
  const said = (at: string) => dayOf(new Date(at), now, language)
  const save = useAct({
    run: async () => {
      const body = {
        right,
        about: name === '' ? null : { kind, name },
        words: words.trim() === '' ? null : words,
        value: isField ? value : null,
        came_on: day === isoDay(now) ? null : day,
        mandate_id: holders.some((one) => one.id === mandate) ? mandate : null,
        ...(await shown.sent()),
      }
      return call(enterRight, { params: { customer_id: customerId }, body })
    },
    told: troubles.take,
    then: (made) => {
      const { number } = made
      notice(made.state === 'open' ? say('saved_open', { number, day: said(made.due_at) }) : say(holds ? 'saved_done' : 'saved_over', { number }))
      renewed(customerId)
      onClose()
    },
  })
  const ready = shown.ready && !(must && words.trim() === '')
  return (
    <Modal opened onClose={onClose} title={say('enter_title')} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          troubles.clear()
          if (ready) save.mutate(undefined)
        }}
      >
        <NativeSelect
          data-autofocus
          label={say('right')}
          value={right}
          data={rightsKinds.map((one) => ({ value: one, label: sayRight(one) }))}
          onChange={(event) => setRight(rightsKinds.find((one) => one === event.currentTarget.value) ?? 'rectify')}
        />
        {subjects.length > 0 ? (
          <NativeSelect
            label={say('about')}
            value={subject}
            error={troubles.at('about')}
            data={subjects}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        ) : null}
        {isField ? (
          <TextInput
            label={say('proposed')}
            description={say('proposed_hint')}
            value={value}
            maxLength={2000}
            error={troubles.at('value')}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        ) : null}
        <Textarea
          label={say(must ? 'words' : 'words_optional')}
          description={say('words_hint')}
          autosize
          minRows={2}
          maxLength={2000}
          value={words}
          error={troubles.at('words')}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        {holders.length > 0 ? (
          <NativeSelect
            label={say('on_behalf')}
            value={mandate}
            error={troubles.at('mandate_id')}
            data={[{ value: '', label: say('themselves') }, ...holders.map((one) => ({ value: one.id, label: one.holder }))]}
            onChange={(event) => setMandate(event.currentTarget.value)}
          />
        ) : null}
        <DayInput
          label={say('day')}
          value={day}
          min={isoDay(new Date(plainDay(isoDay(now)).getTime() - 365 * dayMs))}
          max={isoDay(now)}
          error={troubles.at('came_on')}
          onChange={setDay}
        />
        <p className="quiet small">{say('day_hint')}</p>
        <Shown of={shown} at={troubles.at} />
        <p className={classes.effect}>
          {holds ? say('at_once') : say('due_by', { day: said(holding.due[right] ?? now.toISOString()) })} {right === 'erase' ? say('erase_hint') : ''}
        </p>
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

/** `kind.name`, as a choice stands in the form; no name is everything. */
function partsOf(subject: string): [AboutKind, string] {
  const [kind, ...name] = subject.split('.')
  return [aboutKinds.find((one) => one === kind) ?? 'field', name.join('.')]
}
