import { IconStairsUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Chart } from '../../ui/chart/Chart.tsx'
import { classWords } from '../../ui/class.words.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { exactly } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Dashboard.module.css'
import { dashboardWords } from './dashboard.words.ts'
import { flowQuery } from './queries.ts'

const three = ['first', 'second', 'third'] as const

/** Customers by class, and who went from which to which within the month. */
export function FlowView() {
  const say = useWords(dashboardWords)
  const sayClass = useWords(classWords)
  const language = useLanguage()
  const { data, error, isPending, refetch } = useQuery(flowQuery)
  const moves = data?.moves ?? []
  const nodes = [
    ...three.map((one, tone) => ({ id: `then ${one}`, name: sayClass(one), tone })),
    ...three.map((one, tone) => ({ id: `now ${one}`, name: sayClass(one), tone })),
  ].filter(({ id }) => moves.some(({ from, to }) => id === `then ${from}` || id === `now ${to}`))
  return (
    <Section
      title={say('flow')}
      lead={data?.computed_at ? say('flow_lead', { when: exactly(new Date(data.computed_at), language), count: data.days }) : undefined}
    >
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data && moves.length === 0 ? <Empty small icon={IconStairsUp} title={say('flow_none')} text={say('flow_none_text')} /> : null}
      {moves.length > 0 ? (
        <div className={classes.paper}>
          <Chart
            title={say('flow')}
            drawing={{
              of: 'flow',
              flow: {
                nodes,
                links: moves.map(({ from, to, people }) => ({ from: `then ${from}`, to: `now ${to}`, value: people })),
                titles: { from: say('flow_then'), to: say('flow_now'), value: say('customers') },
              },
            }}
          />
          <p className="quiet small">{say('flow_how')}</p>
        </div>
      ) : null}
    </Section>
  )
}
