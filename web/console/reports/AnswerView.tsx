import { SegmentedControl } from '@mantine/core'
import { IconChartDots, IconEyeOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FiguresAsked, FunnelAsked, Question, RetentionAsked } from '../../../src/office/reports/shapes.ts'
import { Chart } from '../../ui/chart/Chart.tsx'
import { told, type Unit } from '../../ui/chart/shapes.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { count, exactly, percent, zoneName } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { pick, useLanguage, useWords } from '../../ui/words.ts'
import { useNames, useValueName } from './naming.ts'
import { plotOf } from './plots.ts'
import { answerQuery, choicesQuery, type Figures, type Funnel, type Retention } from './queries.ts'
import classes from './Reports.module.css'
import type { Look } from './ready.ts'
import { reportsWords } from './reports.words.ts'
import { pointName } from './time.ts'

type ViewProps = { question: Question; look: Look; title: string }

/** The answer to a report: as a chart or a table, with when and how it was counted. */
export function AnswerView({ question, look, title }: ViewProps) {
  const { data, error, isPending, isPlaceholderData, refetch } = useQuery(answerQuery(question))
  if (isPending) return <Lines count={8} />
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  return (
    <div className={classes.answer} aria-busy={isPlaceholderData} data-old={isPlaceholderData || undefined}>
      {data.of === 'figures' && 'measure' in question ? <FiguresView answer={data} asked={question} look={look} title={title} /> : null}
      {data.of === 'funnel' && 'funnel' in question ? <FunnelView answer={data} asked={question} look={look} title={title} /> : null}
      {data.of === 'retention' && 'first' in question ? <RetentionView answer={data} asked={question} look={look} title={title} /> : null}
    </div>
  )
}

/** When it was counted and by which rule, to be read by whoever wants to know. */
function How({ asOf, zone, text }: { asOf: string; zone: string; text: string }) {
  const say = useWords(reportsWords)
  const language = useLanguage()
  const now = useNow()
  return (
    <details className={classes.how}>
      <summary>{say('how')}</summary>
      <p>
        {text} {say('how_as_of', { when: exactly(new Date(asOf), language), zone: zoneName(zone, now, language) })} {say('how_least')}
      </p>
    </details>
  )
}

function FiguresView({ answer, asked, look, title }: { answer: Figures; asked: FiguresAsked; look: Look; title: string }) {
  const say = useWords(reportsWords)
  const language = useLanguage()
  const { data: choices } = useQuery(choicesQuery)
  const names = useNames(choices)
  const valueName = useValueName()
  const [wanted, want] = useState<string>()
  const { measure, by } = asked
  const currencies = answer.totals.flatMap(({ currency }) => (currency === null ? [] : [currency]))
  const currency = currencies.find((one) => one === wanted) ?? currencies[0] ?? null
  const total = answer.totals.find((one) => one.currency === currency)
  const unit: Unit = currency === null ? { of: 'count' } : { of: 'money', currency }
  const rule = say(typeof measure === 'string' ? `how_${measure}` : 'events' in measure ? 'how_events' : 'how_sum')
  const how = <How asOf={answer.as_of} zone={answer.time_zone} text={rule} />
  if (!total && answer.rows.length === 0) {
    const few = answer.withheld > 0 || by.length === 0
    return (
      <>
        <Empty small icon={few ? IconEyeOff : IconChartDots} title={say(few ? 'not_enough' : 'nothing')} text={say(few ? 'not_enough_text' : 'nothing_text')} />
        {how}
      </>
    )
  }
  return (
    <>
      <div className={classes.top}>
        {total ? (
          <p className={classes.total}>
            <span className="num">{told(total.value, unit, language)}</span>{' '}
            <span className="quiet small">
              {names.measureName(measure)} · {say('total_people', { count: total.people, shown: count(total.people, language) })}
            </span>
          </p>
        ) : null}
        {currencies.length > 1 ? <SegmentedControl aria-label={say('currency')} value={currency ?? ''} onChange={want} data={currencies} /> : null}
      </div>
      {by.length > 0 && answer.rows.length > 0 ? (
        <Chart
          key={look}
          title={title}
          asTable={look === 'table'}
          drawing={{
            of: 'plot',
            plot: plotOf(answer, {
              by,
              currency,
              look: look === 'line' ? 'line' : 'bars',
              unit,
              title: names.measureName(measure),
              byName: names.byName,
              valueName: (at, value) => valueName(by[at] ?? 'month', value, answer.titles[at] ?? {}),
              language,
            }),
          }}
        />
      ) : null}
      {answer.withheld > 0 ? <p className="quiet small">{say('withheld', { count: answer.withheld, shown: count(answer.withheld, language) })}</p> : null}
      {answer.cut > 0 ? <p className="quiet small">{say('cut', { count: answer.cut, shown: count(answer.cut, language) })}</p> : null}
      {how}
    </>
  )
}

function FunnelView({ answer, asked, look, title }: { answer: Funnel; asked: FunnelAsked; look: Look; title: string }) {
  const say = useWords(reportsWords)
  const language = useLanguage()
  const [first] = answer.steps
  const how = <How asOf={answer.as_of} zone={answer.time_zone} text={say('how_funnel', { days: asked.within_days })} />
  if (!first || first.people === null)
    return (
      <>
        <Empty small icon={IconEyeOff} title={say('not_enough')} text={say('not_enough_text')} />
        {how}
      </>
    )
  const all = first.people
  const names = answer.steps.map(({ title: words, kind }, i) => `${i + 1}. ${pick(words, language) ?? kind}`)
  return (
    <>
      <ol className={classes.steps}>
        {answer.steps.map(({ people, days }, i) => (
          <li key={names[i]}>
            <span>{names[i]}</span>
            <b className="num">{people === null ? say('fewer') : count(people, language)}</b>
            <span className="quiet small">
              {people === null || i === 0 ? '' : percent(people / all, language)}
              {days === null || i === 0 ? '' : ` · ${say('half_within', { count: days })}`}
            </span>
          </li>
        ))}
      </ol>
      <Chart
        key={look}
        title={title}
        asTable={look === 'table'}
        drawing={{
          of: 'plot',
          plot: {
            look: 'bars',
            along: { title: say('steps'), names, isTime: false },
            series: [{ name: say('people'), values: answer.steps.map(({ people }) => people) }],
            unit: { of: 'count' },
          },
        }}
      />
      {how}
    </>
  )
}

const cohortsDrawn = 6

function RetentionView({ answer, asked, look, title }: { answer: Retention; asked: RetentionAsked; look: Look; title: string }) {
  const say = useWords(reportsWords)
  const language = useLanguage()
  const how = <How asOf={answer.as_of} zone={answer.time_zone} text={say('how_retention')} />
  const told_ = answer.cohorts.filter(({ shares }) => shares.length > 0)
  if (told_.length === 0)
    return (
      <>
        <Empty small icon={IconEyeOff} title={say('not_enough')} text={say('not_enough_text')} />
        {how}
      </>
    )
  const longest = Math.max(...told_.map(({ shares }) => shares.length))
  const drawn = look === 'table' ? told_ : told_.slice(0, cohortsDrawn)
  return (
    <>
      <Chart
        key={look}
        title={title}
        asTable={look === 'table'}
        drawing={{
          of: 'plot',
          plot: {
            look: look === 'bars' ? 'bars' : 'line',
            along: { title: say('later'), names: Array.from({ length: longest }, (_, i) => say(`after_${answer.every}`, { count: i + 1 })), isTime: true },
            series: drawn.map(({ start, people, shares }) => ({
              name: `${pointName(start, asked.every, language)} · ${say('total_people', { count: people, shown: count(people, language) })}`,
              values: Array.from({ length: longest }, (_, i) => shares[i] ?? null),
            })),
            unit: { of: 'share' },
          },
        }}
      />
      {answer.withheld > 0 ? <p className="quiet small">{say('withheld', { count: answer.withheld, shown: count(answer.withheld, language) })}</p> : null}
      {how}
    </>
  )
}
