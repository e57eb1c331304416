import { Button, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { reasonWords } from '../../ui/reason.words.ts'
import { useCodeWords, useLanguage, useWords } from '../../ui/words.ts'
import { tagsQuery } from '../list/tags.ts'
import { useReach } from '../units/useReach.ts'
import { colleaguesQuery, DueInput, LostNote, UnitSelect, UnseenOfMany, unseenWords, useTerm } from '../work/index.ts'
import classes from './Bulk.module.css'
import { bulkWords } from './bulk.words.ts'
import { blank, type DeedName, type Draft, deedOf, taskKinds, withoutWords } from './deeds.ts'
import { FieldForMany } from './FieldForMany.tsx'
import { type Deed, type Touched, touchesQuery, type Who } from './queries.ts'

type FormProps = { name: DeedName; who: Who; busy: boolean; onDo: (deed: Deed) => void }

/** One deed: with what, how many it would touch and who is left out, and then the button that does it. */
export function DeedForm({ name, who, busy, onDo }: FormProps) {
  const say = useWords(bulkWords)
  const language = useLanguage()
  const [draft, setDraft] = useState<Draft>(blank)
  const made = deedOf(name, draft)
  const shape = made && withoutWords(made)
  const touches = useQuery({ ...touchesQuery(who, shape ?? { deed: 'trash' }), enabled: shape !== undefined })
  const seen = shape === undefined ? undefined : touches.data
  const about = seen && (seen.checked < seen.matching ? seen.matching : seen.allowed)
  const clears = made?.deed === 'set_field' && made.value === null
  const ready = made !== undefined && about !== undefined && about > 0 && !busy
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onDo(made)
      }}
    >
      <Inputs name={name} draft={draft} onDraft={(part) => setDraft((old) => ({ ...old, ...part }))} />
      {name === 'trash' ? <p>{say('trash_note')}</p> : null}
      {shape ? <Touches seen={seen} error={touches.error} staff={draft.chosen} /> : null}
      <Button type="submit" size="xs" color={name === 'trash' ? 'red' : undefined} disabled={!ready} loading={busy}>
        {about ? say(clears ? 'go_clear' : `go_${name}`, { shown: count(about, language) }) : say(name)}
      </Button>
      {name === 'trash' ? null : <p className={classes.note}>{say('undo_note')}</p>}
    </form>
  )
}

type InputsProps = { name: DeedName; draft: Draft; onDraft: (part: Partial<Draft>) => void }

function Inputs({ name, draft, onDraft }: InputsProps) {
  switch (name) {
    case 'tag':
    case 'untag':
      return <TagInput removing={name === 'untag'} draft={draft} onDraft={onDraft} />
    case 'assign':
      return <StaffInput label="whom" none="nobody" draft={draft} onDraft={onDraft} />
    case 'set_field':
      return (
        <FieldForMany field={draft.chosen} value={draft.value} onField={(chosen) => onDraft({ chosen, value: '' })} onValue={(value) => onDraft({ value })} />
      )
    case 'add_task':
      return <TaskInputs draft={draft} onDraft={onDraft} />
    case 'trash':
      return null
  }
}

function TagInput({ removing, draft, onDraft }: { removing: boolean } & Omit<InputsProps, 'name'>) {
  const say = useWords(bulkWords)
  const { data: tags } = useQuery(tagsQuery)
  const offered = (tags?.items ?? []).filter(({ retired }) => removing || !retired)
  if (tags && offered.length === 0) return <p>{say('no_tags')}</p>
  return (
    <Select
      searchable
      data-autofocus
      label={say('which_tag')}
      data={offered.map(({ id, title }) => ({ value: id, label: title }))}
      value={draft.chosen}
      onChange={(chosen) => onDraft({ chosen })}
      comboboxProps={{ withinPortal: false }}
    />
  )
}

type StaffProps = { label: 'whom' | 'task_who'; none: 'nobody' | 'task_owner' } & Omit<InputsProps, 'name'>

function StaffInput({ label, none, draft, onDraft }: StaffProps) {
  const say = useWords(bulkWords)
  const { data: colleagues } = useQuery(colleaguesQuery)
  const people = (colleagues?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select
      searchable
      data-autofocus={label === 'whom' || undefined}
      label={say(label)}
      data={[{ value: 'nobody', label: say(none) }, ...people]}
      value={none === 'task_owner' ? (draft.chosen ?? 'nobody') : draft.chosen}
      allowDeselect={false}
      onChange={(chosen) => onDraft({ chosen: none === 'task_owner' && chosen === 'nobody' ? null : chosen })}
      comboboxProps={{ withinPortal: false }}
    />
  )
}

function TaskInputs({ draft, onDraft }: Omit<InputsProps, 'name'>) {
  const say = useWords(bulkWords)
  const reach = useReach()
  const term = useTerm()
  const { due_at: dueAt } = term
  useEffect(() => onDraft({ dueAt }), [dueAt])
  return (
    <>
      <Select
        label={say('task_kind')}
        data={taskKinds.map((kind) => ({ value: kind, label: say(`task_${kind}`) }))}
        value={draft.kind}
        allowDeselect={false}
        onChange={(chosen) => onDraft({ kind: taskKinds.find((kind) => kind === chosen) ?? 'task' })}
        comboboxProps={{ withinPortal: false }}
      />
      <TextInput
        data-autofocus
        label={say('task_what')}
        value={draft.value}
        maxLength={500}
        onChange={(event) => onDraft({ value: event.currentTarget.value })}
      />
      <StaffInput label="task_who" none="task_owner" draft={draft} onDraft={onDraft} />
      <UnitSelect value={draft.unit === undefined ? reach.first([]) : draft.unit} onChange={(unit) => onDraft({ unit })} within={false} />
      <DueInput term={term} />
    </>
  )
}

/** How many it would touch, who is left out and why, who would not see what they are given, and what one would not see oneself: before anything is done. */
function Touches({ seen, error, staff }: { seen: Touched | undefined; error: Error | null; staff: string | null }) {
  const sayUnseen = useWords(unseenWords)
  const { data: colleagues } = useQuery(colleaguesQuery)
  const say = useWords(bulkWords)
  const reason = useCodeWords(reasonWords)
  const language = useLanguage()
  if (error) return <ErrorBox error={error} />
  const shown = (n: number) => count(n, language)
  return (
    <div className={classes.touches} role="status">
      {seen ? <p>{summary(seen)}</p> : <p>{say('counting')}</p>}
      {seen?.left_out.map((each) => (
        <p key={each.reason}>{say('left_out', { count: shown(each.count), reason: reason(each.reason) })}</p>
      ))}
      {seen?.unseen ? (
        <UnseenOfMany name={colleagues?.items.find(({ id }) => id === staff)?.name ?? ''} unseen={seen.unseen} shown={shown(seen.unseen.count)} />
      ) : null}
      {seen && seen.lost > 0 ? <LostNote>{sayUnseen('lost', { count: seen.lost, shown: shown(seen.lost) })}</LostNote> : null}
    </div>
  )

  function summary({ matching, checked, allowed }: Touched): string {
    if (checked < matching) return say('of_all', { allowed: shown(allowed), checked: shown(checked), matching: shown(matching) })
    return allowed === 0 ? say('touches_none') : say('touches', { count: allowed, shown: shown(allowed) })
  }
}
