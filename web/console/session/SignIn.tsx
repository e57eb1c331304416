import { Anchor, Button, PasswordInput, PinInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { signIn } from '../../../src/keep/access/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { client } from '../../ui/queries.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { Door } from './Door.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { sessionQuery } from './session.ts'
import { sessionWords } from './session.words.ts'

const route = getRouteApi('/sign-in')

/** Password first; a code when one is enrolled; or a passkey instead of both. */
export default function SignIn() {
  const say = useWords(sessionWords)
  const explain = useExplain()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const enter = useEnter()
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: (code?: string) => call(signIn, { body: { email: email.trim(), password, ...(code ? { code } : {}) } }),
    onSuccess: ({ needs }) => {
      if (needs === 'code') setNeedsCode(true)
      else if (needs === null) enter()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate(undefined)
  }
  const needsPasskey = data?.needs === 'passkey' ? say('needs_passkey') : ''
  const wrong = error ? (error instanceof ApiProblem && error.status === 401 ? say(needsCode ? 'wrong_code' : 'wrong') : explain(error)) : needsPasskey
  if (needsCode) {
    return (
      <Door title={say('code_title')} lead={say('code_text')}>
        <div className={classes.form}>
          <PinInput length={6} type="number" oneTimeCode autoFocus aria-label={say('code')} disabled={isPending} onComplete={(code) => mutate(code)} />
          <p role="alert" className={classes.wrong}>
            {wrong}
          </p>
          <RecoveryCode pending={isPending} onCode={mutate} />
          <Anchor
            component="button"
            type="button"
            size="sm"
            onClick={() => {
              reset()
              setNeedsCode(false)
            }}
          >
            {say('other_account')}
          </Anchor>
        </div>
      </Door>
    )
  }
  return (
    <Door title={say('sign_in')}>
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
        <PasswordInput
          label={say('password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': say('show_password') }}
        />
        <p role="alert" className={classes.wrong} hidden={!wrong}>
          {wrong}
        </p>
        <Button type="submit" size="md" fullWidth loading={isPending}>
          {say('sign_in')}
        </Button>
        <Anchor component={Link} to="/forgot" size="sm">
          {say('forgot')}
        </Anchor>
        <p className={classes.or}>{say('or')}</p>
        <PasskeyButton onDone={enter} />
      </form>
      <p className={classes.hint}>
        {say('customer_hint')} <a href="/my">{say('customer_link')}</a>
      </p>
    </Door>
  )
}

/** For the day the phone is lost. */
function RecoveryCode({ pending, onCode }: { pending: boolean; onCode: (code: string) => void }) {
  const say = useWords(sessionWords)
  const [open, setOpen] = useState(false)
  const [code, setCode] = useState('')
  if (!open)
    return (
      <Anchor component="button" type="button" size="sm" onClick={() => setOpen(true)}>
        {say('no_phone')}
      </Anchor>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() !== '') onCode(code.trim())
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        label={say('recovery_code')}
        value={code}
        maxLength={12}
        autoComplete="one-time-code"
        autoFocus
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={pending}>
        {say('sign_in')}
      </Button>
    </form>
  )
}

/** Into the console, to where one wanted to go. */
function useEnter(): () => void {
  const { history } = useRouter()
  const search = route.useSearch()
  return () => {
    void client.resetQueries({ queryKey: sessionQuery.queryKey }).then(() => history.push(search.to ?? '/'))
  }
}
