import { Button } from '@mantine/core'
import { IconRefresh, IconStairsUp } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { computeClasses } from '../../../src/office/campaigns/contract.ts'
import { readValueClasses } from '../../../src/office/console/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { ago, count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { ClassColumn } from './ClassColumn.tsx'
import classes from './Classes.module.css'
import { classesWords } from './classes.words.ts'

/** The board: three columns, how many stand in each, who moved, what they bring. */
export default function ClassesPage() {
  const say = useWords(classesWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['value-classes'], queryFn: ({ signal }) => call(readValueClasses, { signal }) })
  const columns = data?.classes ?? []
  const empty = data && columns.every((each) => each.count === 0)
  return (
    <Page
      width="wide"
      title={say('title')}
      lead={data ? say('lead', { months: say('months', { count: Math.round(data.window_days / 30.4) }) }) : undefined}
      actions={
        <>
          {data?.computed_at ? <span className="faint small">{say('computed', { ago: ago(new Date(data.computed_at), now, language) })}</span> : null}
          <Compute />
        </>
      }
    >
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {empty ? <Empty icon={IconStairsUp} title={say('empty')} text={say('empty_text')} /> : null}
      {data && !empty ? (
        <div className={classes.board}>
          {columns.map((column) => (
            <ClassColumn key={column.class} column={column} />
          ))}
        </div>
      ) : null}
      {data && data.not_analysed > 0 ? (
        <p className="quiet small">{say('not_analysed', { count: data.not_analysed, shown: count(data.not_analysed, language) })}</p>
      ) : null}
    </Page>
  )
}

function Compute() {
  const say = useWords(classesWords)
  const me = useMe()
  const client = useQueryClient()
  const { mutate, isPending } = useAct({
    run: () => call(computeClasses, { body: {} }),
    then: () => {
      notice(say('computed_now'))
      void client.invalidateQueries({ queryKey: ['value-classes'] })
      void client.invalidateQueries({ queryKey: ['customers'] })
    },
  })
  if (!me.can('campaigns.run')) return null
  return (
    <Button variant="default" leftSection={<IconRefresh size={16} stroke={1.6} />} loading={isPending} onClick={() => mutate(undefined)}>
      {say('compute')}
    </Button>
  )
}
