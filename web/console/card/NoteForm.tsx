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
import { Mentioning, UnseenMentions, useMentioned } from './Mentioning.tsx'
import classes from './NoteForm.module.css'
import type { Moment } from './queries.ts'
import { useNoteDraft } from './useNoteDraft.ts'
import { useRewriteNote } from './useRewriteNote.ts'

/** What it is a note of: who called whom is a fact, and a call of ours is the first answer to a lead. */
const ways = {
  note: { kind: 'note', direction: 'none' },
  call_out: { kind: 'call', direction: 'out' },
  call_in: { kind: 'call', direction: 'in' },
  meeting: { kind: 'meeting', direction: 'none' },
} as const
type Way = keyof typeof ways
const wayNames: readonly Way[] = ['note', 'call_out', 'call_in', 'meeting']

/** Names one sending: a note whose answer was lost is sent again and stands there once. */
const onceOf = () => crypto.getRandomValues(new Uint32Array(3)).join('-')

type NoteFormProps = {
  customerId: string
  of?: Moment /** What kind of thing it now is in the timeline. */
  onSaved?: (kind: string) => void
  onDone: () => void
}

/** A note of what was said; looks unlike a message, because it is not one. With `of` one of one's own, to be written anew. */
export function NoteForm({ customerId, of, onSaved, onDone }: NoteFormProps) {
  const say = useWords(cardWords)
  const sayUi = useWords(ui)
  const client = useQueryClient()
  const mentioned = useMentioned(customerId)
  const keep = useKeep()
  const draft = useNoteDraft(customerId)
  const [text, setText] = useState(of ? (of.text ?? '') : draft.begun)
  const [way, setWay] = useState<Way>('note')
  const add = useAct({
    run: (said: string) => {
      const [mentions, once] = [mentioned(said), onceOf()]
      const { kind, direction } = ways[way]
      return call(addNote, { params: { customer_id: customerId }, body: { text: said, kind, direction, mentions, once } }).catch((error: unknown) => {
        keep.orLater(error, { kind: 'note', customer: customerId, who: nameOf(customerId), text: said, how: kind, direction, mentions, once })
      })
    },
    then: (made) => {
      draft.keep('')
      if (!made) return onDone()
      notice(say('note_saved'))
      void client.invalidateQueries({ queryKey: ['timeline', customerId] })
      void client.invalidateQueries({ queryKey: ['card', customerId] })
      onDone()
      onSaved?.(ways[way].kind)
    },
  })
  const rewrite = useRewriteNote(customerId)
  const write = (next: string) => {
    setText(next)
    if (!of) draft.keep(next)
  }
  const save = () => {
    if (!text.trim()) return
    if (of) rewrite.mutate({ of, text: text.trim(), mentions: mentioned(text), said: 'note_changed' }, { onSuccess: onDone })
    else add.mutate(text)
  }
  return (
    <form
      className={classes.note}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        save()
      }}
    >
      <Mentioning customerId={customerId} value={text} onChange={write} onSave={save} onCancel={onDone} />
      <div className={classes.unseen}>
        <UnseenMentions customerId={customerId} text={text} />
      </div>
      <div className={classes.foot}>
        {of ? null : (
          <SegmentedControl
            aria-label={say('note_kind')}
            className={classes.ways}
            value={way}
            onChange={setWay}
            data={wayNames.map((each) => ({ value: each, label: say(`note_${each}`) }))}
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
