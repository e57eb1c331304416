import { CloseButton, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useShortcuts } from '../../ui/keys.ts'
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
      <SearchBox value={search.q ?? ''} onChange={(q) => onChange({ q: q || undefined })} />
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

function SearchBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const say = useWords(customersWords)
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(value)
  const send = useDebouncedCallback(onChange, 200)
  useEffect(() => {
    if (document.activeElement !== box.current) setTyped(value)
  }, [value])
  useShortcuts([{ keys: '/', run: () => box.current?.focus() }])
  const change = (next: string) => {
    setTyped(next)
    send(next.trim())
  }
  return (
    <TextInput
      ref={box}
      className={classes.search}
      type="search"
      aria-label={say('search')}
      placeholder={say('search')}
      leftSection={<IconSearch size={16} stroke={1.6} />}
      rightSection={typed ? <CloseButton size="sm" aria-label={say('clear')} onClick={() => change('')} /> : null}
      value={typed}
      maxLength={200}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') box.current?.blur()
      }}
    />
  )
}
