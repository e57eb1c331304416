import { Button, Modal, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { z } from 'zod'
import { addCustomer } from '../../../src/office/console/contract.ts'
import { addLead } from '../../../src/office/leads/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { Name } from '../../ui/Person.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { CameBack, useCameBack } from '../erasing/CameBack.tsx'
import { cameBackWords } from '../erasing/cameBack.words.ts'
import { customersWords } from './customers.words.ts'
import classes from './NewCustomer.module.css'
import { UnitsOfNew } from './UnitsOfNew.tsx'
import { useUnitsOfNew } from './useUnitsOfNew.ts'

const kinds = ['person', 'organisation'] as const
const roles = ['customer', 'lead', 'supplier', 'partner'] as const
type Role = (typeof roles)[number]
const fieldsOf = {
  person: [
    ['surname', 'surname'],
    ['name', 'given'],
    ['patronymic', 'patronymic'],
  ],
  organisation: [
    ['org_name', 'org_name'],
    ['inn', 'inn'],
  ],
} as const

type Owner = NonNullable<z.output<typeof addCustomer.output>['belongs']>

/** Someone entered by hand: a name, and something to recognise them by, without which a lead could not be answered. Whoever is known already is named and left as they are. */
export default function NewCustomer({ as: first = 'customer', onClose }: { as?: Role; onClose: () => void }) {
  const say = useWords(customersWords)
  const sayUi = useWords(ui)
  const sayBack = useWords(cameBackWords)
  const language = useLanguage()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [kind, setKind] = useState<(typeof kinds)[number]>('person')
  const [role, setRole] = useState<Role>(first)
  const [values, setValues] = useState<Record<string, string>>({})
  const [owner, setOwner] = useState<Owner | null>(null)
  const units = useUnitsOfNew(role === 'lead')
  const back = useCameBack()
  const value = (key: string) => values[key]?.trim() ?? ''
  const fields = Object.fromEntries(fieldsOf[kind].map(([key]) => [key, value(key)]).filter(([, text]) => text))
  const identifiers = (['email', 'phone'] as const).map((each) => ({ kind: each, value: value(each) })).filter((each) => each.value)
  const named = Boolean(value('surname') || value('name') || value('org_name'))
  const ready = named && (identifiers.length > 0 || role !== 'lead')
  const { mutate, isPending } = useAct({
    run: () =>
      role === 'lead'
        ? call(addLead, { body: { kind, fields, identifiers, language, ...back.body, ...(units.said?.[0] === undefined ? {} : { unit: units.said[0] }) } })
        : call(addCustomer, {
            body: { kind, role, fields, identifiers, language, ...back.body, ...(units.said === undefined ? {} : { units: [...units.said] }) },
          }),
    told: back.take,
    then: ({ id, existed, belongs }) => {
      setOwner(belongs)
      if (existed) return
      notice(say('added'))
      void client.invalidateQueries({ queryKey: ['customers'] })
      void client.invalidateQueries({ queryKey: ['leads'] })
      if (units.lost || (first === 'lead' && role === 'lead')) return onClose()
      void navigate({ to: '/customers/$customerId', params: { customerId: id } })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !back.waits) mutate(undefined)
  }
  const input = (key: string, label: string, more: Record<string, string> = {}) => (
    <TextInput
      key={key}
      label={label}
      value={values[key] ?? ''}
      maxLength={320}
      autoComplete="off"
      onChange={(event) => {
        setOwner(null)
        if (key === 'email' || key === 'phone') back.forget()
        setValues({ ...values, [key]: event.currentTarget.value })
      }}
      {...more}
    />
  )
  return (
    <Modal opened onClose={onClose} closeButtonProps={{ 'aria-label': sayUi('close') }} title={say(first === 'lead' ? 'add_lead' : 'add')}>
      <form onSubmit={submit} className={classes.form}>
        <SegmentedControl aria-label={say('kind')} value={kind} onChange={setKind} data={kinds.map((each) => ({ value: each, label: say(each) }))} />
        <NativeSelect
          label={say('role')}
          value={role}
          data={roles.map((each) => ({ value: each, label: say(`is_${each}`) }))}
          onChange={(event) => setRole(roles.find((each) => each === event.currentTarget.value) ?? role)}
        />
        {fieldsOf[kind].map(([key, word], at) => input(key, say(word), at === 0 ? { 'data-autofocus': 'true' } : {}))}
        {input('email', say('email'), { type: 'email', inputMode: 'email' })}
        {input('phone', say('phone'), { type: 'tel', inputMode: 'tel', description: say('phone_hint') })}
        <UnitsOfNew of={units} />
        {owner ? <Belongs owner={owner} onFollow={onClose} /> : null}
        <CameBack of={back} />
        <p className={classes.hint}>
          {back.waits
            ? sayBack('say_it')
            : say(!named ? 'need_name' : !ready ? 'need_identifier' : identifiers.length > 0 ? 'no_consent_yet' : 'no_identifier')}
        </p>
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={onClose}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={!ready || back.waits}>
            {say('create')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Nothing was written: whose it is, as far as the name may be seen, and the way to their card. */
function Belongs({ owner: { by, to }, onFollow }: { owner: Owner; onFollow: () => void }) {
  const say = useWords(customersWords)
  return (
    <p role="alert" className={classes.belongs}>
      {say(by === 'email' ? 'belongs_email' : by === 'phone' ? 'belongs_phone' : 'belongs_known')}{' '}
      <Link to="/customers/$customerId" params={{ customerId: to.id }} onClick={onFollow}>
        <Name who={to} form="full" />
      </Link>
      . {say('belongs_left')}
    </p>
  )
}
