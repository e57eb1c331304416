import { Select, Textarea, TextInput } from '@mantine/core'
import { DayInput } from '../../ui/DayInput.tsx'
import { fieldWords } from '../../ui/field.words.ts'
import { isoDay } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { useCodeWords } from '../../ui/words.ts'
import { OwnFieldInput } from '../fields/OwnFieldInput.tsx'
import type { Field } from './fieldValue.ts'

type FieldInputProps = {
  field: Pick<Field, 'field' | 'own'>
  title: string
  value: string
  error?: string | undefined
  onChange: (value: string) => void
}

/** An input for one field of a card, by what the field may hold. */
export function FieldInput({ field: { field, own }, title, value, error, onChange }: FieldInputProps) {
  const word = useCodeWords(fieldWords)
  const now = useNow()
  const choices = {
    form: ['formal', 'informal'],
    gender: ['f', 'm'],
    legal_form: ['ooo', 'ao', 'pao', 'ip', 'self_employed', 'nonprofit', 'state', 'foreign'],
  }[field]
  if (own) return <OwnFieldInput type={own.type} codes={own.codes} title={title} value={value} error={error} onChange={onChange} />
  if (choices) {
    return (
      <Select
        label={title}
        value={value || null}
        error={error}
        data={choices.map((code) => ({ value: code, label: word(`${field}_${code}`) }))}
        onChange={(next) => onChange(next ?? '')}
        comboboxProps={{ withinPortal: false }}
      />
    )
  }
  const typed = { label: title, value, error }
  if (field === 'birth_date') return <DayInput {...typed} min="1900-01-01" max={isoDay(now)} onChange={onChange} />
  if (field === 'about' || field === 'address') return <Textarea {...typed} maxLength={2000} onChange={(event) => onChange(event.currentTarget.value)} />
  return <TextInput {...typed} maxLength={2000} onChange={(event) => onChange(event.currentTarget.value)} />
}
