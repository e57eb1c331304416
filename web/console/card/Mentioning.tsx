import { Textarea, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useWords } from '../../ui/words.ts'
import { colleaguesForQuery, UnseenNote, unseenWords } from '../work/index.ts'
import { cardWords } from './card.words.ts'
import { begun, fits, mentionedIn } from './mentions.ts'
import classes from './NoteForm.module.css'

const most = 6

type MentioningProps = { customerId: string; value: string; onChange: (text: string) => void; onSave: () => void; onCancel: () => void }

/** The words of a note; @ offers the colleagues, by the arrows and Enter or by a click. */
export function Mentioning({ customerId, value, onChange, onSave, onCancel }: MentioningProps) {
  const say = useWords(cardWords)
  const sayUnseen = useWords(unseenWords)
  const { data } = useQuery(colleaguesForQuery(customerId))
  const input = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const [at, setAt] = useState(0)
  const [caret, setCaret] = useState(value.length)
  const [shut, setShut] = useState(false)
  const started = shut ? undefined : begun(value, caret)
  const found = started === undefined ? [] : (data?.items ?? []).filter(({ name }) => fits(name, started.typed)).slice(0, most)
  const chosen = found[Math.min(at, found.length - 1)]
  const look = () => {
    setCaret(input.current?.selectionStart ?? value.length)
    setShut(false)
  }
  const take = (name: string) => {
    if (!started) return
    const end = started.from + 1 + started.typed.length
    const next = `${value.slice(0, started.from)}@${name} ${value.slice(end)}`
    onChange(next)
    const caretNow = started.from + name.length + 2
    setCaret(caretNow)
    setAt(0)
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(caretNow, caretNow)
    })
  }
  const onKey = (event: KeyboardEvent) => {
    if (found.length > 0 && chosen) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (step !== 0) {
        event.preventDefault()
        return setAt((Math.min(at, found.length - 1) + step + found.length) % found.length)
      }
      if ((event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey) {
        event.preventDefault()
        return take(chosen.name)
      }
      if (event.key === 'Escape') {
        event.stopPropagation()
        return setShut(true)
      }
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && value.trim()) return onSave()
    if (event.key === 'Escape') onCancel()
  }
  return (
    <div className={classes.mentioning}>
      <Textarea
        ref={input}
        autoFocus
        aria-label={say('note_text')}
        aria-controls={found.length > 0 ? id : undefined}
        aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
        aria-autocomplete="list"
        placeholder={say('note_text')}
        value={value}
        maxLength={10_000}
        minRows={3}
        autosize
        maxRows={16}
        variant="unstyled"
        onChange={(event) => {
          onChange(event.currentTarget.value)
          look()
        }}
        onKeyUp={(event) => (event.key.startsWith('Arrow') || event.key === 'Escape' ? undefined : look())}
        onClick={look}
        onKeyDown={onKey}
      />
      {found.length > 0 ? (
        <div className={classes.colleagues} role="listbox" id={id} aria-label={say('mention')} data-stays>
          {found.map(({ id: staff, name, unseen }) => (
            <UnstyledButton
              key={staff}
              id={`${id}-${staff}`}
              role="option"
              tabIndex={-1}
              aria-selected={staff === chosen?.id}
              className={classes.colleague}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(name)}
            >
              {unseen ? sayUnseen('option', { name }) : name}
            </UnstyledButton>
          ))}
        </div>
      ) : null}
    </div>
  )
}

/** The ids of those of our colleagues who are named in a text. */
export function useMentioned(customerId: string): (text: string) => string[] {
  const { data } = useQuery(colleaguesForQuery(customerId))
  return (text) => mentionedIn(text, data?.items ?? [])
}

/** Said while a note is written that names somebody who does not see whom it is about. */
export function UnseenMentions({ customerId, text }: { customerId: string; text: string }) {
  const { data } = useQuery(colleaguesForQuery(customerId))
  const named = mentionedIn(text, data?.items ?? [])
  return (data?.items ?? []).map(({ id, name, unseen }) => (unseen && named.includes(id) ? <UnseenNote key={id} name={name} unseen={unseen} mention /> : null))
}
