import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useShortcuts } from '../../ui/keys.ts'
import { Locked } from '../../ui/Locked.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { reasonWords } from '../../ui/reason.words.ts'
import { When } from '../../ui/values.tsx'
import { useCodeWords, useWords } from '../../ui/words.ts'
import classes from './Mailbox.module.css'
import { mailboxWords } from './mailbox.words.ts'
import { isSms, type Row } from './queries.ts'

/** The letters as links; J and K go from one to the next. */
export function Letters({ rows }: { rows: readonly Row[] }) {
  const say = useWords(mailboxWords)
  const list = useRef<HTMLUListElement>(null)
  const step = (by: 1 | -1) => () => {
    const links = [...(list.current?.querySelectorAll('a') ?? [])]
    const at = links.findIndex((link) => link.matches(':focus'))
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus()
  }
  useShortcuts([
    { keys: 'J', run: step(1) },
    { keys: 'K', run: step(-1) },
  ])
  return (
    <ul ref={list} className={classes.list} aria-label={say('list')}>
      {rows.map((row) => (
        <li key={row.id}>{row.hidden === null ? <Open row={row} /> : <Closed row={row} why={row.hidden} />}</li>
      ))}
    </ul>
  )
}

function Open({ row }: { row: Row }) {
  const say = useWords(mailboxWords)
  return (
    // Preloading would open the letter of whoever the pointer passes.
    <Link to="/mailbox/$letterId" params={{ letterId: row.id }} preload={false} className={classes.row}>
      <span className={classes.subject}>
        {isSms(row.to) ? <Mark>{say('sms')}</Mark> : null} {row.subject || say(isSms(row.to) ? 'sms_text' : 'no_subject')}
      </span>
      <span className={classes.to}>{say('to', { to: row.to ?? '' })}</span>
      <span className={classes.at}>
        <When at={row.at} as="both" />
      </span>
    </Link>
  )
}

function Closed({ row, why }: { row: Row; why: string }) {
  const say = useWords(mailboxWords)
  const reason = useCodeWords(reasonWords)
  return (
    <div className={classes.closed}>
      <Locked
        what={
          <>
            {say('hidden')} · <When at={row.at} as="both" />
          </>
        }
        why={reason(why)}
      />
    </div>
  )
}
