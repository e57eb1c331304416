import { Button, SegmentedControl, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addNote } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { cardWords } from './card.words.ts'
import classes from './NoteForm.module.css'

const kinds = ['note', 'call', 'meeting'] as const
type Kind = (typeof kinds)[number]

/** A note of what was said; looks unlike a message, because it is not one. */
export function NoteForm({ customerId, onDone }: { customerId: string; onDone: () => void }) {
  const say = useWords(cardWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [kind, setKind] = useState<Kind>('note')
  const { mutate, isPending } = useAct({
    run: (note: { text: string; kind: Kind }) =>
      call(addNote, { params: { customer_id: customerId }, body: { ...note, direction: note.kind === 'call' ? 'in' : 'none' } }),
    then: () => {
      notice(say('note_saved'))
      void client.invalidateQueries({ queryKey: ['timeline', customerId] })
      void client.invalidateQueries({ queryKey: ['card', customerId] })
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate({ text, kind })
  }
  return (
    <form className={classes.note} onSubmit={submit}>
      <Textarea
        autoFocus
        aria-label={say('note_text')}
        placeholder={say('note_text')}
        value={text}
        maxLength={10_000}
        minRows={3}
        variant="unstyled"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim()) submit(event)
          if (event.key === 'Escape') onDone()
        }}
      />
      <div className={classes.foot}>
        <SegmentedControl
          aria-label={say('note_kind')}
          value={kind}
          onChange={setKind}
          data={kinds.map((each) => ({ value: each, label: say(`note_${each}`) }))}
        />
        <span className={classes.hint}>{say('note_readable')}</span>
        <Button type="button" size="xs" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" size="xs" loading={isPending} disabled={!text.trim()}>
          {sayUi('save')}
        </Button>
      </div>
    </form>
  )
}
