import { ActionIcon, Menu, UnstyledButton } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import { colleaguesQuery } from '../work/index.ts'
import { cardWords } from './card.words.ts'
import { piecesOf } from './mentions.ts'
import type { Moment } from './queries.ts'
import classes from './Timeline.module.css'
import { useRewriteNote } from './useRewriteNote.ts'

/** A text with the colleagues it names set apart. */
export function WithMentions({ text }: { text: string }) {
  const { data } = useQuery({ ...colleaguesQuery, enabled: text.includes('@') })
  if (!text.includes('@')) return text
  return piecesOf(text, data?.items ?? []).map((piece, at) => {
    const key = `${at}`
    return piece.colleague ? (
      <mark key={key} className={classes.mention}>
        {piece.text}
      </mark>
    ) : (
      <span key={key}>{piece.text}</span>
    )
  })
}

/** That a note was written anew or taken away, and what it said before. */
export function Rewritten({ moment }: { moment: Moment }) {
  const say = useWords(cardWords)
  const [open, setOpen] = useState(false)
  if (!moment.rewritten) return null
  return (
    <div className={classes.rewritten}>
      <UnstyledButton className={classes.unfold} aria-expanded={open} onClick={() => setOpen(!open)}>
        {say(moment.text === null ? 'note_taken_away' : 'note_rewritten')} <When at={moment.rewritten.at} />
      </UnstyledButton>
      {open ? (
        <ol className={classes.versions}>
          {moment.rewritten.versions.map((version) => (
            <li key={version.until}>
              <p className={classes.text}>{version.text}</p>
              <p className="small faint">
                {say('note_until')} <When at={version.until} as="both" />
              </p>
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  )
}

/** What its author can do with a note. */
export function NoteMenu({ moment, customerId, onEdit }: { moment: Moment; customerId: string; onEdit: () => void }) {
  const say = useWords(cardWords)
  const rewrite = useRewriteNote(customerId)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="sm" color="gray" loading={rewrite.isPending} aria-label={say('note_more')}>
          <IconDots size={16} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={15} stroke={1.6} />} onClick={onEdit}>
          {say('note_edit')}
        </Menu.Item>
        {moment.text === null ? null : (
          <Menu.Item leftSection={<IconTrash size={15} stroke={1.6} />} onClick={() => rewrite.mutate({ of: moment, text: null, said: 'note_deleted' })}>
            {say('note_delete')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
