import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { addReport, changeReport, pinReport, removeReport } from '../../../src/office/reports/contract.ts'
import { type Question, question as questionShape } from '../../../src/office/reports/shapes.ts'
import { call } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { notice } from '../../ui/notices.tsx'
import { Page } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { AnswerView } from './AnswerView.tsx'
import { Builder } from './Builder.tsx'
import { choicesQuery, type Report, type ReportBody, reportQuery } from './queries.ts'
import classes from './Reports.module.css'
import { firstQuestion, type Look, ready } from './ready.ts'
import { reportsWords } from './reports.words.ts'

const SaveForm = part(() => import('./SaveForm.tsx'))
const route = getRouteApi('/shell/reports/$reportId')

/** One report: what it asks, and the answer below. What is changed stands in the address until it is saved. */
export default function ReportPage() {
  const say = useWords(reportsWords)
  const { can } = useMe()
  const { reportId } = route.useParams()
  if (!can('reports.see')) return <Empty whole icon={IconLock} title={say('not_for_role')} text={say('not_for_role_text')} />
  return reportId === 'new' ? <Open saved={undefined} /> : <SavedOne id={reportId} />
}

function SavedOne({ id }: { id: string }) {
  const say = useWords(reportsWords)
  const { data, error, isPending, refetch } = useQuery(reportQuery(id))
  if (data) return <Open key={data.id} saved={data} />
  return (
    <Page title={say('title')}>
      {isPending ? <Lines count={8} /> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
    </Page>
  )
}

function read(q: string | undefined): Question | 'none' | 'broken' {
  if (q === undefined) return 'none'
  try {
    const found = questionShape.safeParse(JSON.parse(q))
    return found.success ? found.data : 'broken'
  } catch {
    return 'broken'
  }
}

function Open({ saved }: { saved: Report | undefined }) {
  const say = useWords(reportsWords)
  const search = route.useSearch()
  const navigate = useNavigate()
  const { data: choices, error, refetch } = useQuery(choicesQuery)
  const written = read(search.q)
  const question = typeof written === 'object' ? written : (saved?.question ?? firstQuestion)
  const look: Look = search.look ?? saved?.look ?? 'bars'
  const begun = ready.find((one) => JSON.stringify(one.question) === JSON.stringify(question))
  const title = saved?.title ?? (begun ? say(begun.word) : say('untitled'))
  const change = (next: Question, nextLook: Look) =>
    void navigate({
      to: '/reports/$reportId',
      params: { reportId: saved?.id ?? 'new' },
      search: { q: JSON.stringify(next), look: nextLook },
      replace: true,
      resetScroll: false,
    })
  return (
    <Page
      title={title}
      width="wide"
      actions={<Deeds saved={saved} body={{ question, look }} proposed={begun ? title : ''} changed={search.q !== undefined || search.look !== undefined} />}
    >
      {written === 'broken' ? <p className="quiet">{say('broken')}</p> : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      {choices ? <Builder question={question} look={look} choices={choices} onChange={change} /> : <Lines count={2} />}
      <section className={classes.paper} aria-label={title}>
        <AnswerView question={question} look={look} title={title} />
      </section>
    </Page>
  )
}

type DeedsProps = { saved: Report | undefined; body: Pick<ReportBody, 'question' | 'look'>; proposed: string; changed: boolean }

function Deeds({ saved, body, proposed, changed }: DeedsProps) {
  const say = useWords(reportsWords)
  const navigate = useNavigate()
  const client = useQueryClient()
  const [naming, name] = useState<'new' | 'old'>()
  const done = (report: Report) => {
    name(undefined)
    notice(say('saved_now'))
    client.setQueryData(reportQuery(report.id).queryKey, report)
    void client.invalidateQueries({ queryKey: ['reports', 'saved'] })
    void navigate({ to: '/reports/$reportId', params: { reportId: report.id }, search: {} })
  }
  const add = useAct({ run: (said: ReportBody) => call(addReport, { body: said }), then: done })
  const write = useAct({
    run: (said: ReportBody & { version: number }) => call(changeReport, { params: { report_id: saved?.id ?? '' }, body: said }),
    then: done,
  })
  const remove = useAct({
    run: () => call(removeReport, { params: { report_id: saved?.id ?? '' } }),
    then: () => {
      notice(say('removed'))
      void client.invalidateQueries({ queryKey: ['reports', 'saved'] })
      void navigate({ to: '/reports' })
    },
  })
  const pin = useAct({
    run: (pinned: boolean) => call(pinReport, { params: { report_id: saved?.id ?? '' }, body: { pinned } }),
    then: () => void client.invalidateQueries({ queryKey: ['reports', 'saved'] }),
  })
  const mine = saved?.editable === true
  return (
    <>
      {mine ? <Sure label={say('remove')} question={say('remove_sure')} loading={remove.isPending} onYes={() => remove.mutate(undefined)} /> : null}
      {saved ? (
        <Button variant="default" loading={pin.isPending} onClick={() => pin.mutate(!saved.pinned)}>
          {say(saved.pinned ? 'unpin' : 'pin')}
        </Button>
      ) : null}
      {saved ? (
        <Button variant="default" onClick={() => name('new')}>
          {say('save_as')}
        </Button>
      ) : null}
      {!saved || mine ? (
        <Button variant={saved && !changed ? 'default' : 'filled'} onClick={() => name(saved ? 'old' : 'new')}>
          {say('save')}
        </Button>
      ) : null}
      {naming ? (
        <Suspense fallback={null}>
          <SaveForm
            title={naming === 'old' ? (saved?.title ?? '') : proposed}
            shared={naming === 'old' ? (saved?.shared ?? 'private') : 'private'}
            saving={add.isPending || write.isPending}
            onClose={() => name(undefined)}
            onSave={(named) => (naming === 'old' && saved ? write.mutate({ ...named, ...body, version: saved.version }) : add.mutate({ ...named, ...body }))}
          />
        </Suspense>
      ) : null}
    </>
  )
}
