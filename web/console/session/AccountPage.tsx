import { Button, PinInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { confirmCode, enrolCode } from '../../../src/keep/access/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'
import { Mark } from '../../ui/Mark.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { useAct } from '../../ui/useAct.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import { accountWords } from '../account/account.words.ts'
import { HowIWork } from '../account/HowIWork.tsx'
import classes from './Door.module.css'
import { sessionQuery, useMe } from './session.ts'
import { sessionWords } from './session.words.ts'

const Factors = part(() => import('./Factors.tsx'))
const AddPasskey = part(() => import('./AddPasskey.tsx'))

/** How I sign in: codes and passkeys beside the password. */
export default function AccountPage() {
  const say = useWords(sessionWords)
  const sayAccount = useWords(accountWords)
  const me = useMe()
  return (
    <Page title={say('account')} lead={say('account_lead')}>
      {me.mustEnrol ? <p role="alert">{say('must_enrol')}</p> : null}
      <Section title={sayAccount('title')} lead={sayAccount('lead')}>
        <HowIWork />
      </Section>
      <Section title={say('totp')} lead={say('totp_text')} actions={me.secondFactor ? <Mark tone="good">{say('totp_on')}</Mark> : null}>
        {me.secondFactor ? null : <Codes />}
      </Section>
      <Section title={say('passkeys')} lead={say('passkeys_text')}>
        <Suspense>
          <AddPasskey />
        </Suspense>
      </Section>
      <Suspense>
        <Factors />
      </Suspense>
    </Page>
  )
}

function Codes() {
  const say = useWords(sessionWords)
  const explain = useExplain()
  const client = useQueryClient()
  const [key, setKey] = useState<{ secret: string; uri: string }>()
  const begin = useAct({ run: () => call(enrolCode, { body: {} }), then: setKey })
  const confirm = useMutation({
    mutationFn: (code: string) => call(confirmCode, { body: { code } }),
    onSuccess: () => {
      notice(say('totp_done'))
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
  })
  if (!key)
    return (
      <div>
        <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
          {say('totp_begin')}
        </Button>
      </div>
    )
  const { error } = confirm
  return (
    <div className={classes.form} style={{ maxWidth: 400 }}>
      <p>{say('totp_scan')}</p>
      <code className={classes.secret}>{key.secret.match(/.{1,4}/g)?.join(' ')}</code>
      <a href={key.uri}>{say('totp_link')}</a>
      <PinInput length={6} type="number" oneTimeCode aria-label={say('code')} disabled={confirm.isPending} onComplete={(code) => confirm.mutate(code)} />
      <p role="alert" className={classes.wrong} hidden={!error}>
        {error ? (error instanceof ApiProblem && error.status < 500 && error.status > 0 ? say('wrong_code') : explain(error)) : ''}
      </p>
    </div>
  )
}
