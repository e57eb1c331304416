import { Select } from '@mantine/core'
import { useWords } from '../../ui/words.ts'
import { useReach } from '../units/useReach.ts'
import { useUnitName } from '../units/useUnitName.ts'
import { work } from './work.words.ts'

type UnitSelectProps = { value: string | null; onChange: (unit: string | null) => void; lost?: boolean; within?: boolean }

/** Which unit work belongs to: one of those somebody works with, or none. Where the company has no units, nothing is asked. */
export function UnitSelect({ value, onChange, lost = false, within = true }: UnitSelectProps) {
  const say = useWords(work)
  const { choices } = useReach()
  const nameOf = useUnitName()
  if (choices.length === 0 && value === null) return null
  const codes = choices.map(({ code }) => code)
  const offered = value === null || codes.includes(value) ? codes : [value, ...codes]
  return (
    <Select
      label={say('unit')}
      description={lost ? <span role="alert">{say('unit_lost')}</span> : undefined}
      inputWrapperOrder={['label', 'input', 'description']}
      searchable
      allowDeselect={false}
      value={value ?? ''}
      data={[{ value: '', label: say('no_unit') }, ...offered.map((code) => ({ value: code, label: nameOf(code) }))]}
      onChange={(next) => onChange(next || null)}
      comboboxProps={{ withinPortal: within }}
    />
  )
}
