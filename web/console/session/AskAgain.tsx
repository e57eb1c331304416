import { Button, Modal, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useEffect, useState } from 'react'
import { confirmIdentity } from '../../../src/keep/access/contract.ts'
import { onAskAgain } from '../../ui/again.ts'
import { call } from '../../ui/api.ts'
import { ui } from '../../ui/ui.words.ts'
import { useExplain } from '../../ui/useExplain.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { sessionQuery } from './session.ts'
import { sessionWords } from './session.words.ts'

/** Asks once more who is at the keyboard, when a deed cannot be taken back; the deed goes on by itself. */
export function AskAgain() {
  const [answer, setAnswer] = useState<{ give(shown: boolean): void }>()
  useEffect(() => onAskAgain(() => new Promise((give) => setAnswer({ give }))), [])
  if (!answer) return null
  const end = (shown: boolean) => {
    answer.give(shown)
    setAnswer(undefined)
  }
  return <Question onEnd={end} />
}

function Question({ onEnd }: { onEnd: (shown: boolean) => void }) {
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
