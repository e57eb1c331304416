import { Anchor, Button, Loader } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { finishProvider, finishSecond } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import { CodeStep } from './CodeStep.tsx'
import { shownAtProvider, tellShown } from './confirming.ts'
import classes from './Door.module.css'
import { Door } from './Door.tsx'
import { sessionWords } from './session.words.ts'
import { useEnter } from './useEnter.ts'

const route = getRouteApi('/sign-in/by/$code')

/** Where a provider sends people back to: what it says is handed in once, and taken out of the address. */
export default function ByProvider() {
  const say = useWords(sessionWords)
  const explain = useExplain()
  const { code } = route.useParams()
  const { history } = useRouter()
  const [answer] = useState(() => window.location.search.slice(1))
  const [to, setTo] = useState<string | null>(null)
  const enter = useEnter(to)
  const begun = useRef(false)
  const first = useMutation({ mutationFn: () => call(finishProvider, { params: { code }, body: { answer } }), onSuccess: took })
  const second = useMutation({
    mutationFn: (said: { code: string } | { passkey: Record<string, unknown> }) => call(finishSecond, { body: said }),
    onSuccess: took,
  })
  const needs = second.isSuccess ? null : (first.data?.needs ?? null)
  const done = second.isSuccess || (first.isSuccess && needs === null)

  function took(said: { to: string | null }) {
    setTo(said.to)
  }
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    window.history.replaceState(null, '', window.location.pathname)
    first.mutate()
  })
  useEffect(() => {
    if (!done) return
    if (to === shownAtProvider) tellShown()
    else enter()
  }, [done, to, enter])

  if (needs === 'code')
    return (
      <CodeStep
        wrong={second.error ? explain(second.error) : ''}
        pending={second.isPending}
        onCode={(typed) => second.mutate({ code: typed })}
        onOther={() => history.push('/sign-in')}
      />
    )
  const error = first.error ?? second.error
  return (
    <Door title={say(error ? 'provider_no' : needs === 'passkey' ? 'code_title' : 'provider_in')} lead={needs === 'passkey' ? say('needs_passkey') : undefined}>
      <div className={classes.form}>
        {error ? <ErrorBox error={error} title={say('provider_why')} /> : null}
        {needs === 'passkey' ? (
          <Button
            size="md"
            fullWidth
            loading={second.isPending}
            onClick={() =>
              void import('./passkey.ts')
                .then(({ askForPasskey }) => askForPasskey())
                .then(
                  (passkey) => second.mutate({ passkey }),
                  () => undefined,
                )
            }
          >
            {say('passkey')}
          </Button>
        ) : null}
        {error || needs ? null : <Loader size="sm" role="status" aria-label={say('provider_in')} />}
        {error ? (
          <Anchor component={Link} to="/sign-in" size="sm">
            {say('back_to_sign_in')}
          </Anchor>
        ) : null}
      </div>
    </Door>
  )
}
