import { Anchor, Button, PasswordInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { takeReset } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { Door } from './Door.tsx'
import { linkSecret } from './linkSecret.ts'
import { sessionWords } from './session.words.ts'

/** A new password by the link of a letter. */
export default function Reset() {
  const say = useWords(sessionWords)
  const explain = useExplain()
  const [token] = useState(linkSecret)
  const [password, setPassword] = useState('')
  const { mutate, error, isPending, isSuccess } = useMutation({ mutationFn: () => call(takeReset, { body: { token, password } }) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  const wrong = token === '' ? say('link_broken') : error ? explain(error) : ''
  return (
    <Door title={say('reset_title')} lead={isSuccess ? undefined : say('reset_text')}>
      {isSuccess ? (
        <p role="status">{say('reset_done')}</p>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <PasswordInput
            label={say('new_password')}
            description={say('password_hint')}
            autoComplete="new-password"
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': say('show_password') }}
          />
          <p role="alert" className={classes.wrong} hidden={!wrong}>
            {wrong}
          </p>
          <Button type="submit" size="md" fullWidth loading={isPending} disabled={password.length < 10 || token === ''}>
            {say('reset_save')}
          </Button>
        </form>
      )}
      <Anchor component={Link} to="/sign-in" size="sm">
        {say('back_to_sign_in')}
      </Anchor>
    </Door>
  )
}
