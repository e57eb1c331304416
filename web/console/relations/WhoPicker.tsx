import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNaming } from '../../ui/Person.tsx'
import { useWords } from '../../ui/words.ts'
import { foundQuery } from './queries.ts'
import { relationsWords } from './relations.words.ts'

type WhoPickerProps = { value: string | null; onChange: (id: string | null) => void; not: string; kind?: 'person' | 'organisation' | undefined }

/** Finds somebody known by part of a name or number. `not`: whose card it is. */
export function WhoPicker({ value, onChange, not, kind }: WhoPickerProps) {
  const say = useWords(relationsWords)
  const naming = useNaming()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed, 150)
  const { data } = useQuery(foundQuery(q))
  const found = (data?.items ?? []).filter((hit) => hit.id !== not && (kind === undefined || hit.kind === kind))
  return (
    <Select
      label={say('who')}
      placeholder={say('find')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={onChange}
      filter={({ options }) => options}
      data={found.map((hit) => ({ value: hit.id, label: hit.shown ? `${naming(hit)} · ${hit.shown}` : naming(hit) }))}
      nothingFoundMessage={typed.trim().length > 1 && data ? say('nobody_found') : undefined}
    />
  )
}
