import { NativeSelect } from '@mantine/core'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { useWords } from '../../ui/words.ts'
import { customersWords } from './customers.words.ts'
import classes from './Filters.module.css'
import type { CustomersSearch } from './search.ts'
import { customersSearch } from './search.ts'

type FiltersProps = { search: CustomersSearch; onChange: (part: Partial<CustomersSearch>) => void }

/** Search and filters; everything chosen stands in the address. */
export function Filters({ search, onChange }: FiltersProps) {
  const say = useWords(customersWords)
  const change = (key: 'role' | 'class' | 'sort') => (value: string) => onChange({ [key]: customersSearch({ [key]: value })[key] })
  return (
    <>
      <SearchBox label={say('search')} value={search.q ?? ''} waitMs={200} onChange={(q) => onChange({ q: q || undefined })} />
      <NativeSelect
        className={classes.select}
        aria-label={say('class')}
        value={search.class ?? ''}
        onChange={(event) => change('class')(event.currentTarget.value)}
        data={[
          { value: '', label: say('class_any') },
          ...(['first', 'second', 'third'] as const).map((each) => ({ value: each, label: say(`class_${each}`) })),
        ]}
      />
      <NativeSelect
        className={classes.select}
        aria-label={say('role')}
        value={search.role ?? ''}
        onChange={(event) => change('role')(event.currentTarget.value)}
        data={[
          { value: '', label: say('role_any') },
          ...(['customer', 'lead', 'supplier', 'partner'] as const).map((each) => ({ value: each, label: say(`role_${each}`) })),
        ]}
      />
      <NativeSelect
        className={classes.select}
        aria-label={say('sort')}
        value={search.sort ?? 'name'}
        onChange={(event) => change('sort')(event.currentTarget.value)}
        data={(['name', 'recent', 'spent'] as const).map((each) => ({ value: each, label: say(`sort_${each}`) }))}
      />
    </>
  )
}
