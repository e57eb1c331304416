import { IconAlertCircle, IconStairsUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Chart } from '../../ui/chart/Chart.tsx'
import { classWords } from '../../ui/class.words.ts'
import { Empty } from '../../ui/Empty.tsx'
import { dayOf, percent } from '../../ui/formats.ts'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { AllOnly } from './AllOnly.tsx'
import { migrationQuery } from './queries.ts'
import classes from './Value.module.css'
import { valueWords } from './value.words.ts'

/** From which class to which customers went in the last run, and whether more than usual fell out of the first. */
export function Moved() {
  const say = useWords(valueWords)
  const sayClass = useWords(classWords)
  const language = useLanguage()
  const now = useNow()
  const { data, error, refetch } = useQuery(migrationQuery)
  const names = data?.classes ?? []
  const links = names.flatMap((from, row) =>
    names.flatMap((to, column) => {
      const value = data?.counts[row]?.[column] ?? 0
      return value > 0 && from !== 'none' ? [{ from: `then ${from}`, to: `now ${to}`, value }] : []
    }),
  )
  const nodes = ['then', 'now'].flatMap((when) =>
    names.flatMap((one, tone) =>
      links.some(({ from, to }) => from === `${when} ${one}` || to === `${when} ${one}`) ? [{ id: `${when} ${one}`, name: sayClass(one), tone }] : [],
    ),
  )
  const alarm = data?.alarm
  const share = (of: number) => percent(of, language)
  const told = alarm
    ? [
        alarm.of > 0 ? say('fell', { count: alarm.fell, of: alarm.of }) : '',
        alarm.share ? say('fell_share', { share: share(alarm.share.value), low: share(alarm.share.low), high: share(alarm.share.high) }) : '',
        alarm.usual === null ? '' : say('fell_usual', { share: share(alarm.usual) }),
      ].filter(Boolean)
    : []
  return (
    <Section title={say('moved')} lead={data?.at ? say('moved_lead', { day: dayOf(new Date(data.at), now, language) }) : undefined}>
      {error ? <AllOnly error={error} onRetry={refetch} /> : null}
      {alarm?.unusual ? (
        <p className={classes.alarm} role="status">
          <IconAlertCircle size={17} stroke={1.7} aria-hidden="true" />
          {say('alarm')}
        </p>
      ) : null}
      {data && links.length === 0 ? <Empty small icon={IconStairsUp} title={say('moved_none')} text={say('moved_none_text')} /> : null}
      {links.length > 0 ? (
        <div className={classes.paper}>
          <Chart
            title={say('moved')}
            drawing={{ of: 'flow', flow: { nodes, links, titles: { from: say('moved_before'), to: say('moved_now'), value: say('customers') } } }}
          />
          {told.length > 0 ? <p className="quiet small">{told.join(' ')}</p> : null}
        </div>
      ) : null}
    </Section>
  )
}
