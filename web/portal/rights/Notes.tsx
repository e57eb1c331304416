import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { addMyNote, dropMyNote, listMyBeside } from '../../../src/keep/rights/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { fieldWords, identifierWords } from '../../ui/field.words.ts'
import { ownGuessWords } from '../../ui/guess.words.ts'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { useMine } from '../page/useMine.ts'
import { Part } from '../shell/Leaf.tsx'
import { aboutOf, useSubjects } from './about.ts'
import { type Now, useRenewed } from './queries.ts'
import classes from './Rights.module.css'
import { rightsWords } from './rights.words.ts'

/** Their own words that stand beside what is held: what they called wrong, and what they want to be read with it. */
export function Notes({ now }: { now: Now }) {
  const say = useWords(rightsWords)
  const guess = useCodeWords(ownGuessWords)
  const field = useCodeWords(fieldWords)
  const address = useCodeWords(identifierWords)
  const renewed = useRenewed()
  const subjects = useSubjects('rectify', now)
  const [chosen, setChosen] = useState('')
  const [words, setWords] = useState('')
  const { pages, items } = useMine(['rights', 'beside'], (query, signal) => call(listMyBeside, { query, signal }))
  const about = chosen === '' ? (subjects[0]?.value ?? '') : chosen
  const add = useAct({
    run: () => call(addMyNote, { body: { about: aboutOf(about), words } }),
    then: () => {
      notice(say('note_added'))
      setWords('')
      renewed()
    },
  })
  const drop = useAct({ run: (id: string) => call(dropMyNote, { params: { beside_id: id } }), then: renewed })
  const own = new Map(subjects.map(({ value, label }) => [value, label]))
  const title = ({ kind, name }: (typeof items)[number]['about']) =>
    own.get(`${kind}.${name}`) ??
    (kind === 'field' ? field(name) : kind === 'identifier' ? address(name) : kind === 'guess' ? guess(name) : say('about_interaction'))
  return (
    <Part title={say('notes')} lead={say('notes_lead')}>
      {pages.error ? <ErrorBox error={pages.error} onRetry={pages.refetch} /> : null}
      <ul className={classes.list}>
        {items.map((one) => (
          <li key={one.id} className={classes.case}>
            <div className={classes.line}>
              <span>
                <strong>{title(one.about)}</strong> · {say(one.kind === 'note' ? 'note' : 'note_wrong')}
              </span>
              {one.kind === 'note' ? (
                <Button
                  variant="default"
                  size="xs"
                  loading={drop.isPending}
                  aria-label={`${say('note_drop')}: ${title(one.about)}`}
                  onClick={() => drop.mutate(one.id)}
                >
                  {say('note_drop')}
                </Button>
              ) : null}
            </div>
            {one.words ? <p data-own-words>{one.words}</p> : null}
          </li>
        ))}
      </ul>
      <More of={pages} />
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          add.mutate(undefined)
        }}
      >
        <NativeSelect label={say('note_about')} value={about} data={subjects} onChange={(event) => setChosen(event.currentTarget.value)} />
        <Textarea label={say('note_words')} value={words} maxLength={2000} rows={2} onChange={(event) => setWords(event.currentTarget.value)} />
        <div>
          <Button type="submit" variant="default" loading={add.isPending} disabled={words.trim() === ''}>
            {say('note_add')}
          </Button>
        </div>
      </form>
    </Part>
  )
}
