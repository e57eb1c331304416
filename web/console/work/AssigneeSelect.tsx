import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { colleaguesQuery } from './queries.ts'
import { work } from './work.words.ts'

/** Who is to do it: oneself, a colleague, nobody yet. */
export function AssigneeSelect({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const say = useWords(work)
  const me = useMe()
  const { data: colleagues } = useQuery(colleaguesQuery)
  const others = (colleagues?.items ?? []).filter(({ id }) => id !== me.id)
  return (
    <Select
      label={say('assignee')}
      searchable
      value={value ?? ''}
      data={[
        { value: me.id, label: say('assignee_me') },
        ...others.map(({ id, name }) => ({ value: id, label: name })),
        { value: '', label: say('assignee_nobody') },
      ]}
      onChange={(next) => onChange(next || null)}
    />
  )
}
