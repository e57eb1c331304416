import { Button, Textarea } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { askMyRight } from '../../../../src/keep/rights/contract.ts'
import { call } from '../../../ui/api.ts'
import { bytes, dayOf } from '../../../ui/formats.ts'
import { notice } from '../../../ui/notices.tsx'
import { useNow } from '../../../ui/now.ts'
import { ui } from '../../../ui/ui.words.ts'
import { useAct } from '../../../ui/useAct.ts'
import { useCodeWords, useLanguage, useWords } from '../../../ui/words.ts'
import type { Terms } from '../../page/queries.ts'
import { Part } from '../../shell/Leaf.tsx'
import classes from './Entered.module.css'
import { enteredWords } from './entered.words.ts'
import { type EnteredFor, useEntered } from './useEntered.ts'

/** What colleagues wrote down as said by the customer: when, how, by which words and files; and a way to say that it is wrong. */
export function Entered({ terms }: { terms: Terms }) {
  const say = useWords(enteredWords)
  const entered = useEntered(terms)
  if (entered.length === 0) return null
  return (
    <Part title={say('title')} lead={say('lead')}>
      <ul className={classes.list}>
        {entered.map((one) => (
          <One key={one.key} one={one} />
        ))}
      </ul>
    </Part>
  )
}

function One({ one }: { one: EnteredFor }) {
  const say = useWords(enteredWords)
  const how = useCodeWords(enteredWords)
  const language = useLanguage()
  const now = useNow()
  const [wrong, setWrong] = useState(false)
  const day = dayOf(new Date(one.at), now, language)
  return (
    <li className={classes.one}>
      <div className={classes.line}>
        <div>
          <p>
            {one.told}
            {one.over ? <span className="quiet"> ({say('over')})</span> : null}
          </p>
          <p className="quiet small">{say('when', { day, how: how(`how_${one.how}`) })}</p>
        </div>
        {wrong ? null : (
          <Button size="compact-sm" variant="default" aria-label={`${say('wrong')}: ${one.told}`} onClick={() => setWrong(true)}>
            {say('wrong')}
          </Button>
        )}
      </div>
      {one.said ? <blockquote className={classes.said}>{one.said}</blockquote> : null}
      {one.proofs.map((proof) => (
        <a key={proof.id} className={classes.file} href={`/v1/my/proofs/${encodeURIComponent(proof.id)}`} download={proof.name}>
          <IconPaperclip size={14} stroke={1.8} aria-hidden="true" />
          {say('file', { name: proof.name, size: bytes(proof.size, language) })}
        </a>
      ))}
      {wrong ? <Wrong about={say('about', { what: one.told, day })} onDone={() => setWrong(false)} /> : null}
    </li>
  )
}

/** A complaint about this very entry: it becomes a case that an officer answers. */
function Wrong({ about, onDone }: { about: string; onDone: () => void }) {
  const say = useWords(enteredWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [words, setWords] = useState('')
  const send = useAct({
    run: () => call(askMyRight, { body: { right: 'complaint', words: `${about}\n${words}` } }),
    then: () => {
      notice(say('sent'))
      void client.invalidateQueries({ queryKey: ['my'] })
      onDone()
    },
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (words.trim() !== '') send.mutate(undefined)
      }}
    >
      <Textarea
        data-autofocus
        label={say('how_it_was')}
        description={say('how_it_was_hint')}
        value={words}
        maxLength={1500}
        autosize
        minRows={2}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <div className={classes.acts}>
        <Button type="submit" loading={send.isPending} disabled={words.trim() === ''}>
          {say('send')}
        </Button>
        <Button type="button" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
      </div>
    </form>
  )
}
