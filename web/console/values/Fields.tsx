import { ActionIcon, Popover, UnstyledButton } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { aboutWords } from '../../ui/about.words.ts'
import { useShortcuts } from '../../ui/keys.ts'
import { lower, useCodeWords, useWords } from '../../ui/words.ts'
import card from '../card/Card.module.css'
import { Waits } from '../outbox/Waits.tsx'
import { ClashBox } from './ClashBox.tsx'
import { FieldEditor } from './FieldEditor.tsx'
import { FieldHistory } from './FieldHistory.tsx'
import { type Field, useFieldTitle, useFieldValue } from './fieldValue.ts'
import { inOrder } from './order.ts'
import { type Clash, type Refused, useWrites } from './useWrites.ts'
import classes from './Values.module.css'
import { valuesWords } from './values.words.ts'

/** Personal fields: each is changed in its place by a click or E, and opens on what it was before. */
export function Fields({ customerId, fields }: { customerId: string; fields: readonly Field[] }) {
  const [editing, setEditing] = useState<string>()
  const writes = useWrites(customerId)
  const sorted = inOrder(fields)
  const step = (from: Field, by: 1 | -1) => {
    const rest = sorted.filter((each) => each.editable || each.field === from.field)
    const next = rest[rest.findIndex((each) => each.field === from.field) + by]
    setEditing(next?.field)
  }
  useShortcuts([
    {
      keys: 'E',
      run: () => {
        const near = document.activeElement?.closest('[data-field]')?.getAttribute('data-field')
        setEditing((sorted.find((each) => each.editable && each.field === near) ?? sorted.find((each) => each.editable))?.field)
      },
    },
  ])
  return (
    <>
      <dl className={card.facts}>
        {sorted.map((field) => {
          const refused = writes.refused?.field === field.field ? writes.refused : undefined
          return (
            <Line
              key={field.field}
              customerId={customerId}
              field={field}
              refused={refused}
              editing={editing === field.field || refused !== undefined}
              onEdit={() => setEditing(field.field)}
              onLeave={() => {
                setEditing(undefined)
                writes.forget()
              }}
              onSave={(value, upon) => {
                setEditing(undefined)
                writes.write(upon, value)
              }}
              onRestore={(value) => writes.write(field, value, 'restore')}
              onStep={(by) => step(field, by)}
            />
          )
        })}
      </dl>
      {writes.clash ? <FieldClash clash={writes.clash} onSettle={writes.settle} /> : null}
    </>
  )
}

function FieldClash({ clash: { field, mine, theirs }, onSettle }: { clash: Clash; onSettle: (choice: 'mine' | 'theirs') => void }) {
  const shown = useFieldValue()
  const title = useFieldTitle()(field)
  const words = (value: string | null) => shown({ ...field, value })
  return <ClashBox title={title} mine={words(mine)} theirs={words(theirs.value)} by={theirs.by} at={theirs.changed_at} onSettle={onSettle} />
}

type LineProps = {
  customerId: string
  field: Field
  refused: Refused | undefined
  editing: boolean
  onEdit: () => void
  onLeave: () => void
  onSave: (value: string | null, upon: Field) => void
  onRestore: (value: string | null) => void
  onStep: (by: 1 | -1) => void
}

function Line({ customerId, field, refused, editing, onEdit, onLeave, onSave, onRestore, onStep }: LineProps) {
  const say = useWords(valuesWords)
  const about = useCodeWords(aboutWords)
  const title = useFieldTitle()(field)
  const value = useFieldValue()(field)
  return (
    <div className={card.fact} data-field={field.field}>
      <dt>
        {title}
        {field.own?.about ? <span className={classes.about}>{lower(about(field.own.about))}</span> : null}
      </dt>
      {editing && field.editable ? (
        <dd>
          <FieldEditor key={refused?.sentence ?? 'first'} field={field} title={title} refused={refused} onSave={onSave} onLeave={onLeave} onStep={onStep} />
        </dd>
      ) : (
        <dd className={classes.line}>
          <UnstyledButton
            className={card.fieldButton}
            onClick={field.editable ? onEdit : undefined}
            aria-label={`${say('change_field', { field: title })}: ${value ?? say('empty')}`}
            aria-disabled={!field.editable}
          >
            <span className={card.valueText} dir="auto">
              {value ?? <span className="faint">{say('empty')}</span>}
            </span>
          </UnstyledButton>
          <Waits customer={customerId} of={(edit) => edit.kind === 'field' && edit.field === field.field} />
          {field.versions > 1 ? <Before customerId={customerId} field={field} title={title} onRestore={onRestore} /> : null}
        </dd>
      )}
    </div>
  )
}

function Before({ title, onRestore, ...of }: { customerId: string; field: Field; title: string; onRestore: (value: string | null) => void }) {
  const say = useWords(valuesWords)
  const [open, setOpen] = useState(false)
  return (
    <Popover opened={open} onChange={setOpen} width={320} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <ActionIcon size={24} onClick={() => setOpen(!open)} aria-label={say('history_of', { field: title })}>
          <IconHistory size={14} stroke={1.6} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        {open ? (
          <FieldHistory
            {...of}
            onRestore={(value) => {
              setOpen(false)
              onRestore(value)
            }}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}
