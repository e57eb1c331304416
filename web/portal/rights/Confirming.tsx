import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { confirmMe, sendMyCode } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'

/** Shows that it is them, by a code that is sent to their own e-mail; `onDone` when it was right. */
export function Confirming({ onDone }: { onDone: () => void }) {
  const say = useWords(rightsWords)
  const [code, setCode] = useState('')
  const send = useAct({ run: () => call(sendMyCode, { body: {}, self: true }) })
  const give = useAct({ run: () => call(confirmMe, { body: { code }, self: true }), then: onDone })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        give.mutate(undefined)
      }}
    >
      <p>{say('code_why')}</p>
      <div>
        <Button variant="default" loading={send.isPending} onClick={() => send.mutate(undefined)}>
          {say('code_send')}
        </Button>
      </div>
      {send.isSuccess ? (
        <>
          <TextInput
            label={say('code')}
            value={code}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" loading={give.isPending} disabled={code.length !== 6}>
              {say('code_give')}
            </Button>
          </div>
        </>
      ) : null}
    </form>
  )
}
