import { Button } from '@mantine/core'
import { IconLock, IconPin } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { pinReport } from '../../../src/office/reports/contract.ts'
import type { Question } from '../../../src/office/reports/shapes.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { AnswerView } from '../reports/AnswerView.tsx'
import type { Report } from '../reports/queries.ts'
import { reportsWords } from '../reports/reports.words.ts'
import { useMe } from '../session/session.ts'
import classes from './Dashboard.module.css'
import { dashboardWords } from './dashboard.words.ts'
import { FlowView } from './FlowView.tsx'
import { pinnedQuery } from './queries.ts'
import { Week } from './Week.tsx'

const year = { last: 12, unit: 'month' } as const
const revenue: Question = { measure: 'revenue', by: ['month'], span: year, audience: null }
const back: Question = { first: 'order', then: 'order', every: 'quarter', span: { last: 3, unit: 'year' }, audience: null }

/** How it goes: the week, the year, the classes, who comes back, and the reports one chose. */
export default function DashboardPage() {
  const say = useWords(dashboardWords)
  const sayReports = useWords(reportsWords)
  const { can } = useMe()
  if (!can('reports.see')) return <Empty whole icon={IconLock} title={sayReports('not_for_role')} text={sayReports('not_for_role_text')} />
  return (
    <Page
      width="wide"
      title={say('title')}
      lead={say('lead')}
      actions={
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/reports" />}>
          {say('reports')}
        </Button>
      }
    >
      <Week />
      <div className={classes.pair}>
        <Section title={say('revenue')}>
          <div className={classes.paper}>
            <AnswerView question={revenue} look="bars" title={say('revenue')} />
          </div>
        </Section>
        <Section title={say('back')}>
          <div className={classes.paper}>
            <AnswerView question={back} look="line" title={say('back')} />
          </div>
        </Section>
      </div>
      <FlowView />
      <Pinned />
    </Page>
  )
}

function Pinned() {
  const say = useWords(dashboardWords)
  const { data, error, refetch } = useQuery(pinnedQuery)
  return (
    <Section title={say('pinned')}>
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {data?.items.length === 0 ? <Empty small icon={IconPin} title={say('pinned_none')} text={say('pinned_none_text')} /> : null}
      <div className={classes.pair}>
        {data?.items.map((report) => (
          <One key={report.id} report={report} />
        ))}
      </div>
    </Section>
  )
}

function One({ report }: { report: Report }) {
  const say = useWords(dashboardWords)
  const client = useQueryClient()
  const off = useAct({
    run: () => call(pinReport, { params: { report_id: report.id }, body: { pinned: false } }),
    then: () => void client.invalidateQueries({ queryKey: ['reports', 'saved'] }),
  })
  return (
    <section className={classes.paper} aria-label={report.title}>
      <div className={classes.head}>
        <h3>
          <Link to="/reports/$reportId" params={{ reportId: report.id }}>
            {report.title}
          </Link>
        </h3>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          loading={off.isPending}
          aria-label={say('off_of', { title: report.title })}
          onClick={() => off.mutate(undefined)}
        >
          {say('off')}
        </Button>
      </div>
      <AnswerView question={report.question} look={report.look} title={report.title} />
    </section>
  )
}
