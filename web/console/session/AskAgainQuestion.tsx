import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useEffect, useState } from 'react'
import { beginProvider, confirmIdentity } from '../../../src/keep/access/contract.ts'
import { call } from '../../ui/api.ts'
import { ui } from '../../ui/ui.words.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import { onShown, shownAtProvider } from './confirming.ts'
import classes from './Door.module.css'
import { waysQuery } from './Providers.tsx'
import { sessionQuery } from './session.ts'
import { sessionWords } from './session.words.ts'

/** The question itself; `onEnd` is told whether it was answered. */
export default function AskAgainQuestion({ onEnd }: { onEnd: (shown: boolean) => void }) {
  const say = useWords(sessionWords)
  const sayUi = useWords(ui)
  const explain = useExplain()
  const { data } = useQuery(sessionQuery)
  const [secret, setSecret] = useState('')
  const byCode = data?.staff?.second_factor === true
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => call(confirmIdentity, { body: byCode ? { code: secret.trim() } : { password: secret } }),
    onSuccess: () => onEnd(true),
  })
  const ways = useQuery(waysQuery)
  const away = useMutation({
    mutationFn: async (code: string) => {
      // Opened with the click, else the browser takes it for a window nobody asked for.
      const opened = window.open('about:blank', 'rapport-shown', 'popup,width=480,height=680')
      try {
        const { url } = await call(beginProvider, { params: { code }, body: { confirm: true, to: shownAtProvider } })
        if (opened) opened.location.href = url
      } catch (trouble) {
        opened?.close()
        throw trouble
      }
    },
  })
  useEffect(() => onShown(() => onEnd(true)), [onEnd])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (secret !== '') mutate()
  }
  const shared = { 'data-autofocus': true, value: secret, error: error ? explain(error) : undefined }
  return (
    <Modal opened onClose={() => onEnd(false)} title={say('again_title')} zIndex={400}>
      <form className={classes.form} onSubmit={submit}>
        <p>{say('again_text')}</p>
        {byCode ? (
          <TextInput
            {...shared}
            label={say('code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={12}
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
        ) : (
          <PasswordInput
            {...shared}
            visibilityToggleButtonProps={{ 'aria-label': say('show_password') }}
            label={say('password')}
            autoComplete="current-password"
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
        )}
        {ways.data?.providers.map(({ code, title }) => (
          <Button key={code} type="button" variant="default" loading={away.isPending} onClick={() => away.mutate(code)}>
            {say('again_provider', { title })}
          </Button>
        ))}
        {away.error ? (
          <p role="alert" className={classes.wrong}>
            {explain(away.error)}
          </p>
        ) : null}
        <div className={classes.buttons}>
          <Button type="button" variant="subtle" color="gray" onClick={() => onEnd(false)}>
            {sayUi('cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={secret === ''}>
            {say('again_ok')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
