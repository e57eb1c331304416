import { ActionIcon, TextInput } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { isoDay, spokenTerm } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { momentOf } from './term.ts'
import type { Term } from './useTerm.ts'
import classes from './Work.module.css'
import { work } from './work.words.ts'

const mostYears = 10

/** Until when: typed as people say it, with what was understood below it, or picked from a calendar. */
export function DueInput({ term }: { term: Term }) {
  const say = useWords(work)
  const language = useLanguage()
  const now = useNow()
  const input = useRef<HTMLInputElement>(null)
  const calendar = useRef<HTMLInputElement>(null)
  const [left, setLeft] = useState(false)
  const unread = term.wrong ? say('due_unread') : ''
  // So that the form is not sent with it, and the browser points at it.
  useEffect(() => input.current?.setCustomValidity(unread), [unread])
  const last = new Date(now.getTime() + mostYears * 365 * 86_400_000)
  const understood = term.spoken ? spokenTerm(new Date(momentOf(term.spoken)), now, language, term.spoken.minutes !== null) : undefined
  return (
    <div className={classes.term}>
      <TextInput
        ref={input}
        label={say('due')}
        placeholder={say('due_example')}
        value={term.text}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => {
          term.set(event.currentTarget.value)
          setLeft(false)
        }}
        onBlur={() => setLeft(true)}
        onInvalid={() => setLeft(true)}
        description={understood}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={left && term.wrong ? unread : undefined}
        rightSection={
          <ActionIcon size="sm" color="gray" aria-label={say('due_calendar')} onClick={() => calendar.current?.showPicker()}>
            <IconCalendar size={15} stroke={1.6} />
          </ActionIcon>
        }
      />
      <input
        ref={calendar}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        className={classes.calendar}
        min={isoDay(now)}
        max={isoDay(last)}
        value={term.spoken?.day ?? ''}
        onChange={(event) => term.set(event.currentTarget.value.split('-').reverse().join('.'))}
      />
    </div>
  )
}
