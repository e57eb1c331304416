import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { timeOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { AskForMore } from './AskForMore.tsx'
import classes from './Budgets.module.css'
import { budgetsWords } from './budgets.words.ts'
import { Colleagues } from './Colleagues.tsx'
import { Meter } from './Meter.tsx'
import { ownBudgetQuery } from './queries.ts'
import { Requests } from './Requests.tsx'

/** How many people I may open, what I have asked for, and, for those who answer, everybody. */
export default function BudgetsPage() {
  const say = useWords(budgetsWords)
  const { can } = useMe()
  const [asking, on] = useDisclosure(false)
  return (
    <Page title={say('title')} lead={say('lead')} actions={<Button onClick={on.open}>{say('ask')}</Button>}>
      <Own />
      <Requests />
      {can('budgets.approve') ? <Colleagues /> : null}
      {asking ? <AskForMore onClose={on.close} /> : null}
    </Page>
  )
}

function Own() {
  const say = useWords(budgetsWords)
  const language = useLanguage()
  const { data, error, isPending, refetch } = useQuery(ownBudgetQuery)
  return (
    <Section title={say('own')}>
      {isPending ? <Lines count={2} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data ? (
        <div className={classes.own}>
          <p className={classes.figure}>{say('opened', { count: data.hour, limit: data.limit })}</p>
          <Meter of={data} label={say('own')} />
          <p className="quiet small">
            {[
              data.more_until ? say('more', { count: data.more, time: timeOf(new Date(data.more_until), language) }) : undefined,
              say('day', { count: data.day }),
              say('alone', { count: data.export_alone }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
      ) : null}
    </Section>
  )
}
