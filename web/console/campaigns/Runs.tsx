import { Button } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { ui } from '../../ui/ui.words.ts'
import { When } from '../../ui/values.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Campaigns.module.css'
import { campaignsWords } from './campaigns.words.ts'
import { LeftOut } from './LeftOut.tsx'
import type { Run } from './queries.ts'
import { runsQuery } from './queries.ts'

/** Each sending: whom the rule chose, who was written to, who was left out and why, who has gone since. */
export function Runs({ campaignId }: { campaignId: string }) {
  const say = useWords(campaignsWords)
  const sayUi = useWords(ui)
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...runsQuery(campaignId),
    refetchInterval: ({ state }) => (state.data?.pages[0]?.items.some(({ ended_at }) => ended_at === null) ? 1500 : false),
  })
  if (isPending) return <Lines count={3} />
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  const runs = data.pages.flatMap(({ items }) => items)
  if (runs.length === 0)
    return (
      <div className={classes.run}>
        <Empty small icon={IconSend} title={say('runs_empty')} text={say('runs_empty_text')} />
      </div>
    )
  return (
    <>
      {runs.map((run) => (
        <One key={run.id} run={run} />
      ))}
      {hasNextPage ? (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {sayUi('more')}
        </Button>
      ) : null}
    </>
  )
}

function One({ run }: { run: Run }) {
  const say = useWords(campaignsWords)
  const language = useLanguage()
  const left = run.audience_count - run.handed_over
  return (
    <article className={classes.run}>
      <header className={classes.runHead}>
        <h3>
          <When at={run.started_at} as="both" />
          {run.ended_at ? null : <span className="quiet"> · {say('run_going')}</span>}
        </h3>
        <p className="quiet small">
          <b className="num">{count(run.audience_count, language)}</b> {say('run_chosen')} → <b className="num">{count(run.handed_over, language)}</b>{' '}
          {say('run_sent')}, <b className="num">{count(left, language)}</b> {say('run_left')}
        </p>
      </header>
      <LeftOut reasons={run.left_out} all={run.audience_count} />
      {run.left_since.length > 0 ? (
        <div className={classes.since}>
          <h4>{say('left_since')}</h4>
          <p className="quiet small">{say('left_since_text')}</p>
          <LeftOut reasons={run.left_since} all={run.audience_count} />
        </div>
      ) : null}
    </article>
  )
}
