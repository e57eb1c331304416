import { Anchor, Button, PinInput, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { Door } from './Door.tsx'
import { sessionWords } from './session.words.ts'

type CodeStepProps = { wrong: string; pending: boolean; onCode: (code: string) => void; onOther: () => void }

/** The second step of a sign-in: six digits, or a recovery code. */
export function CodeStep({ wrong, pending, onCode, onOther }: CodeStepProps) {
  const say = useWords(sessionWords)
  return (
    <Door title={say('code_title')} lead={say('code_text')}>
      <div className={classes.form}>
        <PinInput length={6} type="number" oneTimeCode autoFocus aria-label={say('code')} disabled={pending} onComplete={onCode} />
        <p role="alert" className={classes.wrong}>
          {wrong}
        </p>
        <RecoveryCode pending={pending} onCode={onCode} />
        <Anchor component="button" type="button" size="sm" onClick={onOther}>
          {say('other_account')}
        </Anchor>
      </div>
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
