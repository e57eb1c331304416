import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../ui/words.ts'
import { unitsQuery } from '../units/queries.ts'
import { useReach } from '../units/useReach.ts'
import { useUnitName } from '../units/useUnitName.ts'
import { customersWords } from './customers.words.ts'
import type { UnitsOfNew as Chosen } from './useUnitsOfNew.ts'

/** Which units look after whoever is entered; until somebody says so, those the server takes by itself. A lead comes to one. */
export function UnitsOfNew({ of: { shown, lost, one, set } }: { of: Chosen }) {
  const say = useWords(customersWords)
  const { data } = useQuery(unitsQuery)
  const { choices } = useReach()
  const nameOf = useUnitName()
  const known = one ? choices : (data?.items ?? []).filter(({ retired }) => !retired)
  if (known.length === 0 && shown.length === 0) return null
  return (
    <MultiSelect
      label={say('units')}
      description={lost ? <span role="alert">{say('units_lost')}</span> : say('units_hint')}
      inputWrapperOrder={['label', 'input', 'description']}
      searchable
      clearable
      maxValues={one ? 1 : 20}
      value={[...shown]}
      data={[...new Set([...known.map(({ code }) => code), ...shown])].map((code) => ({ value: code, label: nameOf(code) }))}
      onChange={(next) => set(one && next.length === 0 ? undefined : next)}
    />
  )
}
