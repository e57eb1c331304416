import { Button, Progress } from '@mantine/core'
import { IconFlask, IconPlayerPlay } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { startRun, stopRun } from '../../../src/office/insight/contract.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, dayOf, length, timeOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Mark, type Tone } from '../../ui/Mark.tsx'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { notice } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { When } from '../../ui/values.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { AllOnly } from './AllOnly.tsx'
import { ModelFigures } from './ModelFigures.tsx'
import { modelsWords } from './models.words.ts'
import { lastRunQuery, type Run, runsQuery } from './queries.ts'
import classes from './Value.module.css'

const lookEveryMs = 1_500
const isOpen = (run: Run | undefined) => run?.state === 'waiting' || run?.state === 'running'

/** The register of models: what is under way, how the last good run did, and all runs. */
export default function ModelsPage() {
  const say = useWords(modelsWords)
  const client = useQueryClient()
  const me = useMe()
  const may = me.can('campaigns.run') || me.can('analysis.sql')
  const runs = useInfiniteQuery({
    ...runsQuery,
    refetchInterval: ({ state }) => (isOpen(state.data?.pages[0]?.items[0]) ? lookEveryMs : false),
  })
  const items = runs.data?.pages.flatMap((page) => page.items) ?? []
  const [newest] = items
  const under = isOpen(newest) ? newest : undefined
  const ended = newest && !under ? newest.id : undefined
  // What a run found is another answer to everything that is asked here.
  useEffect(() => {
    if (ended !== undefined) void client.invalidateQueries({ queryKey: ['insight'], predicate: ({ queryKey }) => queryKey[1] !== 'runs' })
  }, [ended, client])
  const start = useAct({
    run: () => call(startRun, { body: {} }),
    then: () => {
      notice(say('started'))
      void runs.refetch()
    },
  })
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <>
          <Button variant="default" renderRoot={(props) => <Link {...props} to="/value" />}>
            {say('value')}
          </Button>
          <MayButton
            may={may && under === undefined}
            why={say(may ? 'running' : 'only')}
            leftSection={<IconPlayerPlay size={16} stroke={1.6} />}
            loading={start.isPending}
            onClick={() => start.mutate(undefined)}
          >
            {say('start')}
          </MayButton>
        </>
      }
    >
      {runs.isPending ? <Lines count={6} /> : null}
      {runs.error ? <ErrorBox error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {under ? <Running run={under} may={may} onStopped={() => void runs.refetch()} /> : null}
      {runs.data ? <Last /> : null}
      {runs.data ? (
        <Section title={say('runs')}>
          {items.length === 0 ? <p className="quiet small">{say('no_runs')}</p> : null}
          <ul className={classes.runs}>
            {items.map((run) => (
              <One key={run.id} run={run} />
            ))}
          </ul>
          <More of={runs} />
        </Section>
      ) : null}
    </Page>
  )
}

function Running({ run, may, onStopped }: { run: Run; may: boolean; onStopped: () => void }) {
  const say = useWords(modelsWords)
  const stop = useAct({
    run: () => call(stopRun, { params: { run_id: run.id }, body: {} }),
    then: () => {
      notice(say('stopped_now'))
      onStopped()
    },
  })
  return (
    <section className={classes.running} aria-label={say('running')}>
      <div className={classes.runningHead}>
        <p>
          <strong>{say('running')}.</strong> {say(`step_${run.step}`)}
        </p>
        <MayButton may={may} why={say('only')} size="xs" variant="default" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
          {say('stop')}
        </MayButton>
      </div>
      <Progress value={Math.round(run.progress * 100)} aria-label={say('running')} />
    </section>
  )
}

function Last() {
  const say = useWords(modelsWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, isPending, refetch } = useQuery(lastRunQuery)
  if (isPending) return <Lines count={4} />
  if (error) return <AllOnly error={error} onRetry={refetch} />
  if (data === null) return <Empty small icon={IconFlask} title={say('none')} text={say('none_text')} />
  const at = new Date(data.started_at ?? data.asked_at)
  return (
    <Section
      title={say('last')}
      lead={say('last_lead', { day: `${dayOf(at, now, language)}, ${timeOf(at, language)}`, shown: count(data.customers ?? 0, language) })}
    >
      {data.figures ? <ModelFigures figures={data.figures} /> : null}
    </Section>
  )
}

const tones: { readonly [S in Run['state']]: Tone } = { waiting: 'wait', running: 'wait', done: 'good', failed: 'bad', stopped: 'plain' }

function One({ run }: { run: Run }) {
  const say = useWords(modelsWords)
  const language = useLanguage()
  const now = useNow()
  const facts = [
    say(`by_${run.by}`),
    run.customers === null ? '' : say('over', { count: run.customers }),
    run.ms === null ? '' : say('took', { time: length(Math.max(1, Math.round(run.ms / 1000)), language) }),
    run.as_of === null ? '' : say('as_of', { when: `${dayOf(new Date(run.as_of), now, language)}, ${timeOf(new Date(run.as_of), language)}` }),
  ]
  return (
    <li className={classes.run}>
      <div className={classes.runningHead}>
        <When at={run.asked_at} as="both" />
        <Mark tone={tones[run.state]}>{say(`state_${run.state}`)}</Mark>
      </div>
      <p className="quiet small">{facts.filter(Boolean).join(' · ')}</p>
      {run.error === null ? null : <p className="small">{run.error}</p>}
    </li>
  )
}
