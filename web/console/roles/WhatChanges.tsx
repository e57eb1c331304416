import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { isHeavy, type Preview } from './draft.ts'
import classes from './Roles.module.css'
import { rolesWords } from './roles.words.ts'
import { useListed } from './useListed.ts'

type WhatChangesProps = { preview: Preview; name: string; saving: boolean; onBack(): void; onSave(): void }

/** What a role gains and loses and how many people it concerns, before it is saved; for what gives a lot its name is typed. */
export function WhatChanges({ preview, name, saving, onBack, onSave }: WhatChangesProps) {
  const say = useWords(rolesWords)
  const listed = useListed()
  const [typed, setTyped] = useState('')
  const heavy = isHeavy(preview)
  const ready = !heavy || typed.trim() === name.trim()
  const [gained, lost] = [listed(preview.gained), listed(preview.lost)]
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSave()
      }}
    >
      <h3>{say('changes_title')}</h3>
      <p>
        {say('touches')} <strong>{say('people', { count: preview.people })}</strong>
      </p>
      <Changes title={say('gained')} sign="+" lines={gained} />
      <Changes title={say('lost')} sign="−" lines={lost} />
      {gained.length + lost.length === 0 ? <p className="quiet">{say('no_change')}</p> : null}
      {heavy ? (
        <TextInput data-autofocus label={say('typed', { name })} value={typed} autoComplete="off" onChange={(event) => setTyped(event.currentTarget.value)} />
      ) : null}
      <div className={classes.buttons}>
        <Button type="button" variant="subtle" color="gray" onClick={onBack}>
          {say('back')}
        </Button>
        <Button type="submit" loading={saving} disabled={!ready}>
          {say('save')}
        </Button>
      </div>
    </form>
  )
}

function Changes({ title, sign, lines }: { title: string; sign: string; lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <section aria-label={title}>
      <h4 className={classes.changes}>{title}</h4>
      <ul className={classes.lines} data-sign={sign}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  )
}
