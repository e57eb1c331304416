import { Button, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useWords } from '../../ui/words.ts'
import classes from './Exports.module.css'
import { exportsWords } from './exports.words.ts'
import type { Export } from './queries.ts'
import { useExportActs } from './useExportActs.ts'

/** The second person's answer: yes, or no with a word to the colleague. */
export function Answer({ of }: { of: Export }) {
  const say = useWords(exportsWords)
  const acts = useExportActs(of)
  const [declining, setDeclining] = useState(false)
  const [why, setWhy] = useState('')
  if (!declining) {
    return (
      <div className={classes.acts}>
        <Button size="xs" loading={acts.approving} onClick={acts.approve}>
          {say('approve')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setDeclining(true)}>
          {say('decline')}
        </Button>
      </div>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    acts.decline(why.trim())
  }
  return (
    <form className={classes.decline} onSubmit={submit}>
      <Textarea
        autoFocus
        label={say('decline_why')}
        description={say('decline_note')}
        value={why}
        maxLength={500}
        autosize
        minRows={2}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <div className={classes.acts}>
        <Button type="submit" size="xs" color="red" loading={acts.declining}>
          {say('decline')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => setDeclining(false)}>
          {say('cancel')}
        </Button>
      </div>
    </form>
  )
}
