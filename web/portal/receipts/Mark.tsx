import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useWords } from '../../ui/words.ts'
import { Part } from '../shell/Leaf.tsx'
import classes from './Receipts.module.css'
import { receiptsWords } from './receipts.words.ts'

/** Whether the log is still the one whose mark stood in the foot of a letter. */
export function Mark() {
  const say = useWords(receiptsWords)
  const [typed, setTyped] = useState('')
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: async (text: string) => {
      const { checkMark } = await import('./mark.ts')
      return checkMark(text)
    },
  })
  return (
    <Part title={say('mark')} lead={say('mark_lead')}>
      <form
        className={classes.mark}
        onSubmit={(event) => {
          event.preventDefault()
          mutate(typed)
        }}
      >
        <TextInput
          label={say('mark_label')}
          placeholder="214880/9f3aBCdef012"
          value={typed}
          maxLength={500}
          onChange={(event) => {
            reset()
            setTyped(event.currentTarget.value)
          }}
        />
        <Button type="submit" variant="default" loading={isPending} disabled={typed.trim() === ''}>
          {say('mark_check')}
        </Button>
      </form>
      <div aria-live="polite">
        {error ? <ErrorBox error={error} onRetry={() => mutate(typed)} /> : null}
        {data ? <p data-mark={data}>{say(`mark_${data}`)}</p> : null}
      </div>
    </Part>
  )
}
