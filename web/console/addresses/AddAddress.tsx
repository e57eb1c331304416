import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { z } from 'zod'
import type { addIdentifier } from '../../../src/office/console/contract.ts'
import { identifierWords } from '../../ui/field.words.ts'
import { Name } from '../../ui/Person.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { CameBack, useCameBack } from '../erasing/CameBack.tsx'
import classes from './Addresses.module.css'
import { addressesWords } from './addresses.words.ts'
import { addressHistoryQuery, type Change, type Kind, kindOf, kinds, useAdd, written } from './queries.ts'

type Owner = NonNullable<z.output<typeof addIdentifier.output>['belongs']>

/** One more address, typed; or one that was removed, put back. */
export function AddAddress({ customerId, onDone }: { customerId: string; onDone: () => void }) {
  const say = useWords(addressesWords)
  const sayUi = useWords(ui)
  const kindWord = useCodeWords(identifierWords)
  const [kind, setKind] = useState<Kind>('email')
  const [value, setValue] = useState('')
  const [owner, setOwner] = useState<Owner | null>(null)
  const back = useCameBack()
  const then = (belongs: Owner | null) => {
    setOwner(belongs)
    if (!belongs) onDone()
  }
  const { mutate, isPending } = useAdd(customerId, then, back.take)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim() && !back.waits) mutate({ kind, value: value.trim(), ...back.body })
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <NativeSelect
        label={say('kind')}
        value={kind}
        data={kinds.map((each) => ({ value: each, label: kindWord(each) }))}
        onChange={(event) => {
          setKind(kindOf(event.currentTarget.value) ?? kind)
          setOwner(null)
          back.forget()
        }}
      />
      <TextInput
        label={say(labelOf(kind))}
        value={value}
        maxLength={320}
        autoComplete="off"
        data-autofocus
        autoFocus
        {...(kind === 'email' || kind === 'phone' ? { inputMode: kind === 'email' ? 'email' : 'tel' } : {})}
        onChange={(event) => {
          setValue(event.currentTarget.value)
          setOwner(null)
          back.forget()
        }}
      />
      {owner ? <Belongs owner={owner} /> : null}
      <CameBack of={back} />
      <div className={classes.buttons}>
        <Button type="button" variant="subtle" color="gray" size="xs" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" size="xs" loading={isPending} disabled={!value.trim() || back.waits}>
          {say('save')}
        </Button>
      </div>
      <Removed customerId={customerId} busy={isPending} onPutBack={mutate} />
    </form>
  )
}

const labelOf = (kind: Kind) => (kind === 'email' || kind === 'phone' || kind === 'card' ? (`value_${kind}` as const) : 'value_messenger')

/** Nothing was written: whose it is, as far as the name may be seen, and the way to their card. */
function Belongs({ owner }: { owner: Owner }) {
  const say = useWords(addressesWords)
  return (
    <p role="alert" className={classes.belongs}>
      {say('belongs')}{' '}
      <Link to="/customers/$customerId" params={{ customerId: owner.to.id }}>
        <Name who={owner.to} form="full" />
      </Link>
      . {say('belongs_left')}
    </p>
  )
}

type RemovedProps = { customerId: string; busy: boolean; onPutBack: (one: { kind: Kind; value: string }) => void }

function Removed({ customerId, busy, onPutBack }: RemovedProps) {
  const say = useWords(addressesWords)
  const { data } = useQuery(addressHistoryQuery(customerId))
  const gone = removedOf(data?.items ?? [])
  if (gone.length === 0) return null
  return (
    <div>
      <h3>{say('before')}</h3>
      <ul className={classes.removed}>
        {gone.map(({ id, kind, shown }) => (
          <li key={id}>
            <span>{written({ kind, shown })}</span>
            <Button
              size="compact-xs"
              variant="subtle"
              loading={busy}
              aria-label={say('put_back_that', { value: shown })}
              onClick={() => onPutBack({ kind, value: shown })}
            >
              {say('put_back')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Each that is theirs no more, once, the last removed first. */
function removedOf(items: readonly Change[]): { id: string; kind: Kind; shown: string }[] {
  const gone = new Map<string, { id: string; kind: Kind; shown: string }>()
  for (const { id, kind: code, shown, there } of items) {
    const kind = kindOf(code)
    if (!there && shown && kind && !gone.has(id)) gone.set(id, { id, kind, shown })
  }
  return [...gone.values()]
}
