import { Anchor, Button, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { askForLink } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from '../shell/Porch.module.css'
import { Porch } from '../shell/Porch.tsx'
import { portal } from '../shell/portal.words.ts'
import { ByPhone } from './ByPhone.tsx'
import { aboutQuery } from './session.ts'

/** A link by mail, or a code by SMS. The answer is the same whether the address is known or not. */
export default function SignIn() {
  const say = useWords(portal)
  const explain = useExplain()
  const { data: about } = useQuery(aboutQuery)
  const [email, setEmail] = useState('')
  const [way, setWay] = useState<'email' | 'phone'>('email')
  const { mutate, isPending, isSuccess, error, reset } = useMutation({ mutationFn: () => call(askForLink, { body: { email: email.trim() } }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  if (isSuccess) {
    return (
      <Porch title={say('sent')} lead={say('sent_text')}>
        <div role="status">
          <Anchor component="button" type="button" onClick={reset}>
            {say('other_email')}
          </Anchor>
        </div>
      </Porch>
    )
  }
  return (
    <Porch title={say('sign_in')} lead={say('sign_in_lead', { company: about?.company ?? '' })}>
      <SegmentedControl
        fullWidth
        aria-label={say('way')}
        value={way}
        onChange={(value) => setWay(value === 'phone' ? 'phone' : 'email')}
        data={[
          { value: 'email', label: say('by_email') },
          { value: 'phone', label: say('by_phone') },
        ]}
      />
      {way === 'phone' ? <ByPhone /> : null}
      <form onSubmit={submit} hidden={way !== 'email'}>
        <TextInput
          size="md"
          type="email"
          label={say('email')}
          autoComplete="email"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <p role="alert" className={classes.wrong} hidden={!error}>
          {error ? explain(error) : ''}
        </p>
        <Button type="submit" size="md" loading={isPending}>
          {say('send')}
        </Button>
      </form>
      <p className="small">
        <a href="/w">{say('from_us')}</a>
      </p>
      <p className="faint small">
        {say('staff_hint')} <a href="/">{say('staff_link')}</a>
      </p>
    </Porch>
  )
}
