import { useQueries } from '@tanstack/react-query'
import type { Breakdown, Question, simpleMeasures } from '../../../src/office/reports/shapes.ts'
import { told, type Unit } from '../../ui/chart/shapes.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, isoDay, percent, plainDay } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useValueName } from '../reports/naming.ts'
import { answerQuery, type Figures } from '../reports/queries.ts'
import { reportsWords } from '../reports/reports.words.ts'
import classes from './Dashboard.module.css'
import { dashboardWords } from './dashboard.words.ts'
import { type Change, changeOf, reasonOf } from './week.ts'

type Told = (typeof simpleMeasures)[number]
const shown = ['revenue', 'purchases', 'buyers', 'new_customers'] as const satisfies readonly Told[]
const dayMs = 86_400_000

/** Seven whole days against the seven before them: by how much, and by which channel. */
export function Week() {
  const say = useWords(dashboardWords)
  const language = useLanguage()
  const now = useNow()
  const day = (ago: number) => isoDay(new Date(now.getTime() - ago * dayMs))
  const weeks = [
    { from: day(7), to: day(1) },
    { from: day(14), to: day(8) },
  ]
  const ask = (measure: Told, by: Breakdown[]): Question[] => weeks.map((span) => ({ measure, by, span, audience: null }))
  const asked = [...shown.flatMap((measure) => ask(measure, [])), ...ask('revenue', ['channel'])]
  const answers = useQueries({ queries: asked.map((question) => answerQuery(question)) })
  const failed = answers.find(({ error }) => error !== null)
  const figures = answers.flatMap(({ data }): Figures[] => (data?.of === 'figures' ? [data] : []))
  const [from, to] = [weeks[0]?.from ?? '', weeks[0]?.to ?? ''].map((one) => dayOf(plainDay(one), now, language))
  const channels = figures.slice(shown.length * 2)
  return (
    <Section title={say('week')} lead={say('week_lead', { from: from ?? '', to: to ?? '' })}>
      {failed?.error ? <ErrorBox error={failed.error} onRetry={() => answers.map(({ refetch }) => refetch())} /> : null}
      {!failed && figures.length < asked.length ? <Lines count={3} /> : null}
      {figures.length === asked.length ? (
        <ul className={classes.tiles}>
          {shown.map((measure, i) => (
            <Tile key={measure} measure={measure} of={figures.slice(i * 2, i * 2 + 2)} channels={measure === 'revenue' ? channels : []} />
          ))}
        </ul>
      ) : null}
    </Section>
  )
}

function Tile({ measure, of: [now, before], channels }: { measure: Told; of: readonly Figures[]; channels: readonly Figures[] }) {
  const say = useWords(dashboardWords)
  const sayReports = useWords(reportsWords)
  const language = useLanguage()
  const change = now && before ? changeOf(now, before) : undefined
  const unit: Unit = change?.currency ? { of: 'money', currency: change.currency } : { of: 'count' }
  return (
    <li className={classes.tile}>
      <p className="quiet small">{sayReports(measure)}</p>
      {change ? (
        <>
          <p className={classes.number}>{told(change.now, unit, language)}</p>
          <p className="small">
            <Way change={change} /> <span className="faint">· {say('before', { value: told(change.before, unit, language) })}</span>
          </p>
          {channels.length === 2 ? <Why change={change} unit={unit} channels={channels} /> : null}
        </>
      ) : (
        <p className="faint small">{say('week_unknown')}</p>
      )}
    </li>
  )
}

function Way({ change: { now, before } }: { change: Change }) {
  const say = useWords(dashboardWords)
  const language = useLanguage()
  if (now === before || before === 0) return <>{say('same')}</>
  const share = percent(Math.abs(now - before) / Math.abs(before), language)
  return <span data-way={now > before ? 'up' : 'down'}>{say(now > before ? 'more' : 'less', { share })}</span>
}

function Why({ change, unit, channels: [now, before] }: { change: Change; unit: Unit; channels: readonly Figures[] }) {
  const say = useWords(dashboardWords)
  const language = useLanguage()
  const valueName = useValueName()
  if (!now || !before || change.now === change.before) return null
  const reason = reasonOf(change, now, before)
  const text = reason
    ? say(reason.by > 0 ? 'why_more' : 'why_less', { what: valueName('channel', reason.key, {}), value: told(Math.abs(reason.by), unit, language) })
    : say('why_none')
  return <p className="quiet small">{text}</p>
}
