import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { actGroups } from '../../../src/keep/access/shapes.ts'
import { useCodeWords, useWords } from '../../ui/words.ts'
import { staffQuery } from '../staff/queries.ts'
import classes from './Audit.module.css'
import { auditWords } from './audit.words.ts'
import type { AuditSearch } from './search.ts'

const route = getRouteApi('/shell/audit')

/** Who, what and when; all of it in the address, to be sent to a colleague. */
export function Filters() {
  const say = useWords(auditWords)
  const coded = useCodeWords(auditWords)
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useInfiniteQuery({ ...staffQuery, retry: false })
  const people = data?.pages.flatMap(({ items }) => items) ?? []
  const set = (change: AuditSearch) => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value !== '')
    void navigate({ search: Object.fromEntries(next), replace: true })
  }
  return (
    <div className={classes.filters}>
      <NativeSelect
        label={say('who')}
        value={search.by ?? ''}
        disabled={people.length === 0}
        data={[{ value: '', label: say('anybody') }, ...people.map((one) => ({ value: one.id, label: one.name }))]}
        onChange={(event) => set({ by: event.currentTarget.value })}
      />
      <NativeSelect
        label={say('what')}
        value={search.act ?? ''}
        data={[{ value: '', label: say('anything') }, ...actGroups.map((group) => ({ value: group, label: coded(`group_${group}`) }))]}
        onChange={(event) => set({ act: event.currentTarget.value })}
      />
      <TextInput type="date" label={say('from')} value={search.from ?? ''} onChange={(event) => set({ from: event.currentTarget.value })} />
      <TextInput type="date" label={say('until')} value={search.until ?? ''} onChange={(event) => set({ until: event.currentTarget.value })} />
      {Object.keys(search).length > 0 ? (
        <Button variant="subtle" color="gray" onClick={() => void navigate({ search: {}, replace: true })}>
          {say('clear')}
        </Button>
      ) : null}
    </div>
  )
}
