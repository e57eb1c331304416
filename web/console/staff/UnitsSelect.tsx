import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { unitsQuery } from '../units/queries.ts'
import { staffWords } from './staff.words.ts'

type UnitsSelectProps = { value: readonly string[]; error?: string | undefined; onChange: (units: string[]) => void }

/** The units somebody belongs to; closed ones stay with whoever has them. */
export function UnitsSelect({ value, error, onChange }: UnitsSelectProps) {
  const say = useWords(staffWords)
  const language = useLanguage()
  const { data } = useQuery(unitsQuery)
  const units = (data?.items ?? []).filter((unit) => !unit.retired || value.includes(unit.code))
  return (
    <MultiSelect
      label={say('units')}
      description={units.length === 0 ? say('no_units') : say('units_hint')}
      value={[...value]}
      data={units.map((unit) => ({ value: unit.code, label: pick(unit.title, language) ?? unit.code }))}
      error={error}
      searchable
      clearable
      disabled={units.length === 0}
      comboboxProps={{ withinPortal: true }}
      onChange={onChange}
    />
  )
}
