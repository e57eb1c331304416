import { useQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useWords } from '../../ui/words.ts'
import { useColumnTitle } from '../list/names.ts'
import { columnsQuery } from '../list/queries.ts'
import type { List } from '../list/useList.ts'
import { purposesQuery } from '../purposes/queries.ts'
import { useMe } from '../session/session.ts'
import classes from './CustomersPage.module.css'
import { gridWords } from './grid.words.ts'
import type { Grouping } from './useGrouping.ts'

/** What one should know of a list before one reads it: what of it is gone, not yet counted, or not shown. */
export function ListNotes({ list: { saved, known }, grouping }: { list: List; grouping: Grouping | undefined }) {
  const say = useWords(gridWords)
  const titleOf = useColumnTitle()
  const { data: columns } = useQuery(columnsQuery)
  const named = [...(saved?.columns ?? []).map(({ column }) => column), ...(saved?.group ? [saved.group] : [])]
  const gone = [...new Set(named)].filter((column) => column !== 'name' && !known.has(column))
  const { groups, error, retry } = grouping ?? {}
  const me = useMe()
  const { data: purposes } = useQuery(purposesQuery)
  const serves = purposes?.items.find(({ code }) => code === 'service')?.roles.includes(me.role)
  return (
    <>
      {serves === false ? <p className={classes.counting}>{say('names_hidden')}</p> : null}
      {gone.length > 0 ? (
        <p className={classes.counting}>{say('columns_gone', { columns: gone.map((column) => titleOf(column, undefined)).join(', ') })}</p>
      ) : null}
      {columns?.complete_since === null ? <p className={classes.counting}>{say('counting')}</p> : null}
      {error && retry ? <ErrorBox error={error} onRetry={retry} /> : null}
      {groups?.several ? <p className={classes.counting}>{say('group_several')}</p> : null}
      {groups && groups.more > 0 ? <p className={classes.counting}>{say('group_more', { count: groups.more })}</p> : null}
    </>
  )
}
