import { Anchor, Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { askReset } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { Door } from './Door.tsx'
import { sessionWords } from './session.words.ts'

/** Asks for a link; the answer is the same whoever asks. */
export default function Forgot() {
  const say = useWords(sessionWords)
  const explain = useExplain()
  const [email, setEmail] = useState('')
  const { mutate, error, isPending, isSuccess } = useMutation({ mutationFn: () => call(askReset, { body: { email: email.trim() } }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <Door title={say('forgot_title')} lead={isSuccess ? undefined : say('forgot_text')}>
      {isSuccess ? (
        <p role="status">{say('forgot_sent')}</p>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            label={say('email')}
            type="email"
            autoComplete="username"
            autoFocus
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <p role="alert" className={classes.wrong} hidden={!error}>
            {error ? explain(error) : ''}
          </p>
          <Button type="submit" size="md" fullWidth loading={isPending}>
            {say('forgot_send')}
          </Button>
        </form>
      )}
      <Anchor component={Link} to="/sign-in" size="sm">
        {say('back_to_sign_in')}
      </Anchor>
    </Door>
  )
}
