import { Button } from '@mantine/core'
import { IconDownload, IconListSearch, IconLock } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { dayOf, exactly, timeOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { More } from '../../ui/More.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useDevice } from '../session/device.ts'
import { useMe } from '../session/session.ts'
import classes from './Audit.module.css'
import { auditWords } from './audit.words.ts'
import { Filters } from './Filters.tsx'
import { OddUses } from './OddUses.tsx'
import { type AuditRow, auditQuery, fileOf } from './queries.ts'
import { useSentence } from './useSentence.ts'

const route = getRouteApi('/shell/audit')

/** Who did what here, by day. */
export default function AuditPage() {
  const say = useWords(auditWords)
  const { can } = useMe()
  if (!can('audit.read')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return <Acts />
}

function Acts() {
  const say = useWords(auditWords)
  const search = route.useSearch()
  const pages = useInfiniteQuery(auditQuery(search))
  const { data, error, isPending, refetch } = pages
  const rows = data?.pages.flatMap(({ items }) => items)
  const narrowed = Object.keys(search).length > 0
  const download = (
    <Button component="a" href={fileOf(search)} download="audit.csv" variant="default" leftSection={<IconDownload size={16} stroke={1.6} />}>
      {say('file')}
    </Button>
  )
  return (
    <Page title={say('title')} lead={say('lead')} actions={download} toolbar={<Filters />}>
      <OddUses />
      {isPending ? <Lines count={6} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {rows?.length === 0 ? (
        <Empty icon={IconListSearch} title={say(narrowed ? 'narrow' : 'empty')} text={say(narrowed ? 'narrow_text' : 'empty_text')} />
      ) : null}
      {rows ? <Days rows={rows} /> : null}
      <More of={pages} />
    </Page>
  )
}

function Days({ rows }: { rows: readonly AuditRow[] }) {
  const language = useLanguage()
  const now = useNow()
  const days = Map.groupBy(rows, (row) => dayOf(new Date(row.at), now, language))
  return [...days].map(([day, acts]) => (
    <section key={day} className={classes.day} aria-label={day}>
      <h2 className={classes.when}>{day}</h2>
      <ol className={classes.list}>
        {acts.map((row) => (
          <One key={row.id} row={row} />
        ))}
      </ol>
    </section>
  ))
}

function One({ row }: { row: AuditRow }) {
  const say = useWords(auditWords)
  const language = useLanguage()
  const sentence = useSentence()
  const deviceIn = useDevice()
  const at = new Date(row.at)
  const from = [row.device && deviceIn(row.device), row.network && say('network', { code: row.network })].filter(Boolean).join(' · ')
  return (
    <li className={classes.row} data-bad={row.act === 'session.failed' || row.act === 'session.refused' || row.act === 'budget.ended' || undefined}>
      <time dateTime={row.at} title={exactly(at, language)} className={classes.time}>
        {timeOf(at, language)}
      </time>
      <p>{sentence(row)}</p>
      <p className={classes.from}>{from}</p>
    </li>
  )
}
