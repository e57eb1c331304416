import { Select, Textarea, TextInput } from '@mantine/core'
import { DayInput } from '../../ui/DayInput.tsx'
import { isoDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { OwnFieldInput } from '../fields/OwnFieldInput.tsx'
import { languageCodes } from '../list/languages.ts'
import { type Field, useFieldValue } from './fieldValue.ts'
import { roles } from './rowField.ts'

type FieldInputProps = {
  field: Pick<Field, 'field' | 'own'>
  title: string
  value: string
  error?: string | undefined
  onChange: (value: string) => void
  /** Chosen from a list: there is nothing more to type. */
  onPick?: (value: string) => void
}

/** An input for one field of a card, by what the field may hold. */
export function FieldInput({ field: { field, own }, title, value, error, onChange, onPick = onChange }: FieldInputProps) {
  const shown = useFieldValue()
  const now = useNow()
  const choices = {
    role: roles,
    language: [...new Set([...(value ? [value] : []), ...languageCodes])],
    form: ['formal', 'informal'],
    gender: ['f', 'm'],
    legal_form: ['ooo', 'ao', 'pao', 'ip', 'self_employed', 'nonprofit', 'state', 'foreign'],
  }[field]
  if (own) return <OwnFieldInput type={own.type} codes={own.codes} currency={own.currency} title={title} value={value} error={error} onChange={onChange} />
  if (choices) {
    return (
      <Select
        label={title}
        value={value || null}
        error={error}
        data={choices.map((code) => ({ value: code, label: shown({ field, value: code, own: null }) ?? code }))}
        searchable={field === 'language'}
        clearable={field === 'language'}
        onChange={(next) => onPick(next ?? '')}
        comboboxProps={{ withinPortal: false }}
      />
    )
  }
  const typed = { label: title, value, error }
  if (field === 'birth_date') return <DayInput {...typed} min="1900-01-01" max={isoDay(now)} onChange={onChange} />
  if (field === 'about' || field === 'address') return <Textarea {...typed} maxLength={2000} onChange={(event) => onChange(event.currentTarget.value)} />
  return <TextInput {...typed} maxLength={2000} onChange={(event) => onChange(event.currentTarget.value)} />
}
