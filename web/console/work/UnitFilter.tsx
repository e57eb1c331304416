import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { unitsQuery } from '../units/queries.ts'
import { treeOf } from '../units/tree.ts'
import { work } from './work.words.ts'

/** Work of one unit and of those below it. Where the company has no units there is nothing to choose. */
export function UnitFilter({ value, onChange }: { value: string | undefined; onChange: (unit: string | undefined) => void }) {
  const say = useWords(work)
  const language = useLanguage()
  const { data } = useQuery(unitsQuery)
  const units = treeOf(data?.items ?? []).filter(({ unit }) => !unit.retired || unit.code === value)
  if (units.length === 0) return null
  return (
    <Select
      aria-label={say('unit')}
      placeholder={say('every_unit')}
      w={190}
      clearable
      searchable
      nothingFoundMessage={say('no_such_unit')}
      value={value ?? null}
      data={units.map(({ unit, depth }) => ({ value: unit.code, label: `${'\u2003'.repeat(depth)}${pick(unit.title, language) ?? unit.code}` }))}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}
