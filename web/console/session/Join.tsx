import { Button, PasswordInput, TextInput } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { readInvitation, takeInvitation } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { client } from '../../ui/queries.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { Door } from './Door.tsx'
import { hasPasskeys } from './hasPasskeys.ts'
import { linkSecret } from './linkSecret.ts'
import { sessionQuery } from './session.ts'
import { sessionWords } from './session.words.ts'

/** Joining the staff by an invitation: a name, and a password or a passkey. */
export default function Join() {
  const say = useWords(sessionWords)
  const [token] = useState(linkSecret)
  const { data, error } = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => call(readInvitation, { body: { token }, signal }),
    enabled: token !== '',
    retry: false,
  })
  return (
    <Door title={say('join_title')} lead={data ? say('join_text', { email: data.email }) : undefined}>
      {token === '' ? <p role="alert">{say('link_broken')}</p> : null}
      {error ? <ErrorBox error={error} /> : null}
      {!data && !error && token !== '' ? <Lines count={3} /> : null}
      {data ? <Form token={token} /> : null}
    </Door>
  )
}

function Form({ token }: { token: string }) {
  const say = useWords(sessionWords)
  const explain = useExplain()
  const { history } = useRouter()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const enter = () => void client.resetQueries({ queryKey: sessionQuery.queryKey }).then(() => history.push('/'))
  const byPassword = useMutation({ mutationFn: () => call(takeInvitation, { body: { token, name, password } }), onSuccess: enter })
  const byPasskey = useMutation({
    mutationFn: async () => call(takeInvitation, { body: { token, name, passkey: await (await import('./passkey.ts')).invitedPasskey(token, name) } }),
    onSuccess: enter,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    byPassword.mutate()
  }
  const error = byPassword.error ?? byPasskey.error
  const busy = byPassword.isPending || byPasskey.isPending
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput label={say('your_name')} autoComplete="name" autoFocus value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      <PasswordInput
        label={say('new_password')}
        description={say('password_hint')}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': say('show_password') }}
      />
      <p role="alert" className={classes.wrong} hidden={!error}>
        {error ? explain(error) : ''}
      </p>
      <Button type="submit" size="md" fullWidth loading={byPassword.isPending} disabled={busy || name.trim() === '' || password.length < 10}>
        {say('join_password')}
      </Button>
      <p className={classes.or}>{say('or')}</p>
      <Button
        variant="default"
        size="md"
        fullWidth
        disabled={busy || name.trim() === '' || !hasPasskeys()}
        loading={byPasskey.isPending}
        onClick={() => byPasskey.mutate()}
        leftSection={<IconFingerprint size={18} stroke={1.6} />}
      >
        {say('join_passkey')}
      </Button>
      {hasPasskeys() ? null : <p className={classes.hint}>{say('passkey_no')}</p>}
    </form>
  )
}
