import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { signIn } from '../../../src/keep/access/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import { CodeStep } from './CodeStep.tsx'
import classes from './Door.module.css'
import { Door } from './Door.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { Providers, waysQuery } from './Providers.tsx'
import { sessionWords } from './session.words.ts'
import { useEnter } from './useEnter.ts'

const route = getRouteApi('/sign-in')

/** Password first; a code when one is enrolled; or a passkey instead of both. */
export default function SignIn() {
  const say = useWords(sessionWords)
  const explain = useExplain()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [byPassword, setByPassword] = useState(false)
  const search = route.useSearch()
  const ways = useQuery(waysQuery)
  const enter = useEnter(search.to)
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
      <CodeStep
        wrong={wrong}
        pending={isPending}
        onCode={mutate}
        onOther={() => {
          reset()
          setNeedsCode(false)
        }}
      />
    )
  }
  const form = (
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
  )
  return (
    <Door title={say('sign_in')} {...(search.ended ? { lead: say('ended') } : {})}>
      <Providers to={search.to} />
      {ways.data?.only_providers && !byPassword ? (
        <Anchor component="button" type="button" size="sm" onClick={() => setByPassword(true)}>
          {say('password_instead')}
        </Anchor>
      ) : (
        form
      )}
      <p className={classes.hint}>
        {say('customer_hint')} <a href="/my">{say('customer_link')}</a>
      </p>
    </Door>
  )
}
