import { Button, SegmentedControl } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { addNote } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { ui } from '../../ui/ui.words.ts'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { nameOf, useKeep } from '../outbox/useKeep.ts'
import { cardWords } from './card.words.ts'
import { Mentioning, useMentioned } from './Mentioning.tsx'
import classes from './NoteForm.module.css'
import type { Moment } from './queries.ts'
import { useRewriteNote } from './useRewriteNote.ts'

const kinds = ['note', 'call', 'meeting'] as const
type Kind = (typeof kinds)[number]

/** Names one sending: a note whose answer was lost is sent again and stands there once. */
const onceOf = () => crypto.getRandomValues(new Uint32Array(3)).join('-')

/** A note of what was said; looks unlike a message, because it is not one. With `of` one of one's own, to be written anew. */
export function NoteForm({ customerId, of, onDone }: { customerId: string; of?: Moment; onDone: () => void }) {
  const say = useWords(cardWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const mentioned = useMentioned()
  const keep = useKeep()
  const [text, setText] = useState(of?.text ?? '')
  const [kind, setKind] = useState<Kind>('note')
  const add = useAct({
    run: (note: { text: string; kind: Kind }) => {
      const [mentions, once] = [mentioned(note.text), onceOf()]
      return call(addNote, {
        params: { customer_id: customerId },
        body: { ...note, direction: note.kind === 'call' ? 'in' : 'none', mentions, once },
      }).catch((error: unknown) => {
        const { text: words, kind: how } = note
        keep.orLater(error, { kind: 'note', customer: customerId, who: nameOf(customerId), text: words, how, mentions, once })
      })
    },
    then: (made) => {
      if (!made) return onDone()
      notice(say('note_saved'))
      void client.invalidateQueries({ queryKey: ['timeline', customerId] })
      void client.invalidateQueries({ queryKey: ['card', customerId] })
      onDone()
    },
  })
  const rewrite = useRewriteNote(customerId)
  const save = () => {
    if (!text.trim()) return
    if (of) rewrite.mutate({ of, text: text.trim(), mentions: mentioned(text), said: 'note_changed' }, { onSuccess: onDone })
    else add.mutate({ text, kind })
  }
  return (
    <form
      className={classes.note}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save()
      }}
    >
      <Mentioning value={text} onChange={setText} onSave={save} onCancel={onDone} />
      <div className={classes.foot}>
        {of ? null : (
          <SegmentedControl
            aria-label={say('note_kind')}
            value={kind}
            onChange={setKind}
            data={kinds.map((each) => ({ value: each, label: say(`note_${each}`) }))}
          />
        )}
        <span className={classes.hint}>{say('note_readable')}</span>
        <Button type="button" size="xs" variant="subtle" color="gray" onClick={onDone}>
          {sayUi('cancel')}
        </Button>
        <Button type="submit" size="xs" loading={add.isPending || rewrite.isPending} disabled={!text.trim()}>
          {sayUi('save')}
        </Button>
      </div>
    </form>
  )
}
