import { ActionIcon, Tooltip } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { FormEvent, KeyboardEvent } from 'react'
import { useEffect, useRef, useState } from 'react'
import { ui } from '../../ui/ui.words.ts'
import { useWords } from '../../ui/words.ts'
import { FieldInput } from './FieldInput.tsx'
import type { Field } from './fieldValue.ts'
import classes from './Values.module.css'
import { valuesWords } from './values.words.ts'

type FieldEditorProps = {
  field: Field
  title: string
  /** What was typed before it was refused, and why. */
  refused: { typed: string; sentence: string } | undefined
  /** `upon`: the field as it was when it was opened. */
  onSave: (value: string | null, upon: Field) => void
  onLeave: () => void
  onStep: (by: 1 | -1) => void
}

/** One field in its place: Enter saves, Esc leaves it as it was, Tab saves and goes on to the next. */
export function FieldEditor({ field, title, refused, onSave, onLeave, onStep }: FieldEditorProps) {
  const say = useWords(valuesWords)
  const sayUi = useWords(ui)
  const form = useRef<HTMLFormElement>(null)
  // While somebody types, a colleague's value may come in: what is written is written upon the one that was seen.
  const [upon] = useState(field)
  const [value, setValue] = useState(refused?.typed ?? field.value ?? '')
  const [said, setSaid] = useState(refused?.sentence)
  useEffect(() => {
    const input = form.current?.querySelector('input, textarea')
    if (!(input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement)) return
    input.focus()
    if (input.type !== 'date') input.select()
  }, [])
  const isNew = value.trim() !== (upon.value ?? '')
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    if (isNew) onSave(value.trim() || null, upon)
    else onLeave()
  }
  const press = (event: KeyboardEvent) => {
    // While a list of choices is open its own keys hold.
    const choosing = event.target instanceof HTMLElement && event.target.getAttribute('aria-expanded') === 'true'
    if (event.key === 'Escape') {
      event.stopPropagation()
      onLeave()
    } else if (event.key === 'Enter' && !event.shiftKey && !choosing && event.target instanceof HTMLTextAreaElement) {
      event.preventDefault()
      form.current?.requestSubmit()
    } else if (event.key === 'Tab' && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault()
      if (form.current?.reportValidity() === false) return
      if (isNew) onSave(value.trim() || null, upon)
      onStep(event.shiftKey ? -1 : 1)
    }
  }
  return (
    <form ref={form} className={classes.editor} onSubmit={submit} onKeyDown={press}>
      <FieldInput
        field={field}
        title={title}
        value={value}
        error={said}
        onChange={(next) => {
          setValue(next)
          setSaid(undefined)
        }}
        onPick={(next) => (next === (upon.value ?? '') ? onLeave() : onSave(next || null, upon))}
      />
      <span className={classes.editorButtons}>
        <Tooltip label={say('hint')} openDelay={600}>
          <ActionIcon type="submit" variant="filled" size="sm" aria-label={sayUi('save')}>
            <IconCheck size={14} />
          </ActionIcon>
        </Tooltip>
        <ActionIcon type="button" variant="default" size="sm" aria-label={sayUi('cancel')} onClick={onLeave}>
          <IconX size={14} />
        </ActionIcon>
      </span>
    </form>
  )
}
