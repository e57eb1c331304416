import { IconInfoCircle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { bytes, dayOf } from '../../ui/formats.ts'
import { Lines } from '../../ui/Loading.tsx'
import { useNow } from '../../ui/now.ts'
import { Page } from '../../ui/Page.tsx'
import { useSaid } from '../../ui/useExplain.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { Columns } from './Columns.tsx'
import { CountsOf } from './CountsOf.tsx'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import { Moving } from './Moving.tsx'
import { NextSteps } from './NextSteps.tsx'
import type { ImportView } from './queries.ts'
import { importQuery, isMoving } from './queries.ts'
import { Reconciled } from './Reconciled.tsx'

const route = getRouteApi('/shell/import/$importId')

/** One import from its columns to its sums. What can be done stands where its state is. */
export default function ImportPage() {
  const say = useWords(importsWords)
  const { importId } = route.useParams()
  const { data, error, refetch } = useQuery(importQuery(importId))
  if (!data) return <Page title={say('title')}>{error ? <ErrorBox error={error} onRetry={refetch} /> : <Lines count={6} />}</Page>
  return <Opened view={data} />
}

function Opened({ view }: { view: ImportView }) {
  const say = useWords(importsWords)
  const said = useSaid()
  const language = useLanguage()
  const now = useNow()
  const [remapping, setRemapping] = useState(false)
  const refusals = view.counts?.consent_refusals ?? 0
  const mapping = view.state === 'uploaded' || (remapping && view.state === 'checked')
  return (
    <Page title={view.list ? say('list_of', { title: view.list.title }) : (view.file_name ?? say('title'))} lead={<FileLine view={view} />}>
      <Steps view={view} />
      {view.same_file_as && view.state === 'uploaded' ? (
        <p className={classes.remark}>
          <IconInfoCircle size={16} stroke={1.6} aria-hidden="true" />
          {say('same_file')}
        </p>
      ) : null}
      {view.trouble ? (
        <div role="alert" className={classes.trouble}>
          <p>
            <b>{say('trouble')}</b>
          </p>
          <p>{said(view.trouble.sentence)}</p>
        </div>
      ) : null}
      {mapping ? <Columns key={readingOf(view)} view={view} onDone={() => setRemapping(false)} /> : null}
      {isMoving(view) ? <Moving view={view} /> : null}
      {!mapping && view.counts && view.state !== 'checked' ? <CountsOf counts={view.counts} preset={view.mapping?.preset} title={say('counts_after')} /> : null}
      {!mapping && view.dry_run && view.state === 'checked' ? (
        <CountsOf counts={view.dry_run} preset={view.mapping?.preset} title={say('counts_before')} />
      ) : null}
      {view.reconciliation && view.state === 'done' ? <Reconciled of={view.reconciliation} currency={view.mapping?.currency} /> : null}
      {view.undone && view.list ? <p className={classes.remark}>{say('list_removed')}</p> : null}
      {view.undone && !view.list ? (
        <p className={classes.remark}>
          {[
            say('undone', { interactions: view.undone.interactions, customers: view.undone.customers }),
            view.undone.customers_kept > 0 ? say('undone_kept', { kept: view.undone.customers_kept }) : '',
            view.undone.consents > 0 ? say('undone_requests', { requests: view.undone.consents }) : '',
            refusals > 0 ? say('undone_refusals', { refusals }) : '',
            view.undone.suppressed_kept > 0 ? say('undone_suppressed', { addresses: view.undone.suppressed_kept }) : '',
          ]
            .filter(Boolean)
            .join(' ')}
        </p>
      ) : null}
      {mapping ? null : <NextSteps view={view} onRemap={() => setRemapping(true)} />}
      {view.file_until ? <p className="faint small">{say('destroyed', { day: dayOf(new Date(view.file_until), now, language) })}</p> : null}
    </Page>
  )
}

/** Read otherwise, the columns are others. */
const readingOf = ({ form, mapping }: ImportView) => `${form?.encoding} ${form?.delimiter} ${form?.sheet} ${mapping?.preset}`

function FileLine({ view }: { view: ImportView }) {
  const say = useWords(importsWords)
  const language = useLanguage()
  const { form } = view
  const parts = [
    form ? say('file_lines', { kind: form.kind.toUpperCase(), size: bytes(view.size, language) }) : bytes(view.size, language),
    form?.encoding ? say('encoding', { encoding: form.encoding }) : '',
    form?.delimiter ? say('delimiter', { delimiter: form.delimiter === '\t' ? 'Tab' : form.delimiter }) : '',
    form?.sheet ? say('sheet', { sheet: form.sheet }) : '',
  ].filter(Boolean)
  return (
    <>
      <Link to="/import">← {say('back')}</Link> · {parts.join(' · ')}
    </>
  )
}

const steps = ['step_map', 'step_check', 'step_run'] as const

function Steps({ view }: { view: ImportView }) {
  const say = useWords(importsWords)
  const at = view.state === 'uploading' || view.state === 'uploaded' ? 0 : view.state === 'checking' || view.state === 'checked' ? 1 : 2
  return (
    <ol className={classes.steps}>
      {steps.map((step, place) => (
        <li key={step} data-on={place <= at || undefined} aria-current={place === at ? 'step' : undefined}>
          {say(step)}
        </li>
      ))}
    </ol>
  )
}
