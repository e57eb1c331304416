import { UnstyledButton } from '@mantine/core'
import { IconAlertCircle, IconClock } from '@tabler/icons-react'
import { useWords } from '../../ui/words.ts'
import type { Edit } from './edits.ts'
import classes from './Outbox.module.css'
import { showWaiting } from './open.ts'
import { outboxWords } from './outbox.words.ts'
import { useWaitingOf } from './store.ts'

/** Stands beside what was changed without a connection, until it is sent. */
export function Waits({ customer, of }: { customer: string; of: (edit: Edit) => boolean }) {
  const say = useWords(outboxWords)
  const found = useWaitingOf(customer).filter(({ edit }) => of(edit))
  if (found.length === 0) return null
  const troubled = found.some(({ trouble }) => trouble !== null)
  return (
    <UnstyledButton className={classes.mark} data-troubled={troubled || undefined} onClick={showWaiting}>
      {troubled ? <IconAlertCircle size={13} stroke={1.8} aria-hidden="true" /> : <IconClock size={13} stroke={1.8} aria-hidden="true" />}
      {troubled ? say('troubled', { count: found.length }) : say('waiting')}
    </UnstyledButton>
  )
}

/** Notes of this customer that were written without a connection. */
export function WaitingNotes({ customer }: { customer: string }) {
  const notes = useWaitingOf(customer).flatMap(({ id, edit }) => (edit.kind === 'note' ? [{ id, edit }] : []))
  if (notes.length === 0) return null
  return (
    <ul className={classes.notes}>
      {notes.map(({ id, edit }) => (
        <li key={id}>
          <p dir="auto">{edit.text}</p>
          <Waits customer={customer} of={(one) => one === edit} />
        </li>
      ))}
    </ul>
  )
}
