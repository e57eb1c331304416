import { MultiSelect, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useRef, useState } from 'react'
import { ui } from '../../../ui/ui.words.ts'
import { useWords } from '../../../ui/words.ts'
import { languageCodes } from '../../list/languages.ts'
import { useColumnTitle, useValueName } from '../../list/names.ts'
import type { CustomerRow, ListColumn } from '../../list/queries.ts'
import { tagsQuery } from '../../list/tags.ts'
import { colleaguesQuery } from '../../work/index.ts'
import { gridWords } from '../grid.words.ts'
import { isNeverEmpty, readTyped } from './editable.ts'
import { useEditsHere, type Value } from './useEdits.ts'

type EditProps = { column: ListColumn; row: CustomerRow; onDone: () => void; onNext: (by: 1 | -1) => void }

/** A cell while it is changed: Enter keeps, Escape leaves it as it was, Tab keeps and goes on. */
export function EditCell(props: EditProps) {
  const { column, row } = props
  const { save } = useEditsHere()
  const value = row.values?.[column.column] ?? null
  const keep = (next: Value) => save(row, column, next)
  if (column.type === 'tags') return <TagsInput {...props} value={Array.isArray(value) ? value : []} keep={keep} />
  if (column.type === 'staff' || column.type === 'code' || column.type === 'boolean')
    return <ChoiceInput {...props} value={value === null ? '' : String(value)} keep={keep} />
  return <TypedInput {...props} value={value === null || typeof value === 'object' ? '' : String(value)} keep={keep} />
}

type InputProps<T> = EditProps & { value: T; keep: (value: Value) => void }

function TypedInput({ column, value, keep, onDone, onNext }: InputProps<string>) {
  const say = useWords(gridWords)
  const title = useColumnTitle()(column.column, column)
  const [typed, setTyped] = useState(column.type === 'time' ? value.slice(0, 10) : value)
  const [wrong, setWrong] = useState<string>()
  const left = useRef(false)
  const take = (): boolean => {
    if (left.current) return true
    const read = readTyped(column, typed)
    if ('wrong' in read) {
      setWrong(say(read.wrong))
      return false
    }
    left.current = true
    keep(column.type === 'number' && read.value !== null ? Number(read.value) : read.value)
    return true
  }
  const press = (event: KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Escape') {
      left.current = true
      onDone()
    } else if (event.key === 'Enter' && take()) onDone()
    else if (event.key === 'Tab') {
      event.preventDefault()
      if (take()) onNext(event.shiftKey ? -1 : 1)
    }
  }
  return (
    <TextInput
      autoFocus
      size="xs"
      w="100%"
      aria-label={title}
      type={column.type === 'time' ? 'date' : 'text'}
      inputMode={column.type === 'number' ? 'decimal' : undefined}
      value={typed}
      error={wrong}
      maxLength={2100}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setWrong(undefined)
        setTyped(event.currentTarget.value)
      }}
      onKeyDown={press}
      onBlur={() => {
        if (!left.current && take()) onDone()
      }}
    />
  )
}

function ChoiceInput({ column, value, keep, onDone, onNext }: InputProps<string>) {
  const say = useWords(gridWords)
  const sayUi = useWords(ui)
  const title = useColumnTitle()(column.column, column)
  const nameOf = useValueName()
  const { data: colleagues } = useQuery({ ...colleaguesQuery, enabled: column.type === 'staff' })
  const options =
    column.type === 'boolean'
      ? [
          { value: 'true', label: sayUi('yes') },
          { value: 'false', label: sayUi('no') },
        ]
      : column.type === 'staff'
        ? (colleagues?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
        : codesOf(column, value).map((code) => ({ value: code, label: nameOf(column, code) }))
  const choose = (next: string | null) => {
    keep(!next || next === 'none' ? null : column.type === 'boolean' ? next === 'true' : next)
    onDone()
  }
  return (
    <Select
      autoFocus
      size="xs"
      w="100%"
      aria-label={title}
      searchable
      defaultDropdownOpened
      nothingFoundMessage={say('nothing_fits')}
      data={[...(isNeverEmpty(column) ? [] : [{ value: 'none', label: say('nothing') }]), ...options]}
      value={value || 'none'}
      comboboxProps={{ withinPortal: true, width: 220, position: 'bottom-start' }}
      onChange={choose}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') onDone()
        if (event.key === 'Tab') {
          event.preventDefault()
          onNext(event.shiftKey ? -1 : 1)
        }
      }}
      onDropdownClose={onDone}
    />
  )
}

/** What is chosen from; a language that came in from elsewhere stays among them. */
function codesOf({ column, codes }: ListColumn, held: string): readonly string[] {
  if (column !== 'language') return codes ?? []
  return held === '' || languageCodes.some((code) => code === held) ? languageCodes : [held, ...languageCodes]
}

function TagsInput({ column, value, keep, onDone, onNext }: InputProps<readonly string[]>) {
  const say = useWords(gridWords)
  const title = useColumnTitle()(column.column, column)
  const { data: tags } = useQuery(tagsQuery)
  const [chosen, setChosen] = useState<string[]>([...value])
  const left = useRef(false)
  const leave = (next: () => void, kept: boolean) => {
    if (left.current) return
    left.current = true
    if (kept) keep(chosen)
    next()
  }
  const data = (tags?.items ?? []).filter(({ id, retired }) => !retired || value.includes(id)).map((tag) => ({ value: tag.id, label: tag.title }))
  return (
    <MultiSelect
      autoFocus
      size="xs"
      w={260}
      aria-label={title}
      searchable
      defaultDropdownOpened
      nothingFoundMessage={say('nothing_fits')}
      data={data}
      value={chosen}
      onChange={setChosen}
      comboboxProps={{ withinPortal: true }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') leave(onDone, false)
        if (event.key === 'Tab') {
          event.preventDefault()
          leave(() => onNext(event.shiftKey ? -1 : 1), true)
        }
      }}
      onBlur={() => leave(onDone, true)}
    />
  )
}
