import { MultiSelect, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { KeyboardEvent } from 'react'
import { useRef, useState } from 'react'
import { typedMoney } from '../../../ui/formats.ts'
import { ui } from '../../../ui/ui.words.ts'
import { useLanguage, useWords } from '../../../ui/words.ts'
import { languageCodes } from '../../list/languages.ts'
import { useColumnTitle, useValueName } from '../../list/names.ts'
import type { CustomerRow, ListColumn } from '../../list/queries.ts'
import { tagsQuery } from '../../list/tags.ts'
import { unitsQuery } from '../../units/queries.ts'
import { useUnitName } from '../../units/useUnitName.ts'
import { colleaguesForQuery, unseenWords } from '../../work/index.ts'
import { gridWords } from '../grid.words.ts'
import { isNeverEmpty, readTyped } from './editable.ts'
import { amountOf, useEditsHere, type Value } from './useEdits.ts'

type EditProps = { column: ListColumn; row: CustomerRow; onDone: () => void; onNext: (by: 1 | -1) => void }

/** A cell while it is changed: Enter keeps, Escape leaves it as it was, Tab keeps and goes on. */
export function EditCell(props: EditProps) {
  const { column } = props
  // While it is changed the list may be read anew: what is written is written upon the value that was seen.
  const [row] = useState(props.row)
  const { save } = useEditsHere()
  const language = useLanguage()
  const value = row.values?.[column.column] ?? null
  const keep = (next: Value) => save(row, column, next)
  if (column.type === 'units') return <UnitsInput {...props} value={Array.isArray(value) ? value : []} keep={keep} />
  if (column.type === 'tags') return <TagsInput {...props} value={Array.isArray(value) ? value : []} keep={keep} />
  if (column.type === 'staff' || column.type === 'code' || column.type === 'boolean')
    return <ChoiceInput {...props} value={value === null ? '' : String(value)} keep={keep} />
  const amount = column.type === 'money' ? amountOf(value) : undefined
  return <TypedInput {...props} value={amount ? typedMoney(amount, language) : value === null || typeof value === 'object' ? '' : String(value)} keep={keep} />
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
    keep(read.value)
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
      inputMode={column.type === 'number' || column.type === 'money' ? 'decimal' : undefined}
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

function ChoiceInput({ column, row, value, keep, onDone, onNext }: InputProps<string>) {
  const say = useWords(gridWords)
  const sayUi = useWords(ui)
  const title = useColumnTitle()(column.column, column)
  const sayUnseen = useWords(unseenWords)
  const nameOf = useValueName()
  const { data: colleagues } = useQuery({ ...colleaguesForQuery(row.id), enabled: column.type === 'staff' })
  const options =
    column.type === 'boolean'
      ? [
          { value: 'true', label: sayUi('yes') },
          { value: 'false', label: sayUi('no') },
        ]
      : column.type === 'staff'
        ? (colleagues?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
        : codesOf(column, value).map((code) => ({ value: code, label: nameOf(column, code) }))
  /** Whoever is responsible sees them, unless their role sees nobody. */
  const isBlind = (id: string) => colleagues?.items.some((each) => each.id === id && each.unseen?.why === 'role') ?? false
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
      renderOption={({ option }) => (isBlind(option.value) ? sayUnseen('option', { name: option.label }) : option.label)}
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

type SeveralProps = InputProps<readonly string[]>

function TagsInput(props: SeveralProps) {
  const { data: tags } = useQuery(tagsQuery)
  const { value } = props
  return (
    <SeveralInput
      {...props}
      data={(tags?.items ?? []).filter(({ id, retired }) => !retired || value.includes(id)).map((tag) => ({ value: tag.id, label: tag.title }))}
    />
  )
}

function UnitsInput(props: SeveralProps) {
  const { data: units } = useQuery(unitsQuery)
  const nameOf = useUnitName()
  const { value } = props
  const data = (units?.items ?? []).filter(({ code, retired }) => !retired || value.includes(code)).map(({ code }) => ({ value: code, label: nameOf(code) }))
  return <SeveralInput {...props} data={data} />
}

function SeveralInput({ column, value, keep, onDone, onNext, data }: SeveralProps & { data: { value: string; label: string }[] }) {
  const say = useWords(gridWords)
  const title = useColumnTitle()(column.column, column)
  const [chosen, setChosen] = useState<string[]>([...value])
  const left = useRef(false)
  const leave = (next: () => void, kept: boolean) => {
    if (left.current) return
    left.current = true
    if (kept) keep(chosen)
    next()
  }
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
