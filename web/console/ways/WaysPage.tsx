import { Button, useComputedColorScheme } from '@mantine/core'
import { IconLock, IconRoute } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Chart } from '../../ui/chart/Chart.tsx'
import { seriesColours } from '../../ui/chart/colours.ts'
import { Empty } from '../../ui/Empty.tsx'
import { count, dayOf, percent } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page, Section } from '../../ui/Page.tsx'
import { lower, pick, useHasWord, useLanguage, useWords } from '../../ui/words.ts'
import { readable } from '../insight/portrait.ts'
import { useMe } from '../session/session.ts'
import { AllOnly } from '../value/AllOnly.tsx'
import classes from '../value/Value.module.css'
import { drawn, stopping, waysPlot } from './plots.ts'
import { type Totals, type Ways, waysQuery } from './queries.ts'
import own from './Ways.module.css'
import { waysWords } from './ways.words.ts'

/** How all customers come to a purchase: how long it takes, by which steps, and what comes last before they give up. */
export default function WaysPage() {
  const say = useWords(waysWords)
  const { can } = useMe()
  if (!can('reports.see')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return <Seen />
}

function Seen() {
  const say = useWords(waysWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, isPending, refetch } = useQuery(waysQuery)
  const computed = data?.computed_at ?? null
  return (
    <Page
      width="wide"
      title={say('title')}
      lead={computed === null ? undefined : say('lead', { day: dayOf(new Date(computed), now, language) })}
      actions={
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/value" />}>
          {say('value')}
        </Button>
      }
    >
      {isPending ? <Lines count={6} /> : null}
      {error ? <AllOnly error={error} onRetry={refetch} /> : null}
      {data && computed === null ? <Empty icon={IconRoute} title={say('none')} text={say('none_text')} /> : null}
      {data && computed !== null && data.totals === null ? <Empty icon={IconRoute} title={say('not_enough')} text={say('not_enough_text')} /> : null}
      {data?.totals ? <Shown ways={data} totals={data.totals} /> : null}
    </Page>
  )
}

function Shown({ ways, totals }: { ways: Ways; totals: Totals }) {
  const say = useWords(waysWords)
  const has = useHasWord(waysWords)
  const language = useLanguage()
  const step = (code: string) => has(`step_${code}`) ?? readable(code)
  const last = ways.last.map((group) => ({ ...group, name: step(group.step) }))
  const questions = ways.questions.map((group) => ({ ...group, name: pick(group.title, language) ?? has(`topic_${group.topic}`) ?? readable(group.topic) }))
  return (
    <>
      <Tiles totals={totals} />
      <Part title={say('paths')} lead={say('paths_lead')}>
        <Paths paths={ways.paths} step={step} />
      </Part>
      <div className={classes.pair}>
        <Part title={say('last')} lead={say('last_lead')}>
          <Chart title={say('last')} drawing={waysPlot(say('last_along'), last, say)} />
          <Stops groups={last} totals={totals} />
        </Part>
        {questions.length > 0 ? (
          <Part title={say('questions')} lead={say('questions_lead')}>
            <Chart title={say('questions')} drawing={waysPlot(say('questions_along'), questions, say)} />
            <Stops groups={questions} totals={totals} />
          </Part>
        ) : null}
      </div>
      <p className="faint small">
        {say('describes')} {ways.withheld > 0 ? say('withheld', { count: ways.withheld }) : null}
      </p>
    </>
  )
}

function Part({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <Section title={title} lead={lead}>
      <div className={classes.paper}>{children}</div>
    </Section>
  )
}

/** Sequences are long, so they stand as lines that wrap, each over a bar as long as it was frequent. */
function Paths({ paths, step }: { paths: Ways['paths']; step: (code: string) => string }) {
  const say = useWords(waysWords)
  const language = useLanguage()
  const colours = seriesColours[useComputedColorScheme('light')]
  const most = Math.max(1, ...paths.map(({ bought, left }) => bought + left))
  if (paths.length === 0) return <p className="quiet small">{say('no_paths')}</p>
  return (
    <ol className={own.ways}>
      {paths.slice(0, drawn).map(({ steps, bought, left, share }) => (
        <li key={steps.join()}>
          <span>{steps.map((code, i) => (i === 0 ? step(code) : lower(step(code)))).join(' → ')}</span>
          <span className={`quiet small ${own.told}`}>
            {share
              ? say('path_share', { share: percent(share.value, language) })
              : say('path_told', { bought: count(bought, language), left: count(left, language) })}
          </span>
          <span
            className={own.bar}
            role="img"
            aria-label={say('path_told', { bought: count(bought, language), left: count(left, language) })}
            title={say('path_told', { bought: count(bought, language), left: count(left, language) })}
          >
            <span style={{ width: `${(100 * bought) / most}%`, background: colours[0] }} />
            <span style={{ width: `${(100 * left) / most}%`, background: colours[1] }} />
          </span>
        </li>
      ))}
    </ol>
  )
}

function Stops({ groups, totals }: { groups: Parameters<typeof stopping>[0]; totals: Totals }) {
  const say = useWords(waysWords)
  const language = useLanguage()
  const most = stopping(groups, totals.share)
  if (!most) return null
  const { value, low, high } = most.left_share
  return (
    <p className="quiet small">
      {say('stops', { what: most.name, share: percent(value, language), low: percent(low, language), high: percent(high, language) })}
    </p>
  )
}

function Tiles({ totals: { days, share, bought, left, people, at_once } }: { totals: Totals }) {
  const say = useWords(waysWords)
  const language = useLanguage()
  const told = (n: number) => (n < 1 ? say('within_a_day') : say('days', { count: Math.round(n) }))
  const tiles = [
    [say('half'), days ? told(days.half) : '—', days ? say('half_note', { quarter: told(days.quarter), three_quarters: told(days.three_quarters) }) : ''],
    [
      say('ended'),
      share ? percent(share.value, language) : '—',
      share ? say('interval', { low: percent(share.low, language), high: percent(share.high, language) }) : '',
    ],
    [say('times'), count(bought + left, language), say('people', { count: people })],
    [say('at_once'), count(at_once, language), say('at_once_note')],
  ] as const
  return (
    <ul className={classes.tiles}>
      {tiles.map(([title, value, note]) => (
        <li key={title} className={classes.tile}>
          <p className="quiet small">{title}</p>
          <p className={classes.number}>{value}</p>
          <p className="faint small">{note}</p>
        </li>
      ))}
    </ul>
  )
}
