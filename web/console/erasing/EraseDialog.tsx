import { Button, Group, Modal, NumberInput, Radio, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Covers, evidences, mostDays, reasons } from '../../../src/keep/rights/shapes.ts'
import { ChooseCovers, useCovers } from '../../ui/Covers.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useTroubles } from '../../ui/useTroubles.ts'
import { useWords } from '../../ui/words.ts'
import { forget } from '../shell/recent.ts'
import { Goes, Stays } from './Counted.tsx'
import classes from './Erasing.module.css'
import { erasingWords } from './erasing.words.ts'
import { Standing } from './OpenErasure.tsx'
import { erase, type Foreseen, foreseenQuery, useRenewed, type Wish } from './queries.ts'

type EraseDialogProps = {
  customer: string
  name: string
  /** What is typed before it is done: the name, where it may be seen. */
  typing: string
  onClose: () => void
}

/** Says what goes and what stays, and erases a customer once their name was typed. */
export default function EraseDialog({ customer, name, typing, onClose }: EraseDialogProps) {
  const say = useWords(erasingWords)
  const covers = useCovers()
  const { data, error, refetch } = useQuery({ ...foreseenQuery(customer, covers.chosen), enabled: covers.chosen !== undefined })
  return (
    <Modal opened onClose={onClose} title={say('title', { name })} size="lg">
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {!data && !error ? <Lines count={8} /> : null}
      {data?.open ? <Standing of={data.open} /> : null}
      {data?.open ? null : <ChooseCovers of={covers} />}
      {data && !data.open && covers.chosen !== undefined ? (
        <Asking customer={customer} typing={typing} covers={covers.chosen} foreseen={data} onClose={onClose} onStale={() => void refetch()} />
      ) : null}
    </Modal>
  )
}

type AskingProps = Omit<EraseDialogProps, 'name'> & { covers: Covers; foreseen: Foreseen; onStale: () => void }

function Asking({ customer, typing, covers, foreseen, onClose, onStale }: AskingProps) {
  const say = useWords(erasingWords)
  const sayUi = useWords(ui)
  const renewed = useRenewed()
  const navigate = useNavigate()
  const troubles = useTroubles(['evidence.filed', 'evidence.kind', 'days'])
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState<Wish['reason']>('request')
  const [kind, setKind] = useState<Wish['evidence']['kind']>('mail')
  const [filed, setFiled] = useState('')
  const [later, setLater] = useState(false)
  const [days, setDays] = useState(14)
  const asked = reason === 'request'
  const deed = useAct({
    run: () =>
      erase(customer, foreseen.etag, {
        covers,
        reason,
        evidence: asked ? { kind, filed: filed.trim() === '' ? null : filed } : { kind: 'none' },
        days: later ? days : 0,
      }),
    then: ({ state }) => {
      notice(say(covers === 'everything' ? 'asked_said' : 'part_asked_said'))
      onClose()
      if (covers === 'everything') forget(customer)
      renewed(customer)
      if (state !== 'waiting' || !later) void navigate({ to: '/settings/erasures' })
    },
    told: (error) => {
      onStale()
      return troubles.take(error)
    },
  })
  const [hold] = foreseen.holds
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        deed.mutate(undefined)
      }}
    >
      <p>{say(covers === 'everything' ? 'text' : 'part_text')}</p>
      {foreseen.cards > 1 ? <p>{say('joined', { count: foreseen.cards })}</p> : null}
      <div className={classes.sides}>
        <section aria-label={say('goes')}>
          <h3>{say('goes')}</h3>
          <Goes gone={foreseen.gone} />
        </section>
        <section aria-label={say('stays')}>
          <h3>{say('stays')}</h3>
          <Stays stays={foreseen.stays} />
        </section>
      </div>
      {hold ? (
        <p role="alert" className={classes.held}>
          {say(`held_${hold}`)}
        </p>
      ) : null}
      <Select
        label={say('reason')}
        data={reasons.map((value) => ({ value, label: say(`reason_${value}`) }))}
        value={reason}
        allowDeselect={false}
        onChange={(value) => setReason(reasons.find((each) => each === value) ?? 'request')}
      />
      {asked ? (
        <div className={classes.pair}>
          <Select
            label={say('evidence')}
            data={evidences.filter((value) => value !== 'none').map((value) => ({ value, label: say(`evidence_${value}`) }))}
            value={kind}
            allowDeselect={false}
            error={troubles.at('evidence.kind')}
            onChange={(value) => setKind(evidences.find((each) => each === value) ?? 'mail')}
          />
          <TextInput
            label={say('filed')}
            description={say('filed_hint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            maxLength={200}
            value={filed}
            error={troubles.at('evidence.filed')}
            onChange={(event) => setFiled(event.currentTarget.value)}
          />
        </div>
      ) : null}
      <Radio.Group label={say('when')} value={later ? 'later' : 'now'} onChange={(value) => setLater(value === 'later')}>
        <div className={classes.choices}>
          <Radio value="now" label={say('at_once')} />
          <Radio value="later" label={say('in_days', { count: days })} />
          {later ? (
            <NumberInput
              aria-label={say('when')}
              min={1}
              max={mostDays}
              value={days}
              error={troubles.at('days')}
              w={100}
              onChange={(value) => setDays(Math.min(mostDays, Math.max(1, Number(value) || 1)))}
            />
          ) : null}
        </div>
      </Radio.Group>
      <TextInput
        data-autofocus
        label={say('type_name', { name: typing })}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" color="red" loading={deed.isPending} disabled={hold !== undefined || typed.trim() !== typing}>
          {say('go')}
        </Button>
      </Group>
    </form>
  )
}
