import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { bytes, count } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import type { Tone } from '../../ui/Mark.tsx'
import { Mark } from '../../ui/Mark.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { ui } from '../../ui/ui.words.ts'
import { When } from '../../ui/values.tsx'
import { lower, useLanguage, useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import type { ImportView } from './queries.ts'
import { importsQuery, isMoving } from './queries.ts'
import { Upload } from './Upload.tsx'

const route = getRouteApi('/shell/import')

/** A place to drop a file, and every file that came before. */
export default function ImportsPage() {
  const say = useWords(importsWords)
  const sayUi = useWords(ui)
  const { as } = route.useSearch()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(importsQuery)
  const imports = data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page title={say(as ? 'title_leads' : 'title')} lead={say(as ? 'lead_leads' : 'lead')}>
      <Upload as={as} />
      <Section title={say('earlier')}>
        {isPending ? <Lines count={3} /> : null}
        {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
        {data && imports.length === 0 ? <Empty small icon={IconFileImport} title={say('earlier_none')} text={say('earlier_none_text')} /> : null}
        {imports.length > 0 ? (
          <ul className={classes.list}>
            {imports.map((view) => (
              <Row key={view.id} view={view} />
            ))}
          </ul>
        ) : null}
        {hasNextPage ? (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {sayUi('more')}
          </Button>
        ) : null}
      </Section>
    </Page>
  )
}

const tones: Partial<Record<ImportView['state'], Tone>> = { done: 'good', failed: 'bad', stopped: 'wait', uploaded: 'wait', checked: 'wait' }

function Row({ view }: { view: ImportView }) {
  const say = useWords(importsWords)
  const language = useLanguage()
  const percent = isMoving(view) && view.progress && view.progress.percent !== null ? ` · ${Math.floor(view.progress.percent)} %` : ''
  return (
    <li>
      <Link to="/import/$importId" params={{ importId: view.id }} className={classes.row}>
        <IconFileImport size={18} stroke={1.6} aria-hidden="true" />
        <span className={classes.rowText}>
          <span className={classes.fileName}>{view.file_name ?? '—'}</span>
          <span className="quiet small">
            {bytes(view.size, language)}
            {view.counts ? ` · ${lower(say('c_recorded'))}: ${count(view.counts.recorded, language)}` : ''}
          </span>
        </span>
        <span className="faint small">
          <When at={view.created_at} />
        </span>
        <Mark tone={tones[view.state] ?? 'plain'}>
          {say(`state_${view.state}`)}
          {percent}
        </Mark>
      </Link>
    </li>
  )
}
