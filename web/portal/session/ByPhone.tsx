import { Anchor, Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { askForCode, redeemCode } from '../../../src/keep/access/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { client } from '../../ui/queries.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from '../shell/Porch.module.css'
import { portal } from '../shell/portal.words.ts'
import { sessionQuery } from './session.ts'

/** A code by SMS. The answer is the same whether the number is known or not. */
export function ByPhone() {
  const say = useWords(portal)
  const explain = useExplain()
  const { history } = useRouter()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const ask = useMutation({ mutationFn: () => call(askForCode, { body: { phone: phone.trim() } }) })
  const open = useMutation({
    mutationFn: () => call(redeemCode, { body: { phone: phone.trim(), code } }),
    onSuccess: (session) => {
      client.clear()
      client.setQueryData(sessionQuery.queryKey, session)
      history.replace('/my')
    },
  })
  const asked = ask.isSuccess
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (asked) open.mutate()
    else ask.mutate()
  }
  const again = () => {
    ask.reset()
    open.reset()
    setCode('')
  }
  const error = asked ? open.error : ask.error
  const wrong = asked && error instanceof ApiProblem && error.status === 401
  return (
    <form onSubmit={submit}>
      {asked ? (
        <>
          <p role="status">{say('code_sent', { phone: phone.trim() })}</p>
          <TextInput
            key="code"
            size="md"
            label={say('code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
            required
            withAsterisk={false}
            autoFocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value.replace(/[^\d -]/g, ''))}
          />
        </>
      ) : (
        <TextInput
          key="phone"
          size="md"
          type="tel"
          label={say('phone')}
          autoComplete="tel"
          required
          withAsterisk={false}
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
        />
      )}
      <p role="alert" className={classes.wrong} hidden={!error}>
        {error ? (wrong ? say('code_wrong') : explain(error)) : ''}
      </p>
      <Button type="submit" size="md" loading={asked ? open.isPending : ask.isPending}>
        {say(asked ? 'code_open' : 'send_code')}
      </Button>
      {asked ? (
        <Anchor component="button" type="button" size="sm" onClick={again}>
          {say('code_again')}
        </Anchor>
      ) : null}
    </form>
  )
}
