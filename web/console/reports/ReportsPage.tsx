import { Button } from '@mantine/core'
import { IconChartBar, IconChartLine, IconLock, IconPlus, IconReportAnalytics, IconTable } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { When } from '../../ui/values.tsx'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { type Report, reportsQuery } from './queries.ts'
import classes from './Reports.module.css'
import { type Look, ready } from './ready.ts'
import { reportsWords } from './reports.words.ts'

/** Reports: some to begin with, and those that were saved. */
export default function ReportsPage() {
  const say = useWords(reportsWords)
  const { can } = useMe()
  if (!can('reports.see')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return (
    <Page
      title={say('title')}
      lead={say('lead')}
      actions={
        <>
          {can('analysis.sql') ? (
            <Button variant="default" renderRoot={(props) => <Link {...props} to="/sql" />}>
              {say('to_sql')}
            </Button>
          ) : null}
          <Button
            leftSection={<IconPlus size={16} stroke={1.8} />}
            renderRoot={(props) => <Link {...props} to="/reports/$reportId" params={{ reportId: 'new' }} />}
          >
            {say('new')}
          </Button>
        </>
      }
    >
      <Section title={say('ready')}>
        <ul className={classes.ready}>
          {ready.map(({ word, question, look }) => (
            <li key={word}>
              <Link to="/reports/$reportId" params={{ reportId: 'new' }} search={{ q: JSON.stringify(question), look }} className={classes.card}>
                <Picture look={look} />
                {say(word)}
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      <Saved />
    </Page>
  )
}

function Picture({ look }: { look: Look }) {
  const Icon = { line: IconChartLine, bars: IconChartBar, table: IconTable }[look]
  return <Icon size={20} stroke={1.5} aria-hidden="true" className={classes.picture} />
}

function Saved() {
  const say = useWords(reportsWords)
  const pages = useInfiniteQuery(reportsQuery)
  const { data, error, isPending, refetch } = pages
  const reports = data?.pages.flatMap(({ items }) => items)
  return (
    <Section title={say('saved')}>
      {isPending ? <Lines count={3} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {reports?.length === 0 ? <Empty small icon={IconReportAnalytics} title={say('none')} text={say('none_text')} /> : null}
      {reports && reports.length > 0 ? (
        <ul className={classes.list}>
          {reports.map((each) => (
            <Row key={each.id} of={each} />
          ))}
        </ul>
      ) : null}
      <More of={pages} />
    </Section>
  )
}

function Row({ of }: { of: Report }) {
  const say = useWords(reportsWords)
  return (
    <li className={classes.row}>
      <Picture look={of.look} />
      <Link to="/reports/$reportId" params={{ reportId: of.id }} className={classes.name}>
        {of.title}
      </Link>
      <span className="quiet small">
        {say(typeof of.shared === 'object' ? 'shared_roles' : `shared_${of.shared}`)}
        {of.made_by ? ` · ${say('by', { name: of.made_by.name })}` : ''} · <When at={of.changed_at} as="day" />
      </span>
    </li>
  )
}
